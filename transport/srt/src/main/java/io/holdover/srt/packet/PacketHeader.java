package io.holdover.srt.packet;

import java.nio.ByteBuffer;

/**
 * What all SRT datagrams begin with, read in place. SRT draft 3.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |F|            (differs for data and control packets)           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |              (differs for data and control packets)           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Timestamp (microseconds)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Destination Socket ID                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Every method takes the index of the datagram's first byte; at least {@link #BYTES} bytes must follow it, big-endian.
 */
public final class PacketHeader {
    /** Length of every header. */
    public static final int BYTES = 16;
    /** The destination of handshakes with a listener. */
    public static final int LISTENER_SOCKET_ID = 0;

    private static final int TIMESTAMP_AT = 8;
    private static final int DESTINATION_AT = 12;

    private PacketHeader() {
    }

    /** F, Packet Type Flag: 1 for control packets. */
    public static boolean isControl(ByteBuffer datagram, int at) {
        return datagram.get(at) < 0;
    }

    /** Timestamp: microseconds since the sender's start, 32 bits, wrapping every 71 min 35 s. */
    public static int timestampUs(ByteBuffer datagram, int at) {
        return datagram.getInt(at + TIMESTAMP_AT);
    }

    /** Destination Socket ID. */
    public static int destination(ByteBuffer datagram, int at) {
        return datagram.getInt(at + DESTINATION_AT);
    }

    /** Writes the second half: timestamp and destination. */
    static void putTail(ByteBuffer datagram, int at, int timestampUs, int destination) {
        datagram.putInt(at + TIMESTAMP_AT, timestampUs);
        datagram.putInt(at + DESTINATION_AT, destination);
    }

    /** Replaces the timestamp of a datagram that is sent again. */
    public static void restamp(ByteBuffer datagram, int at, int timestampUs) {
        datagram.putInt(at + TIMESTAMP_AT, timestampUs);
    }
}
