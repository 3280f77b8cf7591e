package io.holdover.stream;

/** Why a publication or a stream ended. */
public enum EndReason {
    /** The publisher closed the session. */
    PUBLISHER_LEFT("publisher left", "shutdown"),
    /** Nothing was heard of the publisher for longer than its transport waits. */
    PUBLISHER_LOST("publisher lost", "timeout"),
    /** What it sent made no sense: its session was closed for that. */
    PUBLISHER_FAULTY("publisher violated its protocol", "fault"),
    /** An operator closed the publisher's session. */
    PUBLISHER_KICKED("publisher kicked", "kicked"),
    /** The server listens elsewhere from now on, and the publisher has to come again. */
    LISTENER_CLOSED("listener closed", "listener"),
    /** Another publisher took the path. */
    REPLACED("replaced by another publisher"),
    /** The path is no longer configured, or an operator closed it. */
    PATH_CLOSED("path closed"),
    /** The server stops. */
    SERVER_STOPPED("server stopped"),
    /** It was held for as long as its path allows. */
    HOLD_TIMEOUT("persistence timeout reached"),
    /** So many paths were held that the oldest without readers had to go. */
    HOLD_LIMIT("too many held streams"),
    /** It was held when its path was told not to persist. */
    NOT_PERSISTENT("persistence was switched off"),
    /** The publisher that came cannot go on with the tracks that the readers have. */
    CODEC_CHANGED("the codec of a track changed"),
    /** A second publisher had nothing to begin with while the first still delivered. */
    NOTHING_TO_SPLICE("no picture to begin with came in time");

    private final String text;
    private final String keyword;

    EndReason(String text) {
        this(text, "");
    }

    EndReason(String text, String keyword) {
        this.text = text;
        this.keyword = keyword;
    }

    /** Whether a stream may go on after it: the publisher went away, nobody wanted the stream to end. */
    public boolean isLoss() {
        return !keyword.isEmpty();
    }

    /** As a hold tells why it began; empty if none begins. */
    public String keyword() {
        return keyword;
    }

    /** As a log line says it. */
    public String text() {
        return text;
    }
}
