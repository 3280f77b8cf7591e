package io.holdover.control.metrics;

import java.math.BigDecimal;

/**
 * A page in Prometheus' text format 0.0.4. Written here because the names are MediaMTX's: Prometheus' own library puts {@code _total} after
 * the name of each counter. One thread.
 */
final class Exposition {
    /** Whole numbers beyond are not exact in a double. */
    private static final double LIMIT_WHOLE = 1L << 53;

    private final StringBuilder text = new StringBuilder();

    /** What follows are samples of this metric. */
    void begin(Metric metric) {
        text.append("# HELP ").append(metric.name()).append(' ');
        escape(metric.help(), false);
        text.append("\n# TYPE ").append(metric.name()).append(switch (metric.kind()) {
            case TOTAL -> " counter\n";
            case GAUGE -> " gauge\n";
        });
    }

    /**
     * One line.
     *
     * @param labels
     *            as {@link #labels} writes them, or ""
     */
    void sample(Metric metric, String labels, double value) {
        text.append(metric.name()).append(labels).append(' ');
        number(value);
        text.append('\n');
    }

    /** One line with a whole number. */
    void sample(Metric metric, String labels, long value) {
        text.append(metric.name()).append(labels).append(' ').append(value).append('\n');
    }

    private void number(double value) {
        if (Double.isNaN(value)) {
            text.append("NaN");
        } else if (Double.isInfinite(value)) {
            text.append(value > 0 ? "+Inf" : "-Inf");
        } else if (value == Math.rint(value) && Math.abs(value) < LIMIT_WHOLE) {
            text.append((long) value);
        } else {
            text.append(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
        }
    }

    /** {@code {name="live",state="ready"}} of names and values in turn. */
    static String labels(String... namesAndValues) {
        Exposition labels = new Exposition();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.text.append(i == 0 ? '{' : ',').append(namesAndValues[i]).append("=\"");
            labels.escape(namesAndValues[i + 1], true);
            labels.text.append('"');
        }
        return labels.text.append('}').toString();
    }

    // Text format 0.0.4: a label's value escapes backslash, line feed and quote, a help text the first two.
    private void escape(String value, boolean quoted) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quoted ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
