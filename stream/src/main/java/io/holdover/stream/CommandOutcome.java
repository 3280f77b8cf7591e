package io.holdover.stream;

/** What became of an operator's command about a stream. */
public enum CommandOutcome {
    /** It was carried out, or there was nothing left to do. */
    DONE,
    /** The path has no stream that is available. */
    NO_STREAM,
    /** The path's streams end with their publisher: there is nothing to hold them with. */
    NOT_PERSISTENT,
    /** The stream is not held by hand. */
    NOT_HELD
}
