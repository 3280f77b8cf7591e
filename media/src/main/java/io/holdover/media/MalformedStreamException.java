package io.holdover.media;

/** The peer's fault: its bytes break the specification. */
public final class MalformedStreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Carries no stack trace: a hostile peer must not buy one with every packet.
     *
     * @param message what is wrong, with the syntax element's name
     */
    public MalformedStreamException(String message) {
        super(message, null, false, false);
    }
}
