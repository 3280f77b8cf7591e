package io.holdover.stream;

/** Why a publication ended. */
public enum EndReason {
    /** The publisher closed the session. */
    PUBLISHER_LEFT("publisher left"),
    /** Nothing was heard of the publisher for longer than its transport waits. */
    PUBLISHER_LOST("publisher lost"),
    /** What it sent made no sense: its session was closed for that. */
    PUBLISHER_FAULTY("publisher violated its protocol"),
    /** Another publisher took the path. */
    REPLACED("replaced by another publisher"),
    /** The path is no longer configured, or an operator closed it. */
    PATH_CLOSED("path closed"),
    /** The server stops. */
    SERVER_STOPPED("server stopped");

    private final String text;

    EndReason(String text) {
        this.text = text;
    }

    /** As a log line says it. */
    public String text() {
        return text;
    }
}
