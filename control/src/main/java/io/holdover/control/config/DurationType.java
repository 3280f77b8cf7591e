package io.holdover.control.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time span from a closed range, written as numbers with their units: {@code 300ms}, {@code 10s}, {@code 1m30s}, {@code 1d}. */
record DurationType(Duration lowest, Duration highest) implements OptionType<Duration> {
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
