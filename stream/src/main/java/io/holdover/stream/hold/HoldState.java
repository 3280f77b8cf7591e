package io.holdover.stream.hold;

/** What a path's readers are getting. */
public enum HoldState {
    /** The publisher's own units. */
    LIVE,
    /** Filler for some or all tracks, although the publisher is still connected. */
    STALLED,
    /** Filler: there is no publisher. */
    HOLDING,
    /** Filler, until the new publisher's units fit in. */
    RESUMING
}
