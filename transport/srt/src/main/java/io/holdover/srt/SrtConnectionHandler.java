package io.holdover.srt;

import java.nio.ByteBuffer;

/** What a connection tells its application. Loop thread. {@link #onClosed} is the last call and comes exactly once. */
public interface SrtConnectionHandler {
    /**
     * One payload, in sequence order, at its play time.
     *
     * @param payload
     *            big-endian, from position to limit; only valid during the call
     * @param playNs
     *            the sender's own timing on our clock: its timestamp, corrected for drift, plus the receive latency. At or before now,
     *            except for what is still buffered when the peer says goodbye: that is delivered at once, with its true play time
     */
    void onPayload(SrtConnection connection, ByteBuffer payload, long playNs);

    /** These many packets between the payload before and the next one will never come. */
    void onGap(SrtConnection connection, int packets);

    /** There is room again after {@link SrtConnection#offer} said no. */
    void onSendable(SrtConnection connection);

    /** The end. */
    void onClosed(SrtConnection connection, CloseReason reason);
}
