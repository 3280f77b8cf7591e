package io.holdover.media.codec.aac;

import io.holdover.media.bits.BitReader;

/**
 * Follows individual_channel_stream(), ISO/IEC 14496-3 table 4.50, from its first bit to its last without keeping a coefficient. One
 * thread.
 */
final class ChannelStream {
    private static final int WINDOWS_MAX = 8;
    private static final int BANDS_MAX = 63; // max_sfb has 6 bits
    private static final int ZERO_HCB = 0;
    private static final int RESERVED_HCB = 12;
    private static final int NOISE_HCB = 13;
    private static final int ESC_HCB = 11;
    /** An escape's prefix: 8 ones at most, since coefficients end at 8191 (4.6.3.3). */
    private static final int ESCAPE_PREFIX_MAX = 8;

    // For life
    private final BitReader in;
    private final ScaleFactorBands bands;

    // Of the ics_info() read last
    private ChannelWindow window = ChannelWindow.PLAIN;
    private int maxSfb;
    private int groups;
    private final int[] groupLengths = new int[WINDOWS_MAX];

    // Of the channel read last
    private final int[] codebooks = new int[WINDOWS_MAX * BANDS_MAX];

    ChannelStream(BitReader in, ScaleFactorBands bands) {
        this.in = in;
        this.bands = bands;
    }

    /** Of the ics_info() read last. */
    ChannelWindow window() {
        return window;
    }

    /** Bits of {@code ms_used}. */
    int maskBits() {
        return groups * maxSfb;
    }

    /** ics_info(), table 4.6. */
    BlockOutcome info() {
        in.flag(); // ics_reserved_bit
        window = new ChannelWindow(in.bits(2), in.bits(1)); // window_sequence, window_shape
        groups = 1;
        groupLengths[0] = 1;
        if (window.isShort()) {
            maxSfb = in.bits(4);
            int grouping = in.bits(7); // scale_factor_grouping
            for (int bit = 6; bit >= 0; bit--) {
                if ((grouping >> bit & 1) == 0) {
                    groupLengths[groups++] = 0;
                }
                groupLengths[groups - 1]++;
            }
        } else {
            maxSfb = in.bits(6);
            if (in.flag()) { // predictor_data_present
                return BlockOutcome.PREDICTION;
            }
        }
        return maxSfb > bands.widths(window.isShort()).length ? BlockOutcome.BROKEN : BlockOutcome.WHOLE;
    }

    /** @param common the ics_info() read last counts for this channel too */
    BlockOutcome read(boolean common) {
        in.bits(8); // global_gain
        if (!common) {
            BlockOutcome outcome = info();
            if (outcome != BlockOutcome.WHOLE) {
                return outcome;
            }
        }
        if (!readSections()) {
            return BlockOutcome.BROKEN;
        }
        skipScaleFactors();
        if (in.flag()) { // pulse_data_present
            int last = in.bits(2); // number_pulse
            in.bits(6); // pulse_start_sfb
            in.skip(9L * (last + 1)); // pulse_offset, pulse_amp
        }
        if (in.flag()) { // tns_data_present
            skipShaping();
        }
        if (in.flag()) { // gain_control_data_present
            return BlockOutcome.GAIN_CONTROL;
        }
        return skipSpectrum() && !in.overrun() ? BlockOutcome.WHOLE : BlockOutcome.BROKEN;
    }

    /** section_data(), table 4.52. */
    private boolean readSections() {
        int lengthBits = window.isShort() ? 3 : 5;
        int escape = (1 << lengthBits) - 1; // sect_esc_val
        for (int group = 0; group < groups; group++) {
            int band = 0;
            while (band < maxSfb) {
                int codebook = in.bits(4); // sect_cb
                int end = band;
                int step;
                do {
                    step = in.bits(lengthBits); // sect_len_incr
                    end += step;
                } while (step == escape && end <= maxSfb);
                if (end > maxSfb || codebook == RESERVED_HCB || in.overrun()) {
                    return false;
                }
                while (band < end) {
                    codebooks[group * BANDS_MAX + band++] = codebook;
                }
            }
        }
        return true;
    }

    /** scale_factor_data(), table 4.53. */
    private void skipScaleFactors() {
        boolean noise = false;
        for (int group = 0; group < groups; group++) {
            for (int band = 0; band < maxSfb; band++) {
                int codebook = codebooks[group * BANDS_MAX + band];
                if (codebook == NOISE_HCB && !noise) {
                    noise = true;
                    in.bits(9); // dpcm_noise_nrg of the first noisy band
                } else if (codebook != ZERO_HCB) {
                    SpectrumTrees.SCALE_FACTOR.read(in);
                }
            }
        }
    }

    /** tns_data(), table 4.54. */
    private void skipShaping() {
        boolean shortWindows = window.isShort();
        for (int each = shortWindows ? WINDOWS_MAX : 1; each > 0; each--) {
            int filters = in.bits(shortWindows ? 1 : 2); // n_filt
            int resolution = filters == 0 ? 0 : in.bits(1); // coef_res
            for (int filter = 0; filter < filters; filter++) {
                in.bits(shortWindows ? 4 : 6); // length
                int order = in.bits(shortWindows ? 3 : 5);
                if (order != 0) {
                    in.flag(); // direction
                    int compressed = in.bits(1); // coef_compress
                    in.skip((long) order * (3 + resolution - compressed)); // coef
                }
            }
        }
    }

    /** spectral_data(), table 4.56. */
    private boolean skipSpectrum() {
        int[] widths = bands.widths(window.isShort());
        for (int group = 0; group < groups; group++) {
            for (int band = 0; band < maxSfb; band++) {
                int codebook = codebooks[group * BANDS_MAX + band];
                if (codebook != ZERO_HCB && codebook <= ESC_HCB
                        && !skipCoefficients(codebook, widths[band] * groupLengths[group] / SpectrumTrees.dimension(codebook))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean skipCoefficients(int codebook, int codewords) {
        HuffmanTree tree = SpectrumTrees.spectrum(codebook);
        for (int left = codewords; left > 0; left--) {
            int leaf = tree.read(in);
            in.bits(HuffmanTree.signs(leaf));
            for (int escapes = HuffmanTree.escapes(leaf); escapes > 0; escapes--) {
                int prefix = 0;
                while (in.flag()) {
                    if (++prefix > ESCAPE_PREFIX_MAX) {
                        return false;
                    }
                }
                in.bits(4 + prefix); // escape_word
            }
        }
        return !in.overrun();
    }
}
