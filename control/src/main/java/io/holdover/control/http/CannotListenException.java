package io.holdover.control.http;

/** A door stays shut; the message names the door, its address and the option to change. */
public final class CannotListenException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotListenException(HttpDoorOptions options, String why, Throwable cause) {
        super(options.name() + " cannot listen on " + options.address() + " (" + options.addressKey() + "): " + why, cause);
    }
}
