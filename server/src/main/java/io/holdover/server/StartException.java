package io.holdover.server;

import org.jspecify.annotations.Nullable;

/** The server cannot start, and the operator can change that; the message is for the operator and says how. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
