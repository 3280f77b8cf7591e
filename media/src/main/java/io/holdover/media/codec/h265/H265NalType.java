package io.holdover.media.codec.h265;

/** {@code nal_unit_type}, ITU-T H.265 table 7-1. */
public final class H265NalType {
    /** TRAIL_R: what others may refer to, and not a leading picture. */
    public static final int TRAIL_R = 1;
    /** RADL_N, RADL_R, RASL_N and RASL_R are 6 to 9. */
    public static final int FIRST_LEADING = 6;
    public static final int FIRST_RASL = 8;
    public static final int LAST_LEADING = 9;
    /** Up to here the even types are sub-layer non-reference pictures. */
    public static final int LAST_SUB_LAYER_NON_REFERENCE = 14;
    /** 0 to 31 are slice segments (or reserved for them). */
    public static final int LAST_VCL = 31;
    /** BLA_W_LP; 16 to 23 are intra random access points. */
    public static final int FIRST_IRAP = 16;
    public static final int BLA_W_RADL = 17;
    public static final int BLA_N_LP = 18;
    public static final int IDR_W_RADL = 19;
    public static final int IDR_N_LP = 20;
    public static final int CRA = 21;
    public static final int LAST_IRAP = 23;
    public static final int VPS = 32;
    public static final int SPS = 33;
    public static final int PPS = 34;
    public static final int AUD = 35;
    public static final int END_OF_SEQUENCE = 36;
    public static final int END_OF_BITSTREAM = 37;
    public static final int PREFIX_SEI = 39;

    private H265NalType() {
    }

    /** {@code nal_unit_type} of a NAL unit's first byte. */
    public static int of(int firstByte) {
        return (firstByte >> 1) & 0x3F;
    }

    /** {@code nuh_layer_id} of the NAL unit that begins there, 7.3.1.2. */
    static int layer(byte[] bytes, int from) {
        return (bytes[from] & 1) << 5 | (bytes[from + 1] & 0xFF) >> 3;
    }

    static boolean isIrap(int type) {
        return type >= FIRST_IRAP && type <= LAST_IRAP;
    }

    static boolean isIdr(int type) {
        return type == IDR_W_RADL || type == IDR_N_LP;
    }

    static boolean isRasl(int type) {
        return type == FIRST_RASL || type == LAST_LEADING;
    }

    static boolean isLeading(int type) {
        return type >= FIRST_LEADING && type <= LAST_LEADING;
    }

    /** Whether pictures of the same sub-layer never refer to it. */
    static boolean isSubLayerNonReference(int type) {
        return type <= LAST_SUB_LAYER_NON_REFERENCE && (type & 1) == 0;
    }

    /** Whether this type opens an access unit when it follows its last slice, 7.4.2.4.4. */
    static boolean opensUnit(int type) {
        return (type >= VPS && type <= PPS) || type == PREFIX_SEI || (type >= 41 && type <= 44) || (type >= 48 && type <= 55);
    }
}
