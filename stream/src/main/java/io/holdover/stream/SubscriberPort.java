package io.holdover.stream;

/** The session behind a {@link Subscription}. Called on the stream's thread, which is the session's own while both share a loop. */
public interface SubscriberPort {

    /** There may be chunks to take. At most once per batch of the loop. */
    void onChunks(long nowNs);

    /** The stream has ended and the subscription is closed: nothing comes any more. Called at most once. */
    void onStreamEnded(EndReason reason, long nowNs);
}
