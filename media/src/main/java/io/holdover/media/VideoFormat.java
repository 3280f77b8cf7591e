package io.holdover.media;

/** A video codec with its parameters; width and height are 0 until the headers were seen. */
public sealed interface VideoFormat extends TrackFormat permits H264Format, H265Format, Mpeg2VideoFormat, Mpeg4VideoFormat {
    /** Displayed width in luma samples, 0 if unknown. */
    int width();

    /** Displayed height in luma samples, 0 if unknown. */
    int height();

    @Override
    default MediaKind kind() {
        return MediaKind.VIDEO;
    }
}
