package io.holdover.srt.packet;

import java.nio.ByteBuffer;

/**
 * The header of a data packet, read and written in place. SRT draft 3.1.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0|                    Packet Sequence Number                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |P P|O|K K|R|                   Message Number                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           Timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Destination Socket ID                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              Data ...
 * </pre>
 */
public final class DataHeader {
    /** KK of a payload in the clear. */
    public static final int KEY_NONE = 0;
    /** KK of a payload under the even key. */
    public static final int KEY_EVEN = 1;
    /** KK of a payload under the odd key. */
    public static final int KEY_ODD = 2;

    private static final int MESSAGE_AT = 4;
    private static final int PP_SOLO = 0b11 << 30; // the whole message in this packet
    private static final int KK_SHIFT = 27;
    private static final int KK_MASK = 0b11;
    private static final int R_FLAG = 1 << 26;

    private DataHeader() {
    }

    /** Packet Sequence Number. */
    public static int sequence(ByteBuffer datagram, int at) {
        return datagram.getInt(at) & SequenceNumber.MAX;
    }

    /** The word that holds PP, O, KK, R and Message Number; the methods below take it apart. */
    public static int messageWord(ByteBuffer datagram, int at) {
        return datagram.getInt(at + MESSAGE_AT);
    }

    /** KK, Key-based Encryption Flag: {@link #KEY_NONE}, {@link #KEY_EVEN}, {@link #KEY_ODD}, or 3, which no data packet may have. */
    public static int keyFlag(int messageWord) {
        return (messageWord >>> KK_SHIFT) & KK_MASK;
    }

    /** R, Retransmitted Packet Flag; only meaningful when the peer announced it. */
    public static boolean retransmitted(int messageWord) {
        return (messageWord & R_FLAG) != 0;
    }

    /** Message Number, for peers that know the retransmission flag. */
    public static int messageNumber(int messageWord) {
        return messageWord & MessageNumber.MAX;
    }

    /** Writes a live-mode header: one packet per message, in order. */
    public static void put(ByteBuffer datagram, int at, int sequence, int messageNumber, int keyFlag, boolean retransmitted,
            int timestampUs, int destination) {
        datagram.putInt(at, sequence);
        datagram.putInt(at + MESSAGE_AT, PP_SOLO | (keyFlag << KK_SHIFT) | (retransmitted ? R_FLAG : 0) | messageNumber);
        PacketHeader.putTail(datagram, at, timestampUs, destination);
    }
}
