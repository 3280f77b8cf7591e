package io.holdover.media.codec.h264;

/** {@code nal_unit_type}, ITU-T H.264 table 7-1. */
public final class H264NalType {
    public static final int SLICE = 1;
    public static final int PARTITION_A = 2;
    public static final int PARTITION_B = 3;
    public static final int PARTITION_C = 4;
    public static final int IDR_SLICE = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int AUD = 9;
    public static final int END_OF_SEQUENCE = 10;
    public static final int END_OF_STREAM = 11;
    public static final int FILLER = 12;
    public static final int PREFIX = 14;
    public static final int SUBSET_SPS = 15;
    /** 14 to 18 open an access unit when they follow its last slice (7.4.1.2.3). */
    public static final int LAST_OPENING = 18;
    /** Slices of scalable and multiview layers, and of depth. */
    public static final int LAYER_SLICE = 20;
    public static final int DEPTH_SLICE = 21;

    private H264NalType() {
    }

    /** {@code nal_unit_type} of a NAL unit's first byte. */
    public static int of(int firstByte) {
        return firstByte & 0x1F;
    }
}
