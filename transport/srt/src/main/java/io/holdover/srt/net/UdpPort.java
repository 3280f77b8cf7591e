package io.holdover.srt.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * One unconnected UDP socket that receives batches and sends trains. Everything but {@link #wakeup} belongs to the thread that owns the
 * port. No peer can make it fail: what the kernel reports about single datagrams is counted, never thrown.
 */
public interface UdpPort extends AutoCloseable {

    /** The longest datagram that is received whole: more than an Ethernet frame carries, less than a slot of a {@link DatagramBatch}. */
    int MAX_DATAGRAM_BYTES = DatagramBatch.SLOT_BYTES - 1;

    /** The most datagrams of one train: UDP_MAX_SEGMENTS of Linux. */
    int MAX_TRAIN_DATAGRAMS = 64;

    /** The most bytes of one train: 65,535 less the headers of IPv4 (20) and UDP (8). */
    int MAX_TRAIN_BYTES = 65_535 - 20 - 8;

    /**
     * Opens and binds the best backend that this system has.
     *
     * @param bind local address; the wildcard serves IPv4 and IPv6 with one socket
     * @throws IOException when the address cannot be bound
     */
    static UdpPort open(InetSocketAddress bind, UdpOptions options) throws IOException {
        return NioUdpPort.bind(bind, options);
    }

    /** The address the socket is bound to, with its real port. */
    InetSocketAddress localAddress();

    /**
     * Takes what has arrived without waiting, until the kernel has no more or the batch is full. IPv4 peers have IPv4 addresses, never
     * mapped ones.
     *
     * @param batch is emptied first
     * @return the number of datagrams in the batch
     * @throws java.io.UncheckedIOException when there is nothing but errors, many in a row
     */
    int receive(DatagramBatch batch);

    /**
     * Sends the bytes between position and limit as datagrams of {@code segmentBytes}; the last one may be shorter.
     *
     * @param train a direct buffer; its position is at its limit afterwards, whatever the kernel took
     * @param segmentBytes length of each datagram but the last
     * @return the number of datagrams the kernel took; the others are lost and counted
     */
    int send(ByteBuffer train, int segmentBytes, InetSocketAddress peer);

    /**
     * Returns when a datagram can be received, {@link #wakeup} was called (even before), or the time is over; 0 and less returns at
     * once.
     */
    void await(long timeoutNs);

    /** Ends the current or the next {@link #await}. Any thread. */
    void wakeup();

    /** False once the socket is closed, by {@link #close} or by somebody else: nothing will come any more. */
    boolean isOpen();

    /** Counters since the port was opened. */
    UdpCounters counters();

    /** Closes the socket; never fails. */
    @Override
    void close();
}
