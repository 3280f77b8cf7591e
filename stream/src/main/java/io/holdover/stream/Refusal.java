package io.holdover.stream;

/** Why somebody may not publish or read now. A gateway translates it into its protocol's code. */
public enum Refusal {
    /** No such path is configured. */
    NOT_CONFIGURED("path is not configured"),
    /** The path's stream comes from elsewhere: nobody may publish. */
    TAKES_NO_PUBLISHERS("the path's source is not a publisher"),
    /** Nothing can be read there: no publisher, or its tracks are not known yet. */
    NOT_FOUND("no stream is available on the path"),
    /** Another publisher delivers and may not be replaced. */
    CONFLICT("somebody is already publishing to the path"),
    /** The path has all the readers it may have. */
    TOO_MANY_READERS("the path has reached its maximum number of readers"),
    /** The server holds as many paths as it can. */
    TOO_MANY_PATHS("the server has reached its maximum number of paths");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** As a log line says it. */
    public String text() {
        return text;
    }
}
