package io.holdover.media;

/**
 * MPEG-1 and MPEG-2 video.
 *
 * @param mpeg1 whether the sequence has no sequence extension (ISO/IEC 11172-2)
 * @param sequenceHeader sequence header and its extension with start codes, empty until seen in band
 * @param width {@code horizontal_size}, 0 if unknown
 * @param height {@code vertical_size}, 0 if unknown
 */
public record Mpeg2VideoFormat(boolean mpeg1, Octets sequenceHeader, int width, int height) implements VideoFormat {
    /** A track that was announced, but has shown no sequence header yet. */
    public static Mpeg2VideoFormat unknown(boolean mpeg1) {
        return new Mpeg2VideoFormat(mpeg1, Octets.empty(), 0, 0);
    }

    @Override
    public String codecName() {
        return "MPEG-1/2 Video";
    }
}
