package io.holdover.stream;

/** The session behind a {@link Publication}. Called on the stream's thread. */
@FunctionalInterface
public interface PublisherPort {

    /** The stream ended the publication, not its owner: the session should close. Called at most once. */
    void onPublicationEnded(EndReason reason, long nowNs);
}
