package io.holdover.control.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A time span from a closed range, written as numbers with their units: {@code 300ms}, {@code 10s}, {@code 1m30s}, {@code 1d}. */
record DurationType(Duration lowest, Duration highest) implements ScalarType<Duration> {
    /** Longer texts are not even looked at. */
    static final int LIMIT_CHARACTERS = 64;

    // At most 12 digits before the point: 31,000 years of seconds.
    private static final Pattern PART = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ns|us|µs|ms|s|m|h|d)");
    private static final Map<String, Long> UNIT_NS =
            Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m",
                    60 * 1_000_000_000L, "h", 3_600 * 1_000_000_000L, "d", 86_400 * 1_000_000_000L);

    @Override
    public String name() {
        return "duration";
    }

    @Override
    public String expectation() {
        return "a duration from " + show(lowest) + " to " + show(highest) + ", with its unit,";
    }

    @Override
    public String example() {
        return "10s";
    }

    @Override
    public Duration parse(String text) throws InvalidOptionException {
        if (text.isEmpty() || text.length() > LIMIT_CHARACTERS) {
            throw InvalidOptionException.expected(this, text);
        }
        BigDecimal sumNs = BigDecimal.ZERO;
        Matcher matcher = PART.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            sumNs = sumNs.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(UNIT_NS.getOrDefault(matcher.group(2), 0L))));
            end = matcher.end();
        }
        // Nought needs no unit.
        if (end < text.length() && !text.equals("0")) {
            throw InvalidOptionException.expected(this, text);
        }
        if (sumNs.compareTo(BigDecimal.valueOf(lowest.toNanos())) < 0 || sumNs.compareTo(BigDecimal.valueOf(highest.toNanos())) > 0) {
            throw InvalidOptionException.expected(this, text);
        }
        return Duration.ofNanos(sumNs.longValue());
    }

    @Override
    public Duration read(Given given) throws InvalidOptionException {
        // The empty text is how the API prints nought.
        if (given instanceof Given.Scalar(String text, Given.Kind written, Place _) && text.isEmpty() && written == Given.Kind.STRING) {
            return parse("0");
        }
        return ScalarType.super.read(given);
    }

    @Override
    public JsonNode toJson(Duration value) {
        return StringNode.valueOf(printed(value));
    }

    /** Days apart, and the rest as Go prints it: {@code 1d}, {@code 1h0m0s}, {@code 1m30s}, {@code 1.5s}, {@code 300ms}. */
    private static String printed(Duration value) {
        long days = value.toDays();
        long restNs = value.minusDays(days).toNanos();
        StringBuilder text = new StringBuilder(days == 0 ? "" : days + "d");
        if (restNs == 0) {
            return text.toString();
        }
        for (String unit : new String[]{"ms", "µs", "ns"}) {
            long unitNs = UNIT_NS.getOrDefault(unit, 1L);
            if (restNs < 1_000_000_000L && restNs >= unitNs) {
                return text.append(decimal(restNs, unitNs)).append(unit).toString();
            }
        }
        long minutes = restNs / 60_000_000_000L;
        if (minutes >= 60) {
            text.append(minutes / 60).append('h');
        }
        if (minutes > 0) {
            text.append(minutes % 60).append('m');
        }
        return text.append(decimal(restNs % 60_000_000_000L, 1_000_000_000L)).append('s').toString();
    }

    private static String decimal(long ns, long unitNs) {
        return new BigDecimal(ns).divide(new BigDecimal(unitNs)).stripTrailingZeros().toPlainString();
    }

    @Override
    public String show(Duration value) {
        if (value.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long rest = value.toNanos();
        for (String unit : new String[]{"d", "h", "m", "s", "ms", "us", "ns"}) {
            long unitNs = UNIT_NS.getOrDefault(unit, 1L);
            if (rest >= unitNs) {
                text.append(rest / unitNs).append(unit);
                rest %= unitNs;
            }
        }
        return text.toString();
    }
}
