package io.holdover.media;

/** Our limit: the bytes are legal, but nothing here handles them. */
public final class UnsupportedFeatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Carries no stack trace, as {@link MalformedStreamException}.
     *
     * @param message which feature
     */
    public UnsupportedFeatureException(String message) {
        super(message, null, false, false);
    }
}
