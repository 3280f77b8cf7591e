package io.holdover.srt.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.AcceptOptions;
import io.holdover.srt.CloseReason;
import io.holdover.srt.ConnectionRequest;
import io.holdover.srt.RejectionReason;
import io.holdover.srt.SrtConnection;
import io.holdover.srt.SrtConnectionHandler;
import io.holdover.srt.SrtOptions;
import io.holdover.srt.SrtStatistics;
import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.crypto.SessionKeys;
import io.holdover.srt.net.DatagramLoop;
import io.holdover.srt.net.LoopOptions;
import io.holdover.srt.net.SrtPort;
import io.holdover.srt.net.SrtPortCounters;

/**
 * The least application on an {@link SrtPort}: what a publisher of a name sends goes to every reader of that name, and is remembered.
 * Stream
 * ids are {@code #!::r=name,m=publish}, {@code #!::r=name} and {@code publish:name}.
 */
final class RelayServer implements AutoCloseable {

    private static final int RING_PACKETS = 1 << 15;
    private static final int MAX_REMEMBERED = 100_000;

    // For life
    final DatagramLoop loop;
    final SrtPort port;
    private final SrtOptions options;
    private final ExecutorService keyWork = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    // Set by tests
    final Map<String, String> passphrases = new ConcurrentHashMap<>();
    final Map<String, RejectionReason> refusals = new ConcurrentHashMap<>();
    volatile boolean remembering = true;

    // Loop thread
    private final Map<String, Name> names = new HashMap<>();
    private final Map<Integer, Guest> guests = new LinkedHashMap<>();
    private final List<String> closed = new ArrayList<>();
    private final List<Long> silencesNs = new ArrayList<>();
    private final List<String> requested = new ArrayList<>();

    private RelayServer(DatagramLoop loop, SrtOptions options) {
        this.loop = loop;
        this.options = options;
        this.port = SrtPort.open(loop, options, this::onRequest);
    }

    static RelayServer open() {
        return open(SrtOptions.defaults());
    }

    static RelayServer open(SrtOptions options) {
        try {
            return new RelayServer(DatagramLoop.open("relay", new InetSocketAddress(0), LoopOptions.defaults()), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), loop.localAddress().getPort());
    }

    InetSocketAddress address6() {
        return new InetSocketAddress(InetAddress.ofLiteral("::1"), loop.localAddress().getPort());
    }

    /** What a name's publishers sent, in order. */
    List<byte[]> received(String name) {
        return ask(() -> names.containsKey(name) ? List.copyOf(names.get(name).remembered) : List.of());
    }

    int receivedCount(String name) {
        return ask(() -> names.containsKey(name) ? names.get(name).count : 0);
    }

    /** Packets that a name's publishers sent and that never came. */
    int gaps(String name) {
        return ask(() -> names.containsKey(name) ? names.get(name).gaps : 0);
    }

    /** How long after its play time each payload came, in nanoseconds. */
    List<Long> latenessNs(String name) {
        return ask(() -> List.copyOf(names.get(name).latenessNs));
    }

    /** Each payload's play time. */
    List<Long> playTimesNs(String name) {
        return ask(() -> List.copyOf(names.get(name).playTimesNs));
    }

    List<Integer> connectionIds() {
        return ask(() -> List.copyOf(guests.keySet()));
    }

    List<String> streamIds() {
        return ask(() -> guests.values().stream().map(guest -> guest.connection().streamId()).toList());
    }

    /** Every request's stream id. */
    List<String> requested() {
        return ask(() -> List.copyOf(requested));
    }

    /** "name: reason" for each connection that ended. */
    List<String> closed() {
        return ask(() -> List.copyOf(closed));
    }

    /** How long the peer of each connection that ended had been silent. */
    List<Long> silencesNs() {
        return ask(() -> List.copyOf(silencesNs));
    }

    /** Statistics of the only connection that has this stream id. */
    SrtStatistics statistics(String streamId) {
        return ask(() -> only(streamId).connection().statistics(loop.nowNs()));
    }

    void close(String streamId) {
        ask(() -> {
            only(streamId).connection().close(loop.nowNs());
            return true;
        });
    }

    <T> T withConnection(String streamId, java.util.function.Function<SrtConnection, T> question) {
        return ask(() -> question.apply(only(streamId).connection()));
    }

    SrtPortCounters counters() {
        return ask(port::counters);
    }

    long failures() {
        return ask(() -> loop.counters().failures());
    }

    @Override
    public void close() {
        port.close();
        loop.close();
        keyWork.shutdownNow();
    }

    <T> T ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.call());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private Guest only(String streamId) {
        List<Guest> found = guests.values().stream().filter(guest -> guest.connection().streamId().equals(streamId)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " connections with stream id " + streamId + " of " + guests.keySet());
        }
        return found.getFirst();
    }

    private void onRequest(ConnectionRequest request) {
        long nowNs = loop.nowNs();
        requested.add(request.streamId());
        String name = nameOf(request.streamId());
        boolean publishes = request.streamId().contains("m=publish") || request.streamId().startsWith("publish:");
        RejectionReason refusal = refusals.get(name);
        if (refusal != null) {
            request.reject(refusal, nowNs);
            return;
        }
        String passphrase = passphrases.get(name);
        KeyMaterialMessage material = request.keyMaterial();
        if ((passphrase == null) != (material == null)) {
            request.reject(RejectionReason.UNSECURE, nowNs);
        } else if (passphrase == null || material == null) {
            welcome(request, name, publishes, null);
        } else {
            keyWork.execute(() -> {
                SessionKeys keys = material.unwrap(passphrase.getBytes(StandardCharsets.UTF_8));
                loop.execute(() -> {
                    if (keys == null) {
                        request.reject(RejectionReason.BADSECRET, loop.nowNs());
                    } else {
                        welcome(request, name, publishes, keys);
                    }
                });
            });
        }
    }

    private void welcome(ConnectionRequest request, String name, boolean publishes, @Nullable SessionKeys keys) {
        Guest guest = new Guest(names.computeIfAbsent(name, Name::new), publishes);
        SrtConnection connection = request.accept(new AcceptOptions(options, keys), guest, loop.nowNs());
        if (connection != null) {
            guest.connection = connection;
            guests.put(connection.socketId(), guest);
            if (!publishes) {
                guest.next = guest.name.head;
                guest.name.readers.add(guest);
            }
        }
    }

    private static String nameOf(String streamId) {
        if (streamId.startsWith("#!::")) {
            for (String pair : streamId.substring(4).split(",", -1)) {
                if (pair.startsWith("r=")) {
                    return pair.substring(2);
                }
            }
            return "";
        }
        return streamId.substring(streamId.indexOf(':') + 1);
    }

    /** What flows under one name: a ring of payload copies and its readers. */
    private final class Name {
        private final byte[][] payloads = new byte[RING_PACKETS][];
        private final long[] playNs = new long[RING_PACKETS];
        private final List<Guest> readers = new ArrayList<>();
        private final List<byte[]> remembered = new ArrayList<>();
        private final String name;
        private long head;
        private int count;
        private int gaps;
        private boolean pumping;
        private final List<Long> latenessNs = new ArrayList<>();
        private final List<Long> playTimesNs = new ArrayList<>();

        Name(String name) {
            this.name = name;
        }

        void add(ByteBuffer payload, long atNs) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            payloads[(int) head & RING_PACKETS - 1] = bytes;
            playNs[(int) head & RING_PACKETS - 1] = atNs;
            head++;
            count++;
            if (remembering && remembered.size() < MAX_REMEMBERED) {
                remembered.add(bytes);
                latenessNs.add(System.nanoTime() - atNs);
                playTimesNs.add(atNs);
            }
            if (!pumping && !readers.isEmpty()) {
                pumping = true;
                loop.atBatchEnd(() -> {
                    pumping = false;
                    readers.forEach(Guest::pump);
                });
            }
        }

        int copy(long index, ByteBuffer target) {
            if (index < head - RING_PACKETS) {
                return -1;
            }
            byte[] bytes = payloads[(int) index & RING_PACKETS - 1];
            target.put(bytes);
            return bytes.length;
        }
    }

    /** One connection. */
    private final class Guest implements SrtConnectionHandler {
        private final Name name;
        private final boolean publishes;
        private @Nullable SrtConnection connection;
        private long next;

        Guest(Name name, boolean publishes) {
            this.name = name;
            this.publishes = publishes;
        }

        SrtConnection connection() {
            if (connection == null) {
                throw new IllegalStateException("not accepted");
            }
            return connection;
        }

        void pump() {
            next = Math.max(next, name.head - RING_PACKETS);
            while (next < name.head) {
                int slot = (int) next & RING_PACKETS - 1;
                if (!connection().offer(name::copy, next, name.payloads[slot].length, name.playNs[slot], loop.nowNs())) {
                    return;
                }
                next++;
            }
        }

        @Override
        public void onPayload(SrtConnection from, ByteBuffer payload, long playNs) {
            if (publishes) {
                name.add(payload, playNs);
            }
        }

        @Override
        public void onGap(SrtConnection from, int packets) {
            name.gaps += packets;
        }

        @Override
        public void onSendable(SrtConnection to) {
            pump();
        }

        @Override
        public void onClosed(SrtConnection which, CloseReason reason) {
            guests.remove(which.socketId());
            name.readers.remove(this);
            closed.add(name.name + ": " + reason);
            silencesNs.add(loop.nowNs() - which.lastHeardNs());
        }
    }
}
