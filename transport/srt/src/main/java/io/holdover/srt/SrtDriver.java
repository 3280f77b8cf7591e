package io.holdover.srt;

import java.net.InetSocketAddress;

/**
 * What drives the core: the loop with its socket in production, a simulated link in tests. Everything happens on one thread, the loop's.
 *
 * <p>The driver's part, for each batch of arrived datagrams and due timers with one {@code nowNs}:
 * <ol>
 * <li>a datagram whose destination socket id (bytes 12 to 15) is 0 goes to {@link SrtListener#onDatagram}, any other one to
 * {@link SrtConnection#onDatagram} of the connection with that id, and is dropped and counted when there is none;</li>
 * <li>a connection whose {@link SrtConnection#nextDeadlineNs()} has come gets {@link SrtConnection#onTimer};</li>
 * <li>at the end of the batch each connection that announced itself through {@link #onActive} gets {@link SrtConnection#flush}; its next
 * deadline is read after that;</li>
 * <li>a connection that {@link SrtConnection#isEnded() has ended} is forgotten.</li>
 * </ol>
 */
public interface SrtDriver {
    /** The way to this peer. Called once for each connection and for each handshake answer that belongs to no connection. */
    DatagramOutput outputTo(InetSocketAddress peer);

    /** A socket id that is not in use: 1 to 2^30 - 1 (bit 30 marks groups on the wire). */
    int newSocketId();

    /** A connection begins. From now on the driver routes datagrams for its {@link SrtConnection#socketId()} to it. */
    void onOpened(SrtConnection connection);

    /**
     * The connection wants {@link SrtConnection#flush} at the end of this batch (or soon, when called outside a batch). Called at most once
     * between two flushes of a connection.
     */
    void onActive(SrtConnection connection);
}
