package io.holdover.media.codec.mpeg2video;

import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.VideoFormat;
import io.holdover.media.bits.StartCodes;
import io.holdover.media.codec.PictureSyntax;

/** Pictures of MPEG-1 and MPEG-2 video, ISO/IEC 13818-2 6.2. Two field pictures of one frame are one unit. One thread. */
public final class Mpeg2Pictures implements PictureSyntax {
    // start_code values, ISO/IEC 13818-2 table 6-1
    private static final int PICTURE = 0x00;
    private static final int FIRST_SLICE = 0x01;
    private static final int LAST_SLICE = 0xAF;
    private static final int SEQUENCE_HEADER = 0xB3;
    private static final int EXTENSION = 0xB5;
    private static final int GROUP_OF_PICTURES = 0xB8;
    // extension_start_code_identifier, table 6-2
    private static final int SEQUENCE_EXTENSION = 1;
    private static final int PICTURE_CODING_EXTENSION = 8;
    private static final int FRAME_PICTURE = 3; // picture_structure, table 6-14
    private static final int INTRA_CODED = 1; // picture_coding_type, table 6-12
    /**
     * start_code_value 8, sizes 12 + 12, aspect ratio 4, frame rate 4, bit rate 18, marker 1, vbv 10, constrained 1, two flags: 72 bits.
     */
    private static final int HEADER_BYTES = 9;
    private static final int MATRIX_BYTES = 64;
    /**
     * start_code_value 8, id 4, profile_and_level 8, 1 + 2 + 2 + 2, bit rate 12, marker 1, vbv 8, low_delay 1, frame rate 2 + 5: 56
     * bits.
     */
    private static final int EXTENSION_BYTES = 7;
    /** 90000 / frame rate for frame_rate_code 1 to 8, table 6-4, rounded. */
    private static final int[] FRAME_INTERVALS = {0, 3754, 3750, 3600, 3003, 3000, 1800, 1502, 1500};

    // The open unit
    private boolean pictureSeen;
    private boolean sliceSeen;
    private boolean anySlice;
    private boolean awaitsSecondField;
    private boolean secondField;
    private int temporalReference;
    private int frameIntervalTicks;

    // The unit described last, and everything up to it
    private Mpeg2VideoFormat format;
    private int headerStart = -1;
    private int headerEnd;
    private int width;
    private int height;
    private boolean sequenceInUnit;
    private int pictureCodingType;
    private long errors;

    /** @param mpeg1 what the container announced */
    public Mpeg2Pictures(boolean mpeg1) {
        format = Mpeg2VideoFormat.unknown(mpeg1);
    }

    @Override
    public int wantedBytes(int firstByte) {
        return switch (firstByte & 0xFF) {
            case PICTURE -> 3;
            case EXTENSION -> 4;
            case SEQUENCE_HEADER -> 5;
            default -> 1;
        };
    }

    @Override
    public Verdict classify(byte[] bytes, int from, int to) {
        int code = bytes[from] & 0xFF;
        if (to - from < wantedBytes(code)) {
            return Verdict.NEUTRAL;
        }
        if (code >= FIRST_SLICE && code <= LAST_SLICE) {
            boolean continuation = !pictureSeen && anySlice;
            sliceSeen = true;
            pictureSeen = true;
            anySlice = true;
            return continuation ? Verdict.CONTINUATION : Verdict.SAME_PICTURE;
        }
        return switch (code) {
            case PICTURE -> classifyPicture((bytes[from + 1] & 0xFF) << 2 | (bytes[from + 2] & 0xFF) >> 6); // temporal_reference
            case SEQUENCE_HEADER, GROUP_OF_PICTURES -> {
                if (code == SEQUENCE_HEADER) {
                    int frameRateCode = bytes[from + 4] & 0x0F; // after 24 bits of size and 4 of aspect ratio
                    frameIntervalTicks = frameRateCode < FRAME_INTERVALS.length ? FRAME_INTERVALS[frameRateCode] : 0;
                }
                boolean next = pictureSeen;
                unitEnded();
                yield next ? Verdict.NEXT : Verdict.NEUTRAL;
            }
            case EXTENSION -> {
                if ((bytes[from + 1] & 0xFF) >> 4 == PICTURE_CODING_EXTENSION && pictureSeen && !sliceSeen && !secondField) {
                    awaitsSecondField = (bytes[from + 3] & 3) != FRAME_PICTURE; // after 4 + 16 + 2 bits
                }
                yield Verdict.NEUTRAL;
            }
            default -> Verdict.NEUTRAL;
        };
    }

    private Verdict classifyPicture(int reference) {
        if (pictureSeen && awaitsSecondField && reference == temporalReference) {
            awaitsSecondField = false;
            secondField = true;
            return Verdict.SAME_PICTURE;
        }
        boolean next = pictureSeen;
        unitEnded();
        pictureSeen = true;
        temporalReference = reference;
        return next ? Verdict.NEXT : Verdict.SAME_PICTURE;
    }

    @Override
    public void completed(byte[] bytes, int from, int to) {
        // Every decision is made on the head of an element.
    }

    @Override
    public boolean hasPicture() {
        return sliceSeen;
    }

    @Override
    public boolean awaitsSecondField() {
        return awaitsSecondField;
    }

    @Override
    public void unitEnded() {
        pictureSeen = false;
        sliceSeen = false;
        awaitsSecondField = false;
        secondField = false;
    }

    @Override
    public boolean matters(int firstByte) {
        int code = firstByte & 0xFF;
        return code == PICTURE || code == SEQUENCE_HEADER || code == EXTENSION;
    }

    @Override
    public void beginDescription() {
        headerStart = -1;
        sequenceInUnit = false;
        pictureCodingType = 0;
    }

    @Override
    public void describe(byte[] bytes, int from, int to) {
        switch (bytes[from] & 0xFF) {
            case SEQUENCE_HEADER -> beginHeader(bytes, from, to);
            case EXTENSION -> {
                // Only a sequence_extension tells MPEG-2 from MPEG-1; it follows its header at once (6.1.1.6).
                if (headerStart >= 0 && to - from >= EXTENSION_BYTES && (bytes[from + 1] & 0xFF) >> 4 == SEQUENCE_EXTENSION) {
                    // extension id 4, profile_and_level 8, progressive 1, chroma_format 2, horizontal_ and vertical_size_extension 2 + 2
                    width |= ((bytes[from + 2] & 1) << 1 | (bytes[from + 3] & 0x80) >> 7) << 12;
                    height |= ((bytes[from + 3] & 0x60) >> 5) << 12;
                    headerEnd = from + EXTENSION_BYTES;
                    takeHeader(bytes, false);
                }
            }
            case PICTURE -> {
                takeHeader(bytes, true);
                if (to - from >= 3 && pictureCodingType == 0) {
                    pictureCodingType = (bytes[from + 2] >> 3) & 7; // after 10 bits of temporal_reference
                }
            }
            default -> {
            }
        }
    }

    /** sequence_header(), ISO/IEC 13818-2 6.2.2.1. Its length follows from its flags: zero bytes may be its own or stuffing. */
    private void beginHeader(byte[] bytes, int from, int to) {
        sequenceInUnit = true;
        int length = HEADER_BYTES;
        if (to - from >= length && (bytes[from + length - 1] & 2) != 0) { // load_intra_quantiser_matrix
            length += MATRIX_BYTES;
        }
        if (to - from >= length && (bytes[from + length - 1] & 1) != 0) { // load_non_intra_quantiser_matrix
            length += MATRIX_BYTES;
        }
        if (to - from < length) {
            errors++;
            return;
        }
        headerStart = from - StartCodes.PREFIX_BYTES;
        headerEnd = from + length;
        width = (bytes[from + 1] & 0xFF) << 4 | (bytes[from + 2] & 0xFF) >> 4; // horizontal_size_value
        height = (bytes[from + 2] & 0x0F) << 8 | (bytes[from + 3] & 0xFF); // vertical_size_value
    }

    private void takeHeader(byte[] bytes, boolean mpeg1) {
        if (headerStart < 0) {
            return;
        }
        int length = headerEnd - headerStart;
        if (!format.sequenceHeader().matches(bytes, headerStart, length)) {
            format = new Mpeg2VideoFormat(mpeg1, Octets.of(bytes, headerStart, length), width, height);
        }
        headerStart = -1;
    }

    @Override
    public RandomAccess randomAccess() {
        return sequenceInUnit && pictureCodingType == INTRA_CODED ? RandomAccess.EXACT : RandomAccess.NONE;
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
        return frameIntervalTicks;
    }

    @Override
    public long errors() {
        return errors;
    }
}
