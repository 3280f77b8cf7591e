package io.holdover.media;

/** What a track carries, in the broadest sense. */
public enum MediaKind {
    VIDEO, AUDIO, DATA
}
