package io.holdover.control.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes with its unit: {@code 50M}, {@code 1.5GB}, {@code 512KiB}; each unit is 1024 of the one before it. */
final class SizeType implements ScalarType<Long> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) ?(?:([KMGTPE])(?:I?B)?|B)");
    private static final String UNITS = "KMGTPE";
    private static final int UNIT_BITS = 10;

    @Override
    public String name() {
        return "size";
    }

    @Override
    public String expectation() {
        return "a size with its unit (B, K, M, G, T),";
    }

    @Override
    public String example() {
        return "50M";
    }

    @Override
    public Long parse(String text) throws InvalidOptionException {
        Matcher matcher = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw InvalidOptionException.expected(this, text);
        }
        int bits = matcher.group(2) == null ? 0 : (UNITS.indexOf(matcher.group(2)) + 1) * UNIT_BITS;
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << bits));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw InvalidOptionException.expected(this, text);
        }
        return bytes.longValue();
    }

    /** In the greatest unit that there is one of, to one digit after the point, like the original. */
    @Override
    public String show(Long value) {
        int unit = Math.min(UNITS.length(), (Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, value))) / UNIT_BITS);
        if (unit == 0) {
            return value + "B";
        }
        String number = new BigDecimal(value).divide(BigDecimal.valueOf(1L << (unit * UNIT_BITS)), 1, RoundingMode.HALF_EVEN)
                .stripTrailingZeros().toPlainString();
        return number + UNITS.charAt(unit - 1);
    }
}
