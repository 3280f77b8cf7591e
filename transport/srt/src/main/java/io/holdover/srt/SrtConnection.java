package io.holdover.srt;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * One established connection; both directions may carry data. Made by {@link ConnectionRequest#accept}, driven by an {@link SrtDriver}.
 * Handler calls happen inside {@link #onDatagram}, {@link #onTimer}, {@link #flush} and {@link #close}. Loop thread.
 */
public final class SrtConnection {
    /** {@link #nextDeadlineNs()} of a connection that waits for nothing. */
    public static final long NEVER = Long.MAX_VALUE;

    private final int socketId;
    private final InetSocketAddress peer;

    SrtConnection(int socketId, InetSocketAddress peer) {
        this.socketId = socketId;
        this.peer = peer;
    }

    /** Our id, the destination of the peer's datagrams. */
    public int socketId() {
        return socketId;
    }

    /** The peer's id. */
    public int peerSocketId() {
        return 0;
    }

    /** Where the peer is. */
    public InetSocketAddress peer() {
        return peer;
    }

    /** The peer's SRT version, 0x00MMmmpp. */
    public int peerVersion() {
        return 0;
    }

    /** As the caller sent it; empty when it sent none. */
    public String streamId() {
        return "";
    }

    /** Whether payloads are encrypted. */
    public boolean encrypted() {
        return false;
    }

    /** Negotiated delay of what we receive, in milliseconds. */
    public int receiveLatencyMs() {
        return 0;
    }

    /** Negotiated delay of what we send, in milliseconds. */
    public int sendLatencyMs() {
        return 0;
    }

    /** The largest payload that may be offered, in bytes; 1456 unless a smaller MSS was negotiated. */
    public int maxPayloadBytes() {
        return 0;
    }

    /** Room at the peer as it last told us, in packets. */
    public int peerWindowPackets() {
        return 0;
    }

    /** When the last datagram of any kind came from the peer. */
    public long lastHeardNs() {
        return 0;
    }

    /** When the last data packet came from the peer; the connection's start if none did. */
    public long lastDataNs() {
        return 0;
    }

    /** How many payloads {@link #offer} would take now; limited by our buffer and the peer's window. */
    public int sendableCount() {
        return 0;
    }

    /**
     * Queues payload {@code index} of {@code source}; it leaves at one of the next {@link #flush flushes}, as pacing allows. The payload is
     * fetched then, and again for each repeat.
     *
     * @param lengthBytes
     *            1 to {@link #maxPayloadBytes()}
     * @param originNs
     *            when the payload came to be; becomes its timestamp. An origin that leaves less than half the peer's latency is moved up
     *            to that, so that there is time for repairs
     * @return false when there is no room; {@link SrtConnectionHandler#onSendable} tells when there is. Always false after the end
     * @throws IllegalArgumentException
     *             when the length is out of range
     */
    public boolean offer(PayloadSource source, long index, int lengthBytes, long originNs, long nowNs) {
        throw new UnsupportedOperationException();
    }

    /**
     * A datagram whose destination is {@link #socketId()}: position to limit, big-endian.
     *
     * @param from
     *            where it came from; anything that does not come from {@link #peer()} is dropped and counted. Handing in the identical
     *            object each time makes the check cheap
     */
    public void onDatagram(ByteBuffer datagram, InetSocketAddress from, long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Does everything whose time has come. Calling early or late is harmless. */
    public void onTimer(long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Sends what may leave now, once per batch; see {@link SrtDriver}. */
    public void flush(long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** When {@link #onTimer} wants to be called next, on the scale of {@code nowNs}; {@link #NEVER} for none. Valid after a flush. */
    public long nextDeadlineNs() {
        return NEVER;
    }

    /** Ends the connection: {@link SrtConnectionHandler#onClosed} comes at once, SHUTDOWN leaves three times within 100 ms. */
    public void close(long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Whether {@link SrtConnectionHandler#onClosed} was called. */
    public boolean isClosed() {
        return false;
    }

    /** Closed, and nothing is left to send: the driver forgets the connection. */
    public boolean isEnded() {
        return false;
    }

    /** A snapshot. */
    public SrtStatistics statistics(long nowNs) {
        throw new UnsupportedOperationException();
    }
}
