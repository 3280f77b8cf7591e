package io.holdover.media.codec.h265;

/** {@code nal_unit_type}, ITU-T H.265 table 7-1. */
public final class H265NalType {
    /** 0 to 31 are slice segments (or reserved for them). */
    public static final int LAST_VCL = 31;
    /** BLA_W_LP; 16 to 23 are intra random access points. */
    public static final int FIRST_IRAP = 16;
    public static final int LAST_IRAP = 23;
    public static final int VPS = 32;
    public static final int SPS = 33;
    public static final int PPS = 34;
    public static final int AUD = 35;
    public static final int PREFIX_SEI = 39;

    private H265NalType() {
    }

    /** {@code nal_unit_type} of a NAL unit's first byte. */
    public static int of(int firstByte) {
        return (firstByte >> 1) & 0x3F;
    }

    /** Whether this type opens an access unit when it follows its last slice, 7.4.2.4.4. */
    static boolean opensUnit(int type) {
        return (type >= VPS && type <= PPS) || type == PREFIX_SEI || (type >= 41 && type <= 44) || (type >= 48 && type <= 55);
    }
}
