package io.holdover.stream;

/**
 * A reader at one instant.
 *
 * @param joinedNs when it was admitted, on the loop's clock
 * @param deliveredBytes bytes of the chunks it took
 * @param deliveredChunks chunks it took
 * @param skips times it was too slow and went on at a later random access point
 * @param skippedChunks chunks it never got for that
 * @param backlogChunks chunks it has yet to take
 */
public record SubscriptionSnapshot(PeerDescription who, long joinedNs, long deliveredBytes, long deliveredChunks, long skips,
        long skippedChunks,
        long backlogChunks) {
}
