package io.holdover.media;

/** A track whose bytes are carried without being understood. */
public sealed interface DataFormat extends TrackFormat permits OpaqueFormat {
    @Override
    default MediaKind kind() {
        return MediaKind.DATA;
    }
}
