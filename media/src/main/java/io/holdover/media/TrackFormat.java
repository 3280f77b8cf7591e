package io.holdover.media;

/**
 * What is known of a track's codec: enough to announce it, to decode it and to continue it. Value equality tells whether something
 * changed.
 */
public sealed interface TrackFormat permits VideoFormat, AudioFormat, DataFormat {
    MediaKind kind();

    /** The codec's name as MediaMTX prints it. */
    String codecName();
}
