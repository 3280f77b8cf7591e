package io.holdover.stream;

/** The session behind a {@link Publication}. Called on the stream's thread. */
@FunctionalInterface
public interface PublisherPort {

    /** The stream ended the publication, not its owner: the session should close. Called at most once. */
    void onPublicationEnded(EndReason reason, long nowNs);

    /**
     * When media of the publisher last arrived: a transport that holds it back for a while knows better than the publication.
     *
     * @param lastBytesNs when the publication was last given some
     */
    default long lastHeardNs(long lastBytesNs) {
        return lastBytesNs;
    }
}
