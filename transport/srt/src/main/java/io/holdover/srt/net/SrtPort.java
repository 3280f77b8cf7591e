package io.holdover.srt.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.holdover.srt.DatagramOutput;
import io.holdover.srt.SrtConnection;
import io.holdover.srt.SrtDriver;
import io.holdover.srt.SrtListener;
import io.holdover.srt.SrtListenerHandler;
import io.holdover.srt.SrtOptions;

/**
 * SRT on a loop: routes datagrams by their destination socket id to the listener or to a connection, runs the connections' timers, and lets
 * each connection that did something send once at the end of the batch. Loop thread, but for {@link #open} and {@link #close}.
 */
public final class SrtPort implements AutoCloseable {

    /** How long {@link #close} waits until all goodbyes are said; they take 100 ms. */
    static final long CLOSE_LIMIT_MS = 1_000;

    // SRT draft 3: the header has 16 bytes, its last word is the destination socket id
    private static final int HEADER_BYTES = 16;
    private static final int DESTINATION_OFFSET = 12;

    private static final int COOKIE_SECRET_BYTES = 16;

    /** Flushes of one batch end: a flush may wake other connections, but not for ever. */
    private static final int FLUSHES_PER_CONNECTION = 4;

    private static final int MIN_FLUSHES = 1_024;

    // For life
    private final DatagramLoop loop;
    private final TrainWriter trains;
    private final SrtListener listener;
    private final SocketIds ids;
    private final IntTable<Entry> entries;
    private final List<Entry> active = new ArrayList<>();
    private final LoopTimer leftOver;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final DatagramHandler inbound = new Inbound();

    // Loop thread
    private boolean closing;
    private long opened;
    private long ended;
    private long shortDatagrams;
    private long unknownIdDatagrams;

    private SrtPort(DatagramLoop loop, SrtOptions options, SrtListenerHandler handler) {
        SecureRandom random = new SecureRandom();
        byte[] cookieSecret = new byte[COOKIE_SECRET_BYTES];
        random.nextBytes(cookieSecret);
        this.loop = loop;
        this.trains = new TrainWriter(loop.port());
        this.ids = new SocketIds(loop.index(), random);
        // Connections that say goodbye still have an entry while their successors begin.
        this.entries = new IntTable<>(2 * options.connectionLimit());
        this.leftOver = loop.newTimer(() -> {
        });
        this.listener = new SrtListener(options, cookieSecret, new Driver(), handler);
    }

    /**
     * Serves SRT callers on the loop's socket from now on. Any thread.
     *
     * @param handler is asked about each caller, on the loop's thread
     */
    public static SrtPort open(DatagramLoop loop, SrtOptions options, SrtListenerHandler handler) {
        SrtPort port = new SrtPort(loop, options, handler);
        loop.attach(port.inbound);
        return port;
    }

    /** The loop this port lives on. Any thread. */
    public DatagramLoop loop() {
        return loop;
    }

    /** The connections of this moment, those saying goodbye included; a copy. */
    public Collection<SrtConnection> connections() {
        List<SrtConnection> all = new ArrayList<>(entries.size());
        entries.forEach(entry -> all.add(entry.connection));
        return all;
    }

    /** Counters since the port was opened. */
    public SrtPortCounters counters() {
        return new SrtPortCounters(opened, ended, shortDatagrams, unknownIdDatagrams);
    }

    /**
     * Refuses further callers and says goodbye to every connection; waits until that is done, at most {@value #CLOSE_LIMIT_MS} ms, unless
     * it is called on the loop's thread. The loop itself stays open, for another port. Any thread.
     */
    @Override
    public void close() {
        if (loop.inLoop()) {
            closeAll(loop.nowNs());
            return;
        }
        try {
            loop.execute(() -> closeAll(loop.nowNs()));
            if (closed.await(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                loop.detach(inbound);
            }
        } catch (RejectedExecutionException _) {
            // The loop has ended, and with it every connection.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll(long nowNs) {
        if (!closing) {
            closing = true;
            listener.close();
            connections().forEach(connection -> connection.close(nowNs));
        }
        reportClosed();
    }

    private void reportClosed() {
        if (closing && entries.size() == 0) {
            closed.countDown();
        }
    }

    private void activate(Entry entry) {
        if (!entry.active) {
            entry.active = true;
            active.add(entry);
        }
    }

    private void flushActive(long nowNs) {
        int limit = Math.max(FLUSHES_PER_CONNECTION * entries.size(), MIN_FLUSHES);
        int next = 0;
        try {
            while (next < active.size() && next < limit) {
                Entry entry = active.get(next++);
                entry.active = false;
                flush(entry, nowNs);
            }
        } finally {
            trains.flush();
            active.subList(0, next).clear();
            if (!active.isEmpty()) {
                leftOver.arm(nowNs);
            }
        }
    }

    private void flush(Entry entry, long nowNs) {
        SrtConnection connection = entry.connection;
        try {
            connection.flush(nowNs);
        } catch (RuntimeException e) {
            throw abandon(entry, nowNs, e);
        }
        if (connection.isEnded()) {
            forget(entry);
        } else {
            entry.armFor(connection.nextDeadlineNs());
        }
    }

    /** A bug in or behind this connection: it ends, its application is told, the others go on. */
    private RuntimeException abandon(Entry entry, long nowNs, RuntimeException cause) {
        if (entry.connection.isClosed()) {
            forget(entry);
            return cause;
        }
        try {
            entry.connection.close(nowNs);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            forget(entry);
        }
        return cause;
    }

    private void forget(Entry entry) {
        entry.timer.cancel();
        if (entries.remove(entry.connection.socketId()) != null) {
            ended++;
        }
        reportClosed();
    }

    /** One connection on this port. */
    private final class Entry {

        // For life
        private final SrtConnection connection;
        private final LoopTimer timer;

        // Changes
        private boolean active;
        private long armedNs;

        Entry(SrtConnection connection) {
            this.connection = connection;
            this.timer = loop.newTimer(this::onTimer);
        }

        /** A deadline that moves away is left to fire early once: most of them move with every packet. */
        void armFor(long deadlineNs) {
            if (!timer.isArmed() || deadlineNs < armedNs) {
                armedNs = deadlineNs;
                timer.arm(deadlineNs);
            }
        }

        private void onTimer() {
            long nowNs = loop.nowNs();
            long deadlineNs = connection.nextDeadlineNs();
            if (deadlineNs > nowNs) {
                armFor(deadlineNs);
                return;
            }
            try {
                connection.onTimer(nowNs);
            } catch (RuntimeException e) {
                throw abandon(this, nowNs, e);
            }
            activate(this);
        }
    }

    private final class Inbound implements DatagramHandler {

        @Override
        public void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs) {
            if (datagram.remaining() < HEADER_BYTES) {
                shortDatagrams++;
                return;
            }
            int destination = datagram.getInt(DESTINATION_OFFSET);
            if (destination == 0) {
                listener.onDatagram(datagram, peer, nowNs);
                return;
            }
            Entry entry = entries.get(destination);
            if (entry == null) {
                unknownIdDatagrams++;
                return;
            }
            try {
                entry.connection.onDatagram(datagram, peer, nowNs);
            } catch (RuntimeException e) {
                throw abandon(entry, nowNs, e);
            }
        }

        @Override
        public void onBatchEnd(long nowNs) {
            flushActive(nowNs);
        }

        @Override
        public void onLoopEnd(long nowNs) {
            closeAll(nowNs);
            // No turn comes any more: the goodbyes of the next 100 ms leave now.
            for (long laterMs = 0; laterMs <= 100; laterMs += 50) {
                long laterNs = nowNs + TimeUnit.MILLISECONDS.toNanos(laterMs);
                for (SrtConnection connection : connections()) {
                    connection.onTimer(laterNs);
                    connection.flush(laterNs);
                }
                trains.flush();
            }
        }
    }

    private final class Driver implements SrtDriver {

        @Override
        public DatagramOutput outputTo(InetSocketAddress peer) {
            return trains.outputTo(peer);
        }

        @Override
        public int newSocketId() {
            return ids.next(id -> entries.get(id) != null);
        }

        @Override
        public void onOpened(SrtConnection connection) {
            Entry entry = new Entry(connection);
            entries.put(connection.socketId(), entry);
            opened++;
            activate(entry);
        }

        @Override
        public void onActive(SrtConnection connection) {
            Entry entry = entries.get(connection.socketId());
            if (entry != null) {
                activate(entry);
            }
        }
    }
}
