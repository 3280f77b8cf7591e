package io.holdover.srt.handshake;

import java.nio.ByteBuffer;

/**
 * The handshake extension message: who the sender is and what it can do. SRT draft 3.2.1.1.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          SRT Version                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           SRT Flags                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      Receiver TSBPD Delay     |       Sender TSBPD Delay      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param version
 *            0x00MMmmpp
 * @param flags
 *            of the constants below
 * @param receiverDelayMs
 *            delay of what the sender of this message receives
 * @param senderDelayMs
 *            delay of what it sends
 */
public record Capabilities(int version, int flags, int receiverDelayMs, int senderDelayMs) {
    /** 3 words. */
    public static final int BYTES = 12;

    // SRT draft 3.2.1.1.1
    public static final int TSBPDSND = 1;
    public static final int TSBPDRCV = 1 << 1;
    public static final int CRYPT = 1 << 2;
    public static final int TLPKTDROP = 1 << 3;
    public static final int PERIODICNAK = 1 << 4;
    public static final int REXMITFLG = 1 << 5;
    public static final int STREAM = 1 << 6;
    public static final int PACKET_FILTER = 1 << 7;

    /** What we announce for ourselves: the protocol as of libsrt 1.5. */
    public static final int OUR_VERSION = 0x010501;

    private static final int VERSION_MASK = 0xFFFFFF; // major, minor, patch; the byte above them means nothing
    private static final int DELAY_SHIFT = 16;
    private static final int DELAY_MASK = 0xFFFF;

    /** Reads {@link #BYTES} bytes from index {@code at} on. */
    public static Capabilities read(ByteBuffer datagram, int at) {
        int delays = datagram.getInt(at + 8);
        return new Capabilities(datagram.getInt(at) & VERSION_MASK, datagram.getInt(at + 4), delays >>> DELAY_SHIFT, delays & DELAY_MASK);
    }

    /** Writes {@link #BYTES} bytes from index {@code at} on. */
    public void write(ByteBuffer datagram, int at) {
        datagram.putInt(at, version);
        datagram.putInt(at + 4, flags);
        datagram.putInt(at + 8, (receiverDelayMs << DELAY_SHIFT) | senderDelayMs);
    }

    /** Whether all of these flags are set. */
    public boolean has(int wanted) {
        return (flags & wanted) == wanted;
    }

    /**
     * What a listener answers: its own abilities as far as the caller has them too, and for each direction the larger one of both ends'
     * wishes. SRT draft 4.3.1.1.
     */
    public Capabilities answer(int ownReceiveLatencyMs, int ownPeerLatencyMs) {
        int own = TSBPDSND | TSBPDRCV | CRYPT | TLPKTDROP | PERIODICNAK;
        int shared = flags & (REXMITFLG | PACKET_FILTER);
        return new Capabilities(OUR_VERSION, own | shared, Math.max(ownReceiveLatencyMs, senderDelayMs),
                Math.max(ownPeerLatencyMs, receiverDelayMs));
    }
}
