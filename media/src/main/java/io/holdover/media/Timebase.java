package io.holdover.media;

/** The only conversions between 90 kHz ticks, nanoseconds and samples. Results are rounded to the nearest unit, halves up. */
public final class Timebase {
    /** ISO/IEC 13818-1 2.4.2.2: system clock 27 MHz / 300. */
    public static final long TICKS_PER_SECOND = 90_000;
    /** 90 ticks. */
    public static final long TICKS_PER_MILLISECOND = TICKS_PER_SECOND / 1000;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private Timebase() {
    }

    /** Nanoseconds (any sign, within +-292 years) in ticks. */
    public static long ticksFromNs(long ns) {
        return scale(ns, TICKS_PER_SECOND, NS_PER_SECOND);
    }

    /** Ticks (up to +-32 000 years of them overflow nothing below 292 years) in nanoseconds. */
    public static long nsFromTicks(long ticks) {
        return scale(ticks, NS_PER_SECOND, TICKS_PER_SECOND);
    }

    /** Milliseconds in ticks, exact. */
    public static long ticksFromMs(long ms) {
        return ms * TICKS_PER_MILLISECOND;
    }

    /** Ticks in milliseconds. */
    public static long msFromTicks(long ticks) {
        return scale(ticks, 1, TICKS_PER_MILLISECOND);
    }

    /** The time of the {@code samples}-th sample at {@code rateHz} (> 0), in ticks. */
    public static long ticksFromSamples(long samples, int rateHz) {
        return scale(samples, TICKS_PER_SECOND, rateHz);
    }

    /** How many samples at {@code rateHz} (> 0) pass in {@code ticks}. */
    public static long samplesFromTicks(long ticks, int rateHz) {
        return scale(ticks, rateHz, TICKS_PER_SECOND);
    }

    /** value x multiplier / divisor without overflow in between: whole and remainder are scaled apart. */
    private static long scale(long value, long multiplier, long divisor) {
        long whole = Math.floorDiv(value, divisor);
        long remainder = Math.floorMod(value, divisor);
        return whole * multiplier + (2 * remainder * multiplier + divisor) / (2 * divisor);
    }
}
