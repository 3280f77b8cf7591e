package io.holdover.srt;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/** A host without sockets: routes datagrams as {@link SrtDriver} asks, and hands what leaves to whoever plays the network. */
final class SimulatedHost implements SrtDriver {
    final InetSocketAddress address;
    final Map<Integer, SrtConnection> connections = new HashMap<>();
    /** Destination and datagram of everything that leaves. */
    BiConsumer<InetSocketAddress, byte[]> network = (to, datagram) -> {
    };
    @Nullable
    SrtListener listener;
    int unknownIds;
    int flushes;
    private final LinkedHashSet<SrtConnection> active = new LinkedHashSet<>();
    private int nextSocketId;

    SimulatedHost(InetSocketAddress address, int firstSocketId) {
        this.address = address;
        this.nextSocketId = firstSocketId;
    }

    void receive(byte[] datagram, InetSocketAddress from, long nowNs) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(datagram.length).put(datagram).flip();
        int destination = datagram.length < 16 ? -1 : buffer.getInt(12);
        if (destination == 0 && listener != null) {
            listener.onDatagram(buffer, from, nowNs);
            return;
        }
        SrtConnection connection = connections.get(destination);
        if (connection == null) {
            unknownIds++;
        } else {
            connection.onDatagram(buffer, from, nowNs);
        }
    }

    /** Runs due timers, then lets everyone who did something send. */
    void finishBatch(long nowNs) {
        for (SrtConnection connection : List.copyOf(connections.values())) {
            if (connection.nextDeadlineNs() <= nowNs) {
                connection.onTimer(nowNs);
            }
        }
        while (!active.isEmpty()) {
            List<SrtConnection> batch = new ArrayList<>(active);
            active.clear();
            for (SrtConnection connection : batch) {
                flushes++;
                connection.flush(nowNs);
                if (connection.isEnded()) {
                    connections.remove(connection.socketId());
                }
            }
        }
    }

    long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (SrtConnection connection : connections.values()) {
            next = Math.min(next, connection.nextDeadlineNs());
        }
        return next;
    }

    @Override
    public DatagramOutput outputTo(InetSocketAddress peer) {
        return new DatagramOutput() {
            private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);

            @Override
            public ByteBuffer claim() {
                return buffer.clear();
            }

            @Override
            public void commit(int lengthBytes) {
                byte[] datagram = new byte[lengthBytes];
                buffer.get(0, datagram);
                network.accept(peer, datagram);
            }

            @Override
            public void flush() {
                // the network takes each datagram as it is committed
            }
        };
    }

    @Override
    public int newSocketId() {
        return nextSocketId++;
    }

    @Override
    public void onOpened(SrtConnection connection) {
        connections.put(connection.socketId(), connection);
    }

    @Override
    public void onActive(SrtConnection connection) {
        if (!active.add(connection)) {
            throw new AssertionError("announced twice between two flushes");
        }
    }

    /** Sixteen bytes for cookies. */
    static byte[] secret() {
        byte[] secret = new byte[16];
        Arrays.fill(secret, (byte) 7);
        return secret;
    }
}
