package io.holdover.media;

/**
 * MPEG-4 part 2 video.
 *
 * @param config visual object sequence to video object layer with start codes, empty until seen in band
 * @param width {@code video_object_layer_width}, 0 if unknown
 * @param height {@code video_object_layer_height}, 0 if unknown
 */
public record Mpeg4VideoFormat(Octets config, int width, int height) implements VideoFormat {
    /** A track that was announced, but has shown no configuration yet. */
    public static Mpeg4VideoFormat unknown() {
        return new Mpeg4VideoFormat(Octets.empty(), 0, 0);
    }

    @Override
    public String codecName() {
        return "MPEG-4 Video";
    }
}
