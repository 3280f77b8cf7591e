package io.holdover.media.codec.aac;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * How many frequency bands an SBR header makes, ISO/IEC 14496-3 4.6.18.3.2.
 *
 * @param low {@code NLow}
 * @param high {@code NHigh}
 * @param noise {@code NQ}
 */
record SbrBands(int low, int high, int noise) {
    /** Of the filter bank. */
    private static final int CHANNELS = 64;
    /** kx lies in the core's half. */
    private static final int CROSSOVER_MAX = 32;
    private static final int NOISE_MAX = 5;
    /** Bands whose widths are spread before bs_stop_freq picks among them. */
    private static final int STOP_STEPS = 13;

    // bs_start_freq to an offset
    private static final int[] OFFSETS_16 = {-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7};
    private static final int[] OFFSETS_22 = {-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13};
    private static final int[] OFFSETS_24 = {-5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16};
    private static final int[] OFFSETS_32 = {-6, -4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16};
    private static final int[] OFFSETS_44 = {-4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 20};
    private static final int[] OFFSETS_88 = {-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 20, 24};

    /**
     * From a header's fields.
     *
     * @param rateHz {@code FsSBR}
     * @return null if they contradict each other
     */
    static @Nullable SbrBands of(int rateHz, int startFreq, int stopFreq, int xoverBand, int freqScale, int alterScale, int noiseBands) {
        int base = rateHz < 32_000 ? 3000 : rateHz < 64_000 ? 4000 : 5000;
        int start = ((base << 7) + rateHz / 2) / rateHz + offsets(rateHz)[startFreq]; // k0
        int stop = stop(rateHz, base, start, stopFreq); // k2
        int widest = rateHz <= 32_000 ? 48 : rateHz <= 44_100 ? 35 : 32;
        if (start <= 0 || stop <= start || stop - start > widest) {
            return null;
        }
        int[] widths = freqScale == 0 ? linear(start, stop, alterScale + 1) : warped(start, stop, 7 - freqScale, alterScale);
        int high = widths.length - xoverBand;
        if (high <= 0) {
            return null;
        }
        int crossover = start + Arrays.stream(widths, 0, xoverBand).sum(); // kx
        if (crossover > CROSSOVER_MAX || crossover >= stop) {
            return null;
        }
        int noise = Math.max(1, (int) Math.round(noiseBands * octaves(crossover, stop)));
        return noise > NOISE_MAX ? null : new SbrBands((high + 1) / 2, high, noise);
    }

    private static int[] offsets(int rateHz) {
        return switch (rateHz) {
            case 16_000 -> OFFSETS_16;
            case 22_050 -> OFFSETS_22;
            case 24_000 -> OFFSETS_24;
            case 32_000 -> OFFSETS_32;
            default -> rateHz >= 44_100 && rateHz <= 64_000 ? OFFSETS_44 : OFFSETS_88;
        };
    }

    private static int stop(int rateHz, int base, int start, int stopFreq) {
        if (stopFreq >= 14) {
            return Math.min(CHANNELS, (stopFreq - 12) * start);
        }
        int least = ((base << 8) + rateHz / 2) / rateHz; // stopMin
        return Math.min(CHANNELS, least + Arrays.stream(spread(least, CHANNELS, STOP_STEPS), 0, stopFreq).sum());
    }

    /** Widths of {@code count} bands between two borders, each in the same proportion wider than the one before, in ascending order. */
    private static int[] spread(int from, int to, int count) {
        int[] widths = new int[Math.max(count, 0)];
        long border = from;
        for (int index = 0; index < count; index++) {
            long next = Math.round(from * Math.pow((double) to / from, (index + 1.0) / count));
            widths[index] = (int) (next - border);
            border = next;
        }
        Arrays.sort(widths);
        return widths;
    }

    private static double octaves(int from, int to) {
        return Math.log((double) to / from) / Math.log(2);
    }

    private static int[] linear(int start, int stop, int width) {
        int[] widths = new int[(stop - start + (width & 2)) >> width << 1];
        Arrays.fill(widths, width);
        int rest = stop - start - widths.length * width;
        if (widths.length > 0) {
            if (rest < 0) {
                widths[0]--;
                widths[1] -= rest < -1 ? 1 : 0;
            } else if (rest > 0) {
                widths[widths.length - 1]++;
            }
        }
        return widths;
    }

    /** @param half half of the bands per octave */
    private static int[] warped(int start, int stop, int half, int alterScale) {
        boolean twoRegions = 49 * stop > 110 * start; // k2 / k0 > 2.2449
        int middle = twoRegions ? 2 * start : stop; // k1
        int[] lower = spread(start, middle, 2 * (int) Math.round(half * octaves(start, middle)));
        if (!twoRegions || lower.length == 0) {
            return lower;
        }
        double warp = alterScale == 0 ? 1 : 1.3;
        int[] upper = spread(middle, stop, 2 * (int) Math.round(half * octaves(middle, stop) / warp));
        int[] both = Arrays.copyOf(lower, lower.length + upper.length);
        if (upper.length > 0) {
            int change = Math.min(lower[lower.length - 1] - upper[0], (upper[upper.length - 1] - upper[0]) >> 1);
            if (change > 0) {
                upper[0] += change;
                upper[upper.length - 1] -= change;
                Arrays.sort(upper);
            }
            System.arraycopy(upper, 0, both, lower.length, upper.length);
        }
        return both;
    }
}
