package io.holdover.srt;

import java.nio.ByteBuffer;

/**
 * Where the datagrams for one peer are written. Consecutive datagrams of equal size may leave as one train on a backend that can do so.
 * Loop
 * thread only; used by one writer at a time, never nested.
 */
public interface DatagramOutput {
    /** Room that {@link #claim()} guarantees: an Ethernet frame's UDP payload over IPv4 (1500 - 20 - 8). */
    int MAX_DATAGRAM_BYTES = 1472;

    /**
     * A big-endian buffer for one datagram: position 0, limit at least {@link #MAX_DATAGRAM_BYTES}, content undefined. Valid until
     * {@link #commit}; a claim that is not committed is simply forgotten by the next one.
     */
    ByteBuffer claim();

    /** The claimed datagram is complete: its bytes are those from index 0 up to {@code lengthBytes}, whatever the buffer's position is. */
    void commit(int lengthBytes);

    /** Everything committed leaves now. */
    void flush();
}
