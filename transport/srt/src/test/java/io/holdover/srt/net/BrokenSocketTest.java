package io.holdover.srt.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loop whose socket fails. */
class BrokenSocketTest {
    private static final long MS = 1_000_000;
    private static final String NAME = "broken-loop";

    private final BrokenPort port = new BrokenPort();
    private final CountDownLatch goodbye = new CountDownLatch(1);
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(DatagramLoop.class.getName());
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            String message = new java.util.logging.SimpleFormatter().formatMessage(entry);
            if (message.startsWith(NAME)) { // other tests have loops at the same time
                logged.add(message);
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private DatagramLoop loop;

    @BeforeEach
    void start() {
        logger.addHandler(recorder);
        loop = DatagramLoop.start(NAME, port, new LoopOptions(0, UdpOptions.defaults(), 16, 0));
        loop.attach(new DatagramHandler() {
            @Override
            public void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs) {
                throw new AssertionError("nothing can come");
            }

            @Override
            public void onBatchEnd(long nowNs) {
                // nothing to send
            }

            @Override
            public void onLoopEnd(long nowNs) {
                goodbye.countDown();
            }
        });
    }

    @AfterEach
    void close() {
        loop.close();
        logger.removeHandler(recorder);
    }

    @Test
    void runsTasksAndTimersWhileReceivingFails() throws Exception {
        port.receiveFailure = new UncheckedIOException(new IOException("no buffer space"));
        while (call(() -> loop.counters().failures()) == 0) {
            Thread.onSpinWait();
        }
        CompletableFuture<Boolean> fired = new CompletableFuture<>();
        loop.execute(() -> loop.schedule(loop.nowNs() + 5 * MS, () -> fired.complete(true)));
        assertThat(fired.get(10, TimeUnit.SECONDS)).isTrue();
        port.receiveFailure = null;
        assertThat(call(() -> loop.inLoop())).isTrue();
    }

    @Test
    void runsTasksWhileWaitingFails() throws Exception {
        port.waitFailure = new IllegalStateException("the selector failed");
        while (call(() -> loop.counters().failures()) < 3) {
            Thread.onSpinWait();
        }
        assertThat(call(() -> loop.inLoop())).isTrue();
    }

    @Test
    void pausesWhileItsSocketFailsAgainAndAgain() throws Exception {
        long beginNs = System.nanoTime();
        port.neverWaits = true;
        port.receiveFailure = new UncheckedIOException(new IOException("no buffer space"));
        int before = port.receiveCalls.get();
        while (System.nanoTime() - beginNs < 200 * MS || port.receiveCalls.get() - before < 3) {
            call(() -> true);
        }
        int calls = port.receiveCalls.get() - before;
        int messages = logged.size();
        long elapsedMs = (System.nanoTime() - beginNs) / MS;
        assertThat(calls).as("calls in %d ms", elapsedMs).isLessThanOrEqualTo((int) (elapsedMs / 10) + 5);
        // The first turn's time may be from before the beginning.
        assertThat(messages).as("at most one a second").isBetween(1, 2 + (int) (elapsedMs / 1_000));
        assertThat(logged.getFirst()).isEqualTo("broken-loop: failure 1, in a receive call");
    }

    @Test
    void endsAndSaysSoWhenItsSocketIsClosedForGood() throws Exception {
        port.open = false;
        port.wakeup();
        assertThat(goodbye.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> loop.execute(() -> {
        })).isInstanceOf(RejectedExecutionException.class);
        assertThat(logged).contains("broken-loop ends: its socket on " + port.localAddress() + " was closed");
    }

    private <T> T call(java.util.concurrent.Callable<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.get(10, TimeUnit.SECONDS);
    }

    /** Nothing ever comes; fails as it is told to. */
    private static final class BrokenPort implements UdpPort {
        private final AtomicInteger receiveCalls = new AtomicInteger();
        private final BlockingQueue<Boolean> wakeups = new LinkedBlockingQueue<>();
        private volatile RuntimeException receiveFailure;
        private volatile RuntimeException waitFailure;
        private volatile boolean neverWaits;
        private volatile boolean open = true;

        @Override
        public InetSocketAddress localAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);
        }

        @Override
        public int receive(DatagramBatch batch) {
            receiveCalls.incrementAndGet();
            RuntimeException failure = receiveFailure;
            if (failure != null) {
                throw failure;
            }
            return 0;
        }

        @Override
        public int send(ByteBuffer train, int segmentBytes, InetSocketAddress peer) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void await(long timeoutNs) {
            RuntimeException failure = waitFailure;
            if (failure != null) {
                throw failure;
            }
            try {
                if (!neverWaits) {
                    wakeups.poll(timeoutNs, TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void wakeup() {
            wakeups.add(true);
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public UdpCounters counters() {
            return new UdpCounters(0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
