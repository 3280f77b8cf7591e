package io.holdover.stream;

/**
 * The wish to read, by a peer that has proved that it may.
 *
 * @param latencyMs how long the peer may still ask for a repetition of what it was sent
 * @param windowChunks how many chunks the peer can hold at once; a backlog of half of them is never thrown at it
 */
public record ReadRequest(StreamPath path, PeerDescription who, SubscriberPort port, int latencyMs, int windowChunks) {

    /** As the SRT handshake can say it: 16 bits. */
    public static final int MAX_LATENCY_MS = 65_535;

    /** @throws IllegalArgumentException naming the component that is out of range */
    public ReadRequest {
        if (latencyMs < 0 || latencyMs > MAX_LATENCY_MS) {
            throw new IllegalArgumentException("latencyMs is not between 0 and " + MAX_LATENCY_MS + ": " + latencyMs);
        }
        if (windowChunks < 1) {
            throw new IllegalArgumentException("windowChunks is below 1: " + windowChunks);
        }
    }
}
