package io.holdover.control.auth;

/** A token that proves nothing; the message says why, and shows nothing of it that is secret. */
final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidTokenException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
