package io.holdover.srt.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * The backend that runs everywhere: a non-blocking {@link DatagramChannel}, one system call per datagram. The channel keeps the last
 * sender's address object, so that only alternating senders cost an allocation per datagram.
 */
final class NioUdpPort implements UdpPort {

    /** How long one batch may wait for a full send buffer before datagrams are dropped; loss repair brings them back. */
    static final long SEND_PATIENCE_NS = 1_000_000;

    /** The step of that waiting: 12 datagrams at 1 Gbit/s. */
    private static final long SEND_PAUSE_NS = 100_000;

    /** Errors after which a receive call ends: each consumes one pending error of the socket. */
    private static final int MAX_RECEIVE_ERRORS = 16;

    private static final long NS_PER_MS = 1_000_000;

    private static final Logger LOG = System.getLogger(NioUdpPort.class.getName());

    // For life
    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress localAddress;

    // Per batch
    private long sendPatienceNs = SEND_PATIENCE_NS;

    // Counters
    private long receivedDatagrams;
    private long oversizedDatagrams;
    private long receiveErrors;
    private long sentDatagrams;
    private long sendStalls;
    private long sendDrops;
    private long sendErrors;

    private NioUdpPort(DatagramChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
    }

    static NioUdpPort bind(InetSocketAddress address, UdpOptions options) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            request(channel, StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes(), "net.core.rmem_max");
            request(channel, StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes(), "net.core.wmem_max");
            channel.configureBlocking(false);
            channel.bind(address);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new NioUdpPort(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void request(DatagramChannel channel, SocketOption<Integer> option, int bytes, String limitedBy) throws IOException {
        channel.setOption(option, bytes);
        int grantedBytes = channel.getOption(option);
        if (grantedBytes < bytes / 2) {
            LOG.log(Level.WARNING, "{0} is {1} bytes instead of {2}: bursts may be lost; raise {3}", option.name(),
                    Integer.toString(grantedBytes), Integer.toString(bytes), limitedBy);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public int receive(DatagramBatch batch) {
        batch.clear();
        sendPatienceNs = SEND_PATIENCE_NS;
        int errors = 0;
        while (!batch.isFull() && errors < MAX_RECEIVE_ERRORS) {
            ByteBuffer slot = batch.claim();
            SocketAddress peer;
            try {
                peer = channel.receive(slot);
            } catch (IOException e) {
                // An ICMP error of an earlier send, for instance: it says nothing about the next datagram.
                receiveErrors++;
                errors++;
                if (errors == MAX_RECEIVE_ERRORS && batch.size() == 0) {
                    throw new UncheckedIOException("the socket of " + localAddress + " gives nothing but errors", e);
                }
                continue;
            }
            if (peer == null) {
                break;
            }
            if (slot.hasRemaining()) {
                batch.commit((InetSocketAddress) peer);
            } else {
                oversizedDatagrams++;
            }
        }
        receivedDatagrams += batch.size();
        return batch.size();
    }

    @Override
    public int send(ByteBuffer train, int segmentBytes, InetSocketAddress peer) {
        int end = train.limit();
        int taken = 0;
        while (train.position() < end) {
            int next = Math.min(train.position() + segmentBytes, end);
            train.limit(next);
            if (sendOne(train, peer)) {
                taken++;
            }
            train.position(next);
            train.limit(end);
        }
        sentDatagrams += taken;
        return taken;
    }

    private boolean sendOne(ByteBuffer datagram, InetSocketAddress peer) {
        try {
            while (channel.send(datagram, peer) == 0 && datagram.hasRemaining()) {
                if (sendPatienceNs <= 0) {
                    sendDrops++;
                    return false;
                }
                sendStalls++;
                sendPatienceNs -= SEND_PAUSE_NS;
                LockSupport.parkNanos(this, SEND_PAUSE_NS);
            }
            return true;
        } catch (IOException | RuntimeException _) {
            // No route, a firewall, an address family this socket lacks: the peer is not to be reached now, others are.
            sendErrors++;
            return false;
        }
    }

    @Override
    public void await(long timeoutNs) {
        try {
            if (timeoutNs <= 0) {
                selector.selectNow(_ -> {
                });
            } else {
                // Rounded up: a deadline must not be polled for.
                selector.select(_ -> {
                }, Math.ceilDiv(timeoutNs, NS_PER_MS));
            }
        } catch (IOException | ClosedSelectorException e) {
            throw new IllegalStateException("the selector of " + localAddress + " failed", e);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public UdpCounters counters() {
        return new UdpCounters(receivedDatagrams, oversizedDatagrams, receiveErrors, sentDatagrams, sendStalls, sendDrops, sendErrors);
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a UDP port", e);
        }
    }
}
