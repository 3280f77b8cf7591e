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
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.holdover.testkit.RealTime;

class DatagramLoopTest {

    private static final long MS = 1_000_000;
    private static final InetSocketAddress ANY_LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final LoopOptions OPTIONS = new LoopOptions(3, UdpOptions.defaults(), 16, 500_000);

    private DatagramLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = DatagramLoop.open("test-loop", ANY_LOOPBACK, OPTIONS);
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
            assertThat(handler.events.poll(10, TimeUnit.SECONDS)).isEqualTo("42 bytes from " + client.getLocalPort());
        }
        assertThat(handler.events.poll(10, TimeUnit.SECONDS)).isEqualTo("batch end");
        assertThat(call(() -> loop.inLoop())).isTrue();
        assertThat(loop.inLoop()).isFalse();
        assertThat(loop.index()).isEqualTo(3);
    }

    @Test
    void goesOnWithAnotherSocket() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        loop.attach(handler);
        InetSocketAddress former = loop.localAddress();
        rebind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertThat(loop.localAddress()).isNotEqualTo(former);
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client.send(new DatagramPacket(new byte[42], 42, loop.localAddress()));
            assertThat(handler.events.poll(10, TimeUnit.SECONDS)).isEqualTo("42 bytes from " + client.getLocalPort());
        }
        try (DatagramSocket _ = new DatagramSocket(former)) {
            assertThat(call(() -> true)).as("woken up, and the former address is free").isTrue();
        }
    }

    @Test
    void goesOnWithAnotherAddressOfTheSamePort() throws Exception {
        int port = loop.localAddress().getPort();
        rebind(new InetSocketAddress(port));
        assertThat(loop.localAddress().getAddress().isAnyLocalAddress()).isTrue();
        rebind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(loop.localAddress()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(call(() -> true)).isTrue();
    }

    @Test
    void countsOnWithAnotherSocket() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        loop.attach(handler);
        int port = loop.localAddress().getPort();
        receiveOne(handler);
        rebind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        receiveOne(handler);
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            assertThatThrownBy(() -> rebind((InetSocketAddress) taken.getLocalSocketAddress())).isInstanceOf(IOException.class);
        }
        receiveOne(handler);
        InetSocketAddress foreign = new InetSocketAddress("192.0.2.1", loop.localAddress().getPort());
        assertThatThrownBy(() -> rebind(foreign)).as("of the same port: it goes back").isInstanceOf(IOException.class);
        receiveOne(handler);
        assertThat(call(() -> loop.counters().udp().receivedDatagrams())).isEqualTo(4);
    }

    private void receiveOne(RecordingHandler handler) throws Exception {
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client.send(new DatagramPacket(new byte[42], 42, loop.localAddress()));
            assertThat(handler.events.poll(10, TimeUnit.SECONDS)).isEqualTo("42 bytes from " + client.getLocalPort());
            assertThat(handler.events.poll(10, TimeUnit.SECONDS)).isEqualTo("batch end");
        }
    }

    @Test
    void staysWhereItIsIfTheOtherAddressIsTaken() throws Exception {
        InetSocketAddress former = loop.localAddress();
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThatThrownBy(() -> rebind((InetSocketAddress) taken.getLocalSocketAddress())).isInstanceOf(IOException.class);
        }
        assertThat(loop.localAddress()).isEqualTo(former);
        assertThat(call(() -> true)).isTrue();
        loop.close();
        assertThatThrownBy(() -> rebind(former)).isInstanceOf(IOException.class);
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
        loop.close();
        loop = DatagramLoop.start("patient-loop", new PatientPort(UdpPort.open(ANY_LOOPBACK, UdpOptions.defaults()), new AtomicLong()),
                OPTIONS);
        for (int i = 0; i < 1_000; i++) {
            assertThat(call(() -> true)).as("call %d", i).isTrue();
        }
    }

    /** A pause before it is received would make a datagram look earlier than it was. */
    @Test
    void stampsDatagramsWhenTheyHaveBeenReceived() throws Exception {
        loop.close();
        AtomicLong receivedNs = new AtomicLong();
        loop = DatagramLoop.start("stamping-loop", new PatientPort(UdpPort.open(ANY_LOOPBACK, UdpOptions.defaults()), receivedNs), OPTIONS);
        BlockingQueue<Long> sinceReceivedNs = new LinkedBlockingQueue<>();
        loop.attach(new DatagramHandler() {
            @Override
            public void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs) {
                sinceReceivedNs.add(nowNs - receivedNs.get());
            }

            @Override
            public void onBatchEnd(long nowNs) {
            }

            @Override
            public void onLoopEnd(long nowNs) {
            }
        });
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client.send(new DatagramPacket(new byte[42], 42, loop.localAddress()));
        }
        assertThat(sinceReceivedNs.poll(10, TimeUnit.SECONDS)).isNotNegative();
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
        assertThat(lateNs.get(10, TimeUnit.SECONDS)).isNotNegative();
    }

    @Test
    void outlivesWhateverItsGuestsThrow() throws Exception {
        CountDownLatch datagramCame = new CountDownLatch(1);
        RecordingHandler handler = new RecordingHandler();
        loop.attach(new DatagramHandler() {
            @Override
            public void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs) {
                datagramCame.countDown();
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
        assertThat(datagramCame.await(10, TimeUnit.SECONDS)).isTrue();
        while (eventuallyCall(() -> loop.counters().failures()) < 5) {
            Thread.onSpinWait();
        }
        loop.attach(handler);
        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket(new byte[43], 43, loop.localAddress()));
            assertThat(handler.events.poll(10, TimeUnit.SECONDS)).isEqualTo("43 bytes from " + client.getLocalPort());
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
        assertThat(handler.hearsOfTheEnd()).isTrue();
        assertThatThrownBy(() -> loop.execute(() -> {
        })).isInstanceOf(RejectedExecutionException.class);
        loop.close(); // nothing but waiting, in case the loop was too busy for the first one
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
        assertThat(handler.hearsOfTheEnd()).isTrue();
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
        assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessageContaining("65536");
    }

    /** Asks again while the loop is too busy to change over. */
    private void rebind(InetSocketAddress bind) throws IOException {
        while (true) {
            try {
                loop.rebind(bind);
                return;
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).endsWith("does not answer")) {
                    throw e;
                }
            }
        }
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

        boolean hearsOfTheEnd() throws InterruptedException {
            String event = events.poll(10, TimeUnit.SECONDS);
            while (event != null && !event.equals("loop end")) {
                event = events.poll(10, TimeUnit.SECONDS);
            }
            return event != null;
        }
    }

    /** A socket that waits an hour whatever it is told, so that only a datagram or a wake-up goes on, and notes when it has received. */
    private record PatientPort(UdpPort real, AtomicLong receivedNs) implements UdpPort {
        @Override
        public InetSocketAddress localAddress() {
            return real.localAddress();
        }

        @Override
        public int receive(DatagramBatch batch) {
            int received = real.receive(batch);
            receivedNs.set(System.nanoTime());
            return received;
        }

        @Override
        public int send(ByteBuffer train, int segmentBytes, InetSocketAddress peer) {
            return real.send(train, segmentBytes, peer);
        }

        @Override
        public void await(long timeoutNs) {
            real.await(Duration.ofHours(1).toNanos());
        }

        @Override
        public void wakeup() {
            real.wakeup();
        }

        @Override
        public boolean isOpen() {
            return real.isOpen();
        }

        @Override
        public UdpCounters counters() {
            return real.counters();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
