package io.holdover.media.mpegts;

/** {@code descriptor_tag} values: ISO/IEC 13818-1 table 2-45, ETSI EN 300 468 table 12. */
public final class DescriptorTag {
    public static final int REGISTRATION = 0x05;
    public static final int ISO_639_LANGUAGE = 0x0A;
    public static final int MPEG4_AUDIO = 0x1C;
    public static final int METADATA = 0x26;
    public static final int AVC_VIDEO = 0x28;
    public static final int HEVC_VIDEO = 0x38;
    public static final int VBI_TELETEXT = 0x46;
    public static final int TELETEXT = 0x56;
    public static final int SUBTITLING = 0x59;
    public static final int AC3 = 0x6A;
    public static final int ENHANCED_AC3 = 0x7A;
    public static final int DTS = 0x7B;
    public static final int AAC = 0x7C;
    public static final int EXTENSION = 0x7F;
    /** {@code descriptor_tag_extension} of Opus within {@link #EXTENSION} (Opus in MPEG-TS 4.1). */
    public static final int EXTENSION_OPUS = 0x80;

    private DescriptorTag() {
    }
}
