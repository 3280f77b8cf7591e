package io.holdover.media.codec.aac;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/**
 * sbr_header(), ISO/IEC 14496-3 table 4.63, and how many bands it makes.
 *
 * @param bits the header itself, {@code bs_amp_res} first
 * @param bitCount how many they are, 16 to 27
 * @param coarse {@code bs_amp_res}
 * @param lowBands {@code NLow}: of envelopes with low frequency resolution
 * @param highBands {@code NHigh}
 * @param noiseBands {@code NQ}
 */
record SbrHeader(int bits, int bitCount, boolean coarse, int lowBands, int highBands, int noiseBands) {
    /** bs_amp_res 1, bs_start_freq 4, bs_stop_freq 4, bs_xover_band 3, reserved 2, bs_header_extra_1, bs_header_extra_2. */
    private static final int FIXED_BITS = 16;
    /** bs_freq_scale 2, bs_alter_scale 1, bs_noise_bands 2. */
    private static final int EXTRA_1_BITS = 5;
    private static final int EXTRA_1_ABSENT = 2 << 3 | 1 << 2 | 2;
    /** bs_limiter_bands 2, bs_limiter_gains 2, bs_interpol_freq 1, bs_smoothing_mode 1. */
    private static final int EXTRA_2_BITS = 6;

    /**
     * Reads a header.
     *
     * @param rateHz {@code FsSBR}: twice the core's rate
     * @return null if no decoder could use it
     */
    static @Nullable SbrHeader read(BitReader in, int rateHz) {
        int fixed = in.bits(FIXED_BITS);
        boolean extra1 = (fixed & 2) != 0;
        boolean extra2 = (fixed & 1) != 0;
        int scale = extra1 ? in.bits(EXTRA_1_BITS) : EXTRA_1_ABSENT;
        int bits = extra1 ? fixed << EXTRA_1_BITS | scale : fixed;
        int count = extra1 ? FIXED_BITS + EXTRA_1_BITS : FIXED_BITS;
        if (extra2) {
            bits = bits << EXTRA_2_BITS | in.bits(EXTRA_2_BITS);
            count += EXTRA_2_BITS;
        }
        SbrBands bands = SbrBands.of(rateHz, fixed >> 11 & 15, fixed >> 7 & 15, fixed >> 4 & 7, scale >> 3, scale >> 2 & 1, scale & 3);
        return bands == null ? null : new SbrHeader(bits, count, fixed >> 15 != 0, bands.low(), bands.high(), bands.noise());
    }
}
