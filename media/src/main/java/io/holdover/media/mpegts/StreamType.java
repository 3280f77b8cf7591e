package io.holdover.media.mpegts;

/** {@code stream_type} values of the PMT: ISO/IEC 13818-1 table 2-34 and those that others registered by use. */
public final class StreamType {
    public static final int MPEG1_VIDEO = 0x01;
    public static final int MPEG2_VIDEO = 0x02;
    public static final int MPEG1_AUDIO = 0x03;
    public static final int MPEG2_AUDIO = 0x04;
    public static final int PRIVATE_SECTIONS = 0x05;
    public static final int PRIVATE_PES = 0x06;
    public static final int DSMCC_A = 0x0A;
    public static final int DSMCC_B = 0x0B;
    public static final int DSMCC_C = 0x0C;
    public static final int DSMCC_D = 0x0D;
    public static final int AAC_ADTS = 0x0F;
    public static final int MPEG4_VIDEO = 0x10;
    public static final int AAC_LATM = 0x11;
    public static final int SL_SECTIONS = 0x13;
    public static final int SYNCHRONIZED_DOWNLOAD = 0x14;
    public static final int METADATA_PES = 0x15;
    public static final int METADATA_SECTIONS = 0x16;
    public static final int H264 = 0x1B;
    public static final int H265 = 0x24;
    /** ATSC A/52 annex A; also Blu-ray. */
    public static final int AC3 = 0x81;
    /** Blu-ray's DTS core, also ffmpeg's. */
    public static final int DTS = 0x82;
    /** Blu-ray only, under registration HDMV. */
    public static final int EAC3_HDMV = 0x84;
    /** Blu-ray: DTS-HD high resolution. */
    public static final int DTS_HD = 0x85;
    /** SCTE 35 splice information, in sections; under registration HDMV instead DTS-HD master audio in PES. */
    public static final int SCTE35 = 0x86;
    /** ATSC A/52 annex G. */
    public static final int EAC3 = 0x87;

    /** DTS of 8 channels, by use. */
    public static final int DTS_8_CHANNELS = 0x8A;
    /** Blu-ray's secondary audio. */
    public static final int EAC3_HDMV_SECONDARY = 0xA1;
    public static final int DTS_HDMV_SECONDARY = 0xA2;

    private StreamType() {
    }
}
