package io.holdover.media.codec.aac;

/**
 * The codebooks of spectral band replication and parametric stereo, ISO/IEC 14496-3 4.A.6.1 and 8.B, as far as the length of what they code
 * goes.
 */
final class SbrTrees {
    private static final HuffmanTree ENVELOPE_1_5_TIME = new HuffmanTree(
            "..00..00..00..00..00..00..00..00..00..0.00...00.0.00...00..00..00.00....00.0.00...00..00.00...00.00...00.00..00.00......"
                    + "00.00..00.00...00.00..00.00....00.00..00.00...00.00..00.00.....00.00..00.00...00.00..00.00....00.00..00.00...00."
                    + "00..00.00");
    private static final HuffmanTree ENVELOPE_1_5_FREQUENCY = new HuffmanTree(
            "..00..00..00..00..00..0.00..0.00..0.00...00.00...00.00...00.00...00.0.00....00.00..0.00..00.00.....00.00..00.00...00.00."
                    + ".0.00..00.00.....00.00..00.00...0.00..00.00...00.00..00.00.....00.00..00.00...00.00..00.00....00.00..00.00...00."
                    + "00..00.00");
    private static final HuffmanTree BALANCE_1_5_TIME = new HuffmanTree(
            ".0.0.0.0.0.0.0.0.0..00..00....0.00..00.00...00.00..00.00....00.00..00.00...00.0.00...00.00..00.00");
    private static final HuffmanTree BALANCE_1_5_FREQUENCY = new HuffmanTree(
            ".0.0.0.0.0.0.0.0.0..00.0.0..0.0.00....0.00..00.00...00.00..00.00....00.00..00.00...00.00..00.0.00");
    private static final HuffmanTree ENVELOPE_3_0_TIME = new HuffmanTree(
            ".0.0.0.0.0.0.0.0.0..00..0.00...00.00..0.0.00...00..00..00.0.00.....00.00..00.00...00.00..00.00....00.00..00.00...00.00.."
                    + "00.00");
    private static final HuffmanTree ENVELOPE_3_0_FREQUENCY = new HuffmanTree(
            ".0.0.0.0.0.0..00..00..00..00..00..0.00...00.0.00...00..00.00....00.00..00.0.00....00.00..00.00....00.00..00.00...00.00.."
                    + "00.00");
    private static final HuffmanTree BALANCE_3_0_TIME = new HuffmanTree(".0.0.0.0.0.0.0.0.0...0.00..00.00...00.00..00.0.00");
    private static final HuffmanTree BALANCE_3_0_FREQUENCY = new HuffmanTree(".0.0.0.0.0.0.0.0.0..0.0.00...00.00...00.00..00.00");
    private static final HuffmanTree NOISE_TIME = new HuffmanTree(
            ".0.0.0.0.0.0..00...0.0..00.00....00.00..00.00...00.00..00.00.....00.00..00.00...00.00..00.00....00.00..00.00...00.00..00"
                    + ".0.00");
    private static final HuffmanTree NOISE_BALANCE_TIME = new HuffmanTree(".0.0.0..0.0..00.00....00.00..00.00...00.00..00.00");
    private static final HuffmanTree IID_TIME = new HuffmanTree(".0.0.0.0.0.0.0.0.0.0.0.0.0.0.0..00...00.00...00.00..00.00");
    private static final HuffmanTree IID_FREQUENCY = new HuffmanTree(".0..00..00..00..00.0.0.0.0.0.0..00..00..00..0.00..00.0.00");
    private static final HuffmanTree IID_FINE_TIME = new HuffmanTree(
            "..0.....000.0..0.00....0.0...00.0000.0...0..00..00.00....00.00..00.00...0000.00...00....0.0.000.0.00.....000.0.00000.000"
                    + "0");
    private static final HuffmanTree IID_FINE_FREQUENCY = new HuffmanTree(
            "....000.0..00..00..00..00..0..0.000..0.......00.00.0000.0.0...00..00.0000..0....0...00.00..00.000.0....00.00..00.00.0000"
                    + "0");
    private static final HuffmanTree ICC_TIME = new HuffmanTree(".0.0.0.0.0.0.0.0.0.0.0.0.0.00");
    private static final HuffmanTree ICC_FREQUENCY = new HuffmanTree(".0.0.0.0.0.0.0.0.0.0.0.0.0.00");

    private SbrTrees() {
    }

    /**
     * For an envelope's energies.
     *
     * @param balance of the second of two coupled channels
     * @param coarse {@code bs_amp_res}: steps of 3 dB, not 1.5
     * @param overTime differences to the envelope before, not to the band below
     */
    static HuffmanTree envelope(boolean balance, boolean coarse, boolean overTime) {
        if (balance) {
            return coarse ? overTime ? BALANCE_3_0_TIME : BALANCE_3_0_FREQUENCY : overTime ? BALANCE_1_5_TIME : BALANCE_1_5_FREQUENCY;
        }
        return coarse ? overTime ? ENVELOPE_3_0_TIME : ENVELOPE_3_0_FREQUENCY : overTime ? ENVELOPE_1_5_TIME : ENVELOPE_1_5_FREQUENCY;
    }

    /** For noise floors; along frequency they use the envelopes' codebooks. */
    static HuffmanTree noise(boolean balance, boolean overTime) {
        return overTime ? balance ? NOISE_BALANCE_TIME : NOISE_TIME : envelope(balance, true, false);
    }

    /** For intensity differences. */
    static HuffmanTree intensity(boolean fine, boolean overTime) {
        return fine ? overTime ? IID_FINE_TIME : IID_FINE_FREQUENCY : overTime ? IID_TIME : IID_FREQUENCY;
    }

    /** For coherence. */
    static HuffmanTree coherence(boolean overTime) {
        return overTime ? ICC_TIME : ICC_FREQUENCY;
    }
}
