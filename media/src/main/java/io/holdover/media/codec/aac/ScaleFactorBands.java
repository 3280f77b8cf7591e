package io.holdover.media.codec.aac;

/**
 * Where the scale factor bands of a core sampling rate end, ISO/IEC 14496-3 4.5.4, for frames of 1024 samples. Immutable.
 */
final class ScaleFactorBands {
    /** Rates from which on a row serves, table 4.82. */
    private static final int[] RATE_FLOORS_HZ = {92_017, 75_132, 55_426, 46_009, 37_566, 27_713, 23_004, 18_783, 13_856, 11_502, 9_391, 0};

    private static final int[] NOMINAL_RATES_HZ =
            {96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000};

    // Widths and how many bands in a row have them
    private static final int[] LONG_96 = {4, 14, 8, 5, 12, 5, 16, 2, 24, 1, 28, 1, 36, 1, 44, 1, 64, 11};
    private static final int[] LONG_64 = {4, 14, 8, 4, 12, 3, 16, 3, 20, 1, 24, 2, 28, 1, 36, 1, 40, 18};
    private static final int[] LONG_48 = {4, 10, 8, 7, 12, 4, 16, 2, 20, 2, 24, 2, 28, 2, 32, 19, 96, 1};
    private static final int[] LONG_32 = {4, 10, 8, 7, 12, 4, 16, 2, 20, 2, 24, 2, 28, 2, 32, 22};
    private static final int[] LONG_24 =
            {4, 11, 8, 10, 12, 4, 16, 3, 20, 2, 24, 2, 28, 2, 32, 1, 36, 2, 40, 1, 44, 1, 48, 1, 52, 2, 64, 5};
    private static final int[] LONG_16 =
            {8, 11, 12, 9, 16, 4, 20, 3, 24, 2, 28, 2, 32, 1, 36, 1, 40, 2, 44, 1, 48, 1, 52, 1, 56, 1, 60, 1, 64, 3};
    private static final int[] LONG_8 =
            {12, 13, 16, 7, 20, 4, 24, 3, 28, 2, 32, 1, 36, 2, 40, 1, 44, 1, 48, 1, 52, 1, 56, 1, 60, 1, 64, 1, 80, 1};
    private static final int[] SHORT_96 = {4, 6, 8, 3, 16, 1, 28, 1, 36, 1};
    private static final int[] SHORT_48 = {4, 5, 8, 3, 12, 3, 16, 3};
    private static final int[] SHORT_24 = {4, 7, 8, 3, 12, 2, 16, 2, 20, 1};
    private static final int[] SHORT_16 = {4, 8, 8, 2, 12, 2, 16, 1, 20, 2};
    private static final int[] SHORT_8 = {4, 7, 8, 4, 12, 1, 16, 1, 20, 2};

    private static final int[][] LONG =
            {LONG_96, LONG_96, LONG_64, LONG_48, LONG_48, LONG_32, LONG_24, LONG_24, LONG_16, LONG_16, LONG_16, LONG_8};
    private static final int[][] SHORT =
            {SHORT_96, SHORT_96, SHORT_96, SHORT_48, SHORT_48, SHORT_48, SHORT_24, SHORT_24, SHORT_16, SHORT_16, SHORT_16, SHORT_8};

    private final int nominalRateHz;
    private final int[] longWidths;
    private final int[] shortWidths;

    ScaleFactorBands(int sampleRateHz) {
        int row = 0;
        while (sampleRateHz < RATE_FLOORS_HZ[row]) {
            row++;
        }
        nominalRateHz = NOMINAL_RATES_HZ[row];
        longWidths = widths(LONG[row]);
        shortWidths = widths(SHORT[row]);
    }

    private static int[] widths(int[] runs) {
        int count = 0;
        for (int run = 1; run < runs.length; run += 2) {
            count += runs[run];
        }
        int[] widths = new int[count];
        int band = 0;
        for (int run = 0; run < runs.length; run += 2) {
            for (int repeat = 0; repeat < runs[run + 1]; repeat++) {
                widths[band++] = runs[run];
            }
        }
        return widths;
    }

    /** The listed rate that stands for the stream's. */
    int nominalRateHz() {
        return nominalRateHz;
    }

    /** Coefficients in each band of one window. */
    int[] widths(boolean shortWindows) {
        return shortWindows ? shortWidths : longWidths;
    }
}
