package io.holdover.srt.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.holdover.testkit.RealTime;

class DatagramLoopTest {

    private static final long MS = 1_000_000;

    private DatagramLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = DatagramLoop.open("test-loop", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LoopOptions(3, UdpOptions.defaults(), 16, 500_000));
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void handsDatagramsToItsHandlerAndEndsTheBatchAfterThem() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        loop.attach(handler);
        call(() -> true);
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client.send(new DatagramPacket(new byte[42], 42, loop.localAddress()));
            assertThat(handler.events.poll(5, TimeUnit.SECONDS)).isEqualTo("42 bytes from " + client.getLocalPort());
        }
        assertThat(handler.events.poll(5, TimeUnit.SECONDS)).isEqualTo("batch end");
        assertThat(call(() -> loop.inLoop())).isTrue();
        assertThat(loop.inLoop()).isFalse();
        assertThat(loop.index()).isEqualTo(3);
    }

    @Test
    void goesOnWithAnotherSocket() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        loop.attach(handler);
        InetSocketAddress former = loop.localAddress();
        loop.rebind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertThat(loop.localAddress()).isNotEqualTo(former);
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client.send(new DatagramPacket(new byte[42], 42, loop.localAddress()));
            assertThat(handler.events.poll(5, TimeUnit.SECONDS)).isEqualTo("42 bytes from " + client.getLocalPort());
        }
        try (DatagramSocket _ = new DatagramSocket(former)) {
            assertThat(call(() -> true)).as("woken up, and the former address is free").isTrue();
        }
    }

    @Test
    void goesOnWithAnotherAddressOfTheSamePort() throws Exception {
        int port = loop.localAddress().getPort();
        loop.rebind(new InetSocketAddress(port));
        assertThat(loop.localAddress().getAddress().isAnyLocalAddress()).isTrue();
        loop.rebind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(loop.localAddress()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(call(() -> true)).isTrue();
    }

    @Test
    void countsOnWithAnotherSocket() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        loop.attach(handler);
        int port = loop.localAddress().getPort();
        receiveOne(handler);
        loop.rebind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        receiveOne(handler);
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            assertThatThrownBy(() -> loop.rebind((InetSocketAddress) taken.getLocalSocketAddress())).isInstanceOf(IOException.class);
        }
        receiveOne(handler);
        InetSocketAddress foreign = new InetSocketAddress("192.0.2.1", loop.localAddress().getPort());
        assertThatThrownBy(() -> loop.rebind(foreign)).as("of the same port: it goes back").isInstanceOf(IOException.class);
        receiveOne(handler);
        assertThat(call(() -> loop.counters().udp().receivedDatagrams())).isEqualTo(4);
    }

    private void receiveOne(RecordingHandler handler) throws Exception {
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client.send(new DatagramPacket(new byte[42], 42, loop.localAddress()));
            assertThat(handler.events.poll(5, TimeUnit.SECONDS)).isEqualTo("42 bytes from " + client.getLocalPort());
            assertThat(handler.events.poll(5, TimeUnit.SECONDS)).isEqualTo("batch end");
        }
    }

    @Test
    void staysWhereItIsIfTheOtherAddressIsTaken() throws Exception {
        InetSocketAddress former = loop.localAddress();
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThatThrownBy(() -> loop.rebind((InetSocketAddress) taken.getLocalSocketAddress())).isInstanceOf(IOException.class);
        }
        assertThat(loop.localAddress()).isEqualTo(former);
        assertThat(call(() -> true)).isTrue();
        loop.close();
        assertThatThrownBy(() -> loop.rebind(former)).isInstanceOf(IOException.class);
    }

    @Test
    void countsDatagramsThatComeBeforeThereIsAHandler() throws Exception {
        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket(new byte[42], 42, loop.localAddress()));
        }
        // The datagram is in the socket's buffer by now, and every turn begins with receiving.
        long turn = call(() -> loop.counters().turns());
        while (call(() -> loop.counters().turns()) == turn) {
            Thread.onSpinWait();
        }
        assertThat(call(() -> loop.counters().unhandledDatagrams())).isOne();
    }

    @Test
    void wakesForATaskWhileItWaits() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            long beforeNs = System.nanoTime();
            call(() -> true);
            assertThat(System.nanoTime() - beforeNs).as("call %d", i).isLessThan(500 * MS);
        }
    }

    @Test
    void sleepsOnAlthoughATaskLeftItsThreadInterrupted() throws Exception {
        loop.execute(() -> Thread.currentThread().interrupt());
        long turns = call(() -> loop.counters().turns());
        RealTime.pass(Duration.ofMillis(50)); // nothing else shows that nothing happens
        assertThat(call(() -> loop.counters().turns()) - turns).isLessThan(10);
    }

    @Test
    void refusesTasksWhenItsQueueIsFull() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.execute(() -> {
            blocked.countDown();
            await(release);
        });
        blocked.await();
        for (int i = 0; i < 16; i++) {
            loop.execute(() -> {
            });
        }
        assertThatThrownBy(() -> loop.execute(() -> {
        })).isInstanceOf(RejectedExecutionException.class).hasMessageContaining("16");
        release.countDown();
        assertThat(eventuallyCall(() -> true)).isTrue();
    }

    @Test
    void runsTimersAtTheirTime() throws Exception {
        CompletableFuture<Long> lateNs = new CompletableFuture<>();
        loop.execute(() -> {
            long deadlineNs = loop.nowNs() + 20 * MS;
            loop.schedule(deadlineNs, () -> lateNs.complete(loop.nowNs() - deadlineNs));
        });
        assertThat(lateNs.get(5, TimeUnit.SECONDS)).isBetween(0L, 500 * MS);
    }

    @Test
    void outlivesWhateverItsGuestsThrow() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        loop.attach(new DatagramHandler() {
            @Override
            public void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs) {
                throw new IllegalStateException("in a datagram");
            }

            @Override
            public void onBatchEnd(long nowNs) {
                throw new StackOverflowError("at a batch end");
            }

            @Override
            public void onLoopEnd(long nowNs) {
                throw new AssertionError("at the end");
            }
        });
        loop.execute(() -> {
            loop.schedule(loop.nowNs(), () -> {
                throw new IllegalStateException("in a timer");
            });
            loop.atBatchEnd(() -> {
                throw new IllegalStateException("in a batch end action");
            });
            throw new IllegalStateException("in a task");
        });
        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket(new byte[42], 42, loop.localAddress()));
        }
        while (eventuallyCall(() -> loop.counters().failures()) < 5) {
            Thread.onSpinWait();
        }
        loop.attach(handler);
        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket(new byte[43], 43, loop.localAddress()));
            assertThat(handler.events.poll(5, TimeUnit.SECONDS)).isEqualTo("43 bytes from " + client.getLocalPort());
        }
    }

    @Test
    void runsBatchEndActionsOnceBeforeTheHandlerSends() throws Exception {
        List<String> order = new ArrayList<>();
        CompletableFuture<List<String>> afterTwoMoreTurns = new CompletableFuture<>();
        loop.attach(new RecordingHandler() {
            private int turns;

            @Override
            public void onBatchEnd(long nowNs) {
                if (order.isEmpty()) {
                    return;
                }
                order.add("handler");
                if (++turns == 3) {
                    afterTwoMoreTurns.complete(List.copyOf(order));
                } else {
                    loop.schedule(nowNs, () -> { // one more turn
                    });
                }
            }
        });
        loop.execute(() -> {
            loop.atBatchEnd(() -> {
                order.add("first");
                loop.atBatchEnd(() -> order.add("second"));
            });
        });
        assertThat(afterTwoMoreTurns.get(10, TimeUnit.SECONDS)).containsExactly("first", "second", "handler", "handler", "handler");
    }

    @Test
    void letsTheHandlerSayGoodbyeAndRefusesTasksAfterwards() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        loop.attach(handler);
        call(() -> true);
        loop.close();
        assertThat(handler.events).contains("loop end");
        assertThatThrownBy(() -> loop.execute(() -> {
        })).isInstanceOf(RejectedExecutionException.class);
        try (DatagramSocket reuse = new DatagramSocket(loop.localAddress())) {
            assertThat(reuse.isBound()).isTrue();
        }
        loop.close();
    }

    @Test
    void closesFromItsOwnThread() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        loop.attach(handler);
        loop.execute(loop::close);
        String event = handler.events.poll(5, TimeUnit.SECONDS);
        while (event != null && !event.equals("loop end")) {
            event = handler.events.poll(5, TimeUnit.SECONDS);
        }
        assertThat(event).isEqualTo("loop end");
    }

    @Test
    void limitsTheActionsOfOneBatchEnd() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        loop.execute(() -> {
            for (int i = 0; i < DatagramLoop.MAX_BATCH_END_ACTIONS; i++) {
                loop.atBatchEnd(() -> {
                });
            }
            try {
                loop.atBatchEnd(() -> {
                });
            } catch (IllegalStateException e) {
                thrown.complete(e);
            }
        });
        assertThat(thrown.get(5, TimeUnit.SECONDS)).hasMessageContaining("65536");
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

    /** Asks again while the queue is full. */
    private <T> T eventuallyCall(java.util.concurrent.Callable<T> question) throws Exception {
        while (true) {
            try {
                return call(question);
            } catch (RejectedExecutionException _) {
                Thread.onSpinWait();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static class RecordingHandler implements DatagramHandler {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private boolean busy;

        @Override
        public void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs) {
            busy = true;
            events.add(datagram.remaining() + " bytes from " + peer.getPort());
        }

        @Override
        public void onBatchEnd(long nowNs) {
            if (busy) {
                busy = false;
                events.add("batch end");
            }
        }

        @Override
        public void onLoopEnd(long nowNs) {
            events.add("loop end");
        }
    }
}
