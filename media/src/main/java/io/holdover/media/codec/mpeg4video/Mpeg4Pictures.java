package io.holdover.media.codec.mpeg4video;

import io.holdover.media.Mpeg4VideoFormat;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.VideoFormat;
import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.StartCodes;
import io.holdover.media.codec.PictureSyntax;

/** Pictures (VOPs) of MPEG-4 part 2, ISO/IEC 14496-2 6.2. One thread. */
public final class Mpeg4Pictures implements PictureSyntax {
    // start_code_value, ISO/IEC 14496-2 table 6-3
    private static final int LAST_VIDEO_OBJECT = 0x1F;
    private static final int FIRST_LAYER = 0x20;
    private static final int LAST_LAYER = 0x2F;
    private static final int SEQUENCE = 0xB0;
    private static final int GROUP_OF_VOP = 0xB3;
    private static final int VISUAL_OBJECT = 0xB5;
    private static final int VOP = 0xB6;
    private static final int INTRA_CODED = 0; // vop_coding_type, table 6-20
    private static final int EXTENDED_PAR = 15; // aspect_ratio_info, table 6-12
    private static final int RECTANGULAR = 0; // video_object_layer_shape, table 6-14
    /** Visual object sequence to layer with two quantiser matrices and user data; encoders write 30 to 100 bytes. */
    private static final int CONFIG_MAX_BYTES = 1024;

    // The open unit
    private boolean hasPicture;

    // The unit described last, and everything up to it
    private Mpeg4VideoFormat format = Mpeg4VideoFormat.unknown();
    private int configStart = -1;
    private boolean layerInUnit;
    private int codingType = -1;
    private long errors;

    @Override
    public int wantedBytes(int firstByte) {
        return 1;
    }

    @Override
    public Verdict classify(byte[] bytes, int from, int to) {
        int code = bytes[from] & 0xFF;
        if (code == VOP) {
            boolean next = hasPicture;
            hasPicture = true;
            return next ? Verdict.NEXT : Verdict.SAME_PICTURE;
        }
        if (code <= LAST_LAYER || code == SEQUENCE || code == GROUP_OF_VOP || code == VISUAL_OBJECT) {
            boolean next = hasPicture;
            hasPicture = false;
            return next ? Verdict.NEXT : Verdict.NEUTRAL;
        }
        return Verdict.NEUTRAL;
    }

    @Override
    public void completed(byte[] bytes, int from, int to) {
        // Every decision is made on the start code alone.
    }

    @Override
    public boolean hasPicture() {
        return hasPicture;
    }

    @Override
    public boolean awaitsSecondField() {
        return false; // Interlaced VOPs hold both fields.
    }

    @Override
    public void unitEnded() {
        hasPicture = false;
    }

    @Override
    public boolean matters(int firstByte) {
        int code = firstByte & 0xFF;
        return code <= LAST_LAYER || code == SEQUENCE || code == VISUAL_OBJECT || code == VOP;
    }

    @Override
    public void beginDescription() {
        configStart = -1;
        layerInUnit = false;
        codingType = -1;
    }

    @Override
    public void describe(byte[] bytes, int from, int to) {
        int code = bytes[from] & 0xFF;
        if (code == VOP) {
            if (codingType < 0 && to - from >= 2) {
                codingType = (bytes[from + 1] & 0xFF) >> 6;
            }
            return;
        }
        if (configStart < 0 && (code == SEQUENCE || code == VISUAL_OBJECT || code <= LAST_VIDEO_OBJECT)) {
            configStart = from - StartCodes.PREFIX_BYTES;
        }
        if (code >= FIRST_LAYER && code <= LAST_LAYER) {
            layerInUnit = true;
            describeLayer(bytes, from, StartCodes.trimZeros(bytes, from, to));
        }
    }

    private void describeLayer(byte[] bytes, int from, int end) {
        int start = configStart < 0 ? from - StartCodes.PREFIX_BYTES : configStart;
        int length = end - start;
        if (length > CONFIG_MAX_BYTES) {
            errors++;
            return;
        }
        if (format.config().matches(bytes, start, length)) {
            return;
        }
        // VideoObjectLayer(), ISO/IEC 14496-2 6.2.3
        BitReader in = new BitReader(bytes, from + 1, end);
        in.bits(9); // random_accessible_vol, video_object_type_indication
        int version = 1;
        if (in.flag()) { // is_object_layer_identifier
            version = in.bits(4); // video_object_layer_verid
            in.bits(3); // video_object_layer_priority
        }
        if (in.bits(4) == EXTENDED_PAR) { // aspect_ratio_info
            in.bits(16); // par_width, par_height
        }
        if (in.flag()) { // vol_control_parameters
            in.bits(3); // chroma_format, low_delay
            if (in.flag()) { // vbv_parameters
                in.skip(79); // 15 + 1 + 15 + 1 + 15 + 1 + 3 + 11 + 1 + 15 + 1
            }
        }
        int shape = in.bits(2); // video_object_layer_shape
        if (shape == 3 && version != 1) {
            in.bits(4); // video_object_layer_shape_extension
        }
        in.flag(); // marker_bit
        int resolution = in.bits(16); // vop_time_increment_resolution
        in.flag(); // marker_bit
        if (in.flag()) { // fixed_vop_rate
            in.bits(Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(resolution - 1))); // fixed_vop_time_increment
        }
        int width = 0;
        int height = 0;
        if (shape == RECTANGULAR) {
            in.flag(); // marker_bit
            width = in.bits(13); // video_object_layer_width
            in.flag(); // marker_bit
            height = in.bits(13); // video_object_layer_height
        }
        if (in.overrun()) {
            errors++;
            return;
        }
        format = new Mpeg4VideoFormat(Octets.of(bytes, start, length), width, height);
    }

    @Override
    public RandomAccess randomAccess() {
        return layerInUnit && codingType == INTRA_CODED ? RandomAccess.EXACT : RandomAccess.NONE;
    }

    @Override
    public int recoveryFrameCount() {
        return 0;
    }

    @Override
    public VideoFormat format() {
        return format;
    }

    @Override
    public int frameIntervalTicks() {
        return 0;
    }

    @Override
    public long errors() {
        return errors;
    }
}
