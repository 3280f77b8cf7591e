package io.holdover.media.codec.aac;

import io.holdover.media.bits.BitReader;

/**
 * The header of ps_data(), ISO/IEC 14496-3 table 8.9.
 *
 * @param iidMode {@code iid_mode}, -1 without intensity differences
 * @param iccMode {@code icc_mode}, -1 without coherence
 */
record PsHeader(int iidMode, int iccMode) {
    /** Before the first header: nothing is enabled. */
    static final PsHeader NOTHING = new PsHeader(-1, -1);

    /** Parameters per envelope in modes 0 to 5, tables 8.24 and 8.25. */
    private static final int[] PARAMETERS = {10, 20, 34, 10, 20, 34};
    private static final int FINE_FROM = 3;

    static PsHeader read(BitReader in) {
        int iidMode = in.flag() ? in.bits(3) : -1; // enable_iid
        int iccMode = in.flag() ? in.bits(3) : -1; // enable_icc
        in.flag(); // enable_ext
        return new PsHeader(iidMode, iccMode);
    }

    /** Whether the modes are no reserved ones. */
    boolean isKnown() {
        return iidMode < PARAMETERS.length && iccMode < PARAMETERS.length;
    }

    /** Whether intensity differences have the finer steps. */
    boolean isFine() {
        return iidMode >= FINE_FROM;
    }

    /** Of intensity, in one envelope. */
    int iidParameters() {
        return iidMode < 0 ? 0 : PARAMETERS[iidMode];
    }

    /** Of coherence, in one envelope. */
    int iccParameters() {
        return iccMode < 0 ? 0 : PARAMETERS[iccMode];
    }
}
