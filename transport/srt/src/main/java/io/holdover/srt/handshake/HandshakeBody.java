package io.holdover.srt.handshake;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The fixed part of a handshake's information field. SRT draft 3.2.1.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                            Version                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        Encryption Field       |        Extension Field        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Initial Packet Sequence Number                |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Maximum Transmission Unit Size                |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Maximum Flow Window Size                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Handshake Type                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         SRT Socket ID                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           SYN Cookie                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        Peer IP Address (128 bits)             |
 * </pre>
 *
 * @param version
 *            4 or 5
 * @param encryptionField
 *            key length divided by 8, 0 for unset
 * @param extensionField
 *            which extensions follow; in our answer to an induction {@link #EXTENSION_FIELD_MAGIC}, in a caller's induction
 *            {@link #DATAGRAM_SOCKET}
 * @param initialSequence
 *            the first data packet's number
 * @param mssBytes
 *            largest IP packet
 * @param flowWindowPackets
 *            packets that may be in flight towards the sender of this message
 * @param handshakeType
 *            one of the constants, or {@link io.holdover.srt.RejectionReason#wire()}
 * @param socketId
 *            the sender's id
 * @param cookie
 *            see {@link SynCookie}
 */
public record HandshakeBody(int version, int encryptionField, int extensionField, int initialSequence, int mssBytes,
        int flowWindowPackets, int handshakeType, int socketId, int cookie) {
    /** 12 words. */
    public static final int BYTES = 48;

    public static final int VERSION_4 = 4;
    public static final int VERSION_5 = 5;

    public static final int INDUCTION = 1;
    public static final int CONCLUSION = -1;

    public static final int EXTENSION_FIELD_MAGIC = 0x4A17;
    public static final int DATAGRAM_SOCKET = 2;
    public static final int HAS_CAPABILITIES = 1;
    public static final int HAS_KEY_MATERIAL = 1 << 1;
    public static final int HAS_CONFIGURATION = 1 << 2;

    private static final int FIELD_SHIFT = 16;
    private static final int FIELD_MASK = 0xFFFF;
    private static final int PEER_ADDRESS_AT = 32;
    private static final int PEER_ADDRESS_BYTES = 16;
    private static final int WORD_BYTES = 4;

    /** Reads {@link #BYTES} bytes from index {@code at} on. The peer's address is informative and skipped. */
    public static HandshakeBody read(ByteBuffer datagram, int at) {
        int fields = datagram.getInt(at + 4);
        return new HandshakeBody(datagram.getInt(at), fields >>> FIELD_SHIFT, fields & FIELD_MASK, datagram.getInt(at + 8),
                datagram.getInt(at + 12), datagram.getInt(at + 16), datagram.getInt(at + 20), datagram.getInt(at + 24),
                datagram.getInt(at + 28));
    }

    /** Writes {@link #BYTES} bytes from index {@code at} on. */
    public void write(ByteBuffer datagram, int at, InetAddress peer) {
        datagram.putInt(at, version);
        datagram.putInt(at + 4, (encryptionField << FIELD_SHIFT) | extensionField);
        datagram.putInt(at + 8, initialSequence);
        datagram.putInt(at + 12, mssBytes);
        datagram.putInt(at + 16, flowWindowPackets);
        datagram.putInt(at + 20, handshakeType);
        datagram.putInt(at + 24, socketId);
        datagram.putInt(at + 28, cookie);
        putPeerAddress(datagram, at + PEER_ADDRESS_AT, peer);
    }

    /** The address as every implementation writes it: the bytes of each word reversed, 127.0.0.1 as 01 00 00 7f. */
    private static void putPeerAddress(ByteBuffer datagram, int at, InetAddress peer) {
        byte[] address = peer.getAddress();
        for (int i = 0; i < PEER_ADDRESS_BYTES; i++) {
            int word = i / WORD_BYTES * WORD_BYTES;
            int reversed = word + WORD_BYTES - 1 - i % WORD_BYTES;
            datagram.put(at + i, reversed < address.length ? address[reversed] : 0);
        }
    }
}
