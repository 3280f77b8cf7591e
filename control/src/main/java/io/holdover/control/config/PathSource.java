package io.holdover.control.config;

/** Where the stream of a path comes from. */
public enum PathSource {
    /** A peer that connects and publishes. */
    PUBLISHER
}
