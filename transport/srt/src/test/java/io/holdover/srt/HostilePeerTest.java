package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that was admitted and now sends what costs us as much as possible: no datagram may cost much more than an honest one. */
class HostilePeerTest extends ConnectionFixture {
    private static final int WIDE = 25_000;
    private static final int ROUNDS = 8;
    private static final int DATAGRAMS_PER_ROUND = 2_000;
    /** An honest one costs a tenth of it; a walk through a wide window costs twice as much at least. */
    private static final long MAX_NS_PER_DATAGRAM = 8_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @BeforeEach
    void delayDelivery() {
        fixture.options = fixture.options.withReceiveLatencyMs(60_000).withPeerLatencyMs(60_000);
        caller.flowWindowPackets = 25_600;
    }

    /** CPU time of the cheapest round, so that neither warming up nor other threads count. */
    private long nsPerDatagram(SrtConnection connection, IntFunction<byte[]> datagrams) {
        long least = Long.MAX_VALUE;
        ByteBuffer datagram = ByteBuffer.allocateDirect(1_500);
        for (int round = 0; round < ROUNDS; round++) {
            byte[][] prepared = new byte[DATAGRAMS_PER_ROUND][];
            for (int i = 0; i < DATAGRAMS_PER_ROUND; i++) {
                prepared[i] = datagrams.apply(round * DATAGRAMS_PER_ROUND + i);
            }
            long beginNs = threads.getCurrentThreadCpuTime();
            for (byte[] bytes : prepared) {
                datagram.clear().put(bytes).flip();
                connection.onDatagram(datagram, ListenerFixture.PEER, fixture.nowNs);
                fixture.host.finishBatch(fixture.nowNs);
            }
            least = Math.min(least, (threads.getCurrentThreadCpuTime() - beginNs) / DATAGRAMS_PER_ROUND);
            fixture.sent.clear();
        }
        return least;
    }

    private byte[] controlOf(SrtConnection connection, int type, int... words) {
        return ListenerFixture.control(type, 0, 0, nowUs(), connection.socketId(), words);
    }

    @Test
    void keepsAliveCheaplyBeforeAWideGap() {
        SrtConnection connection = connect();
        data(connection, WIDE);
        assertThat(nsPerDatagram(connection, i -> controlOf(connection, 1, 0))).isLessThan(MAX_NS_PER_DATAGRAM);
    }

    @Test
    void looksForDuePacketsCheaplyBehindAWideGap() {
        SrtConnection connection = connect();
        data(connection, 9_000);
        byte[] payload = payloads.payload(0);
        assertThat(nsPerDatagram(connection, i -> ListenerFixture.data(FIRST + 9_001 + i, SOLO | 1, nowUs() - 60_000_000,
                connection.socketId(), payload))).isLessThan(MAX_NS_PER_DATAGRAM);
    }

    @Test
    void dropsAWideRangeCheaply() {
        SrtConnection connection = connect();
        data(connection, 0);
        data(connection, WIDE);
        assertThat(nsPerDatagram(connection, i -> controlOf(connection, 7, FIRST + 1, FIRST + WIDE - 1))).isLessThan(MAX_NS_PER_DATAGRAM);
    }

    @Test
    void listensToLossReportsOfEverythingOnlyNowAndThen() {
        SrtConnection connection = connect();
        for (int i = 0; i < WIDE; i++) {
            assertThat(connection.offer(payloads, i, 8, fixture.nowNs, fixture.nowNs)).isTrue();
        }
        while (connection.statistics(fixture.nowNs).sent().flightPackets() < WIDE) {
            fixture.run(10);
        }
        assertThat(nsPerDatagram(connection, i -> controlOf(connection, 3, RANGE | FIRST, FIRST + WIDE - 1)))
                .isLessThan(MAX_NS_PER_DATAGRAM);
    }

    @Test
    void movesItsWholeWindowAtABoundedPrice() {
        SrtConnection connection = connect();
        byte[] payload = payloads.payload(0);
        long ns = nsPerDatagram(connection, i -> {
            int base = FIRST + i / 2 * WIDE;
            return i % 2 == 0
                    ? ListenerFixture.data(base + WIDE - 1, SOLO | 1, nowUs() - 60_000_000, connection.socketId(), payload)
                    : controlOf(connection, 7, base, base + WIDE - 2);
        });
        assertThat(connection.statistics(fixture.nowNs).received().droppedPackets()).isGreaterThan(1_000L * WIDE);
        assertThat(ns).isLessThan(3 * MAX_NS_PER_DATAGRAM);
    }

    @Test
    void isHeardOnceInTenMillisecondsAboutTheLossOfEachPacket() {
        fixture.options = fixture.options.withSendBufferPackets(40);
        SrtConnection connection = connect();
        offer(connection, 40);
        for (int i = 0; i < 10; i++) {
            control(connection, 3, 0, RANGE | FIRST, FIRST + 39);
        }
        assertThat(connection.statistics(fixture.nowNs).sent().lossPackets()).isEqualTo(40);
        fixture.run(10);
        control(connection, 3, 0, RANGE | FIRST, FIRST + 39);
        assertThat(connection.statistics(fixture.nowNs).sent().lossPackets()).isEqualTo(80);
    }

    @Test
    void getsFewDropRequestsForManyPacketsThatAreGone() {
        SrtConnection connection = connect();
        offer(connection, 200);
        payloads.goneBelow = 200;
        int[] everySecondBackwards = new int[100];
        for (int i = 0; i < everySecondBackwards.length; i++) {
            everySecondBackwards[i] = FIRST + 199 - 2 * i;
        }
        fixture.sent.clear();
        control(connection, 3, 0, everySecondBackwards);
        assertThat(sent(7)).as("found gone when they were to be repeated").hasSize(8);
        fixture.sent.clear();
        control(connection, 3, 0, everySecondBackwards);
        assertThat(sent(7)).as("known to be gone").hasSize(8);
        assertThat(connection.statistics(fixture.nowNs).sent().droppedPackets()).isEqualTo(100);
    }

    @Test
    void sharesReceiveMemoryWithTheOthersOfItsListener() {
        ListenerFixture shared = new ListenerFixture(fixture.options.withReceiveMemoryBytes(1 << 20));
        SrtConnection greedy = open(shared, 1);
        fill(shared, greedy, 2_000);
        long heldBytes = shared.listener.statistics().receiveMemoryBytes();
        assertThat(heldBytes).as("half of it").isBetween(470_000L, 1L << 19);
        SrtStatistics.Received received = greedy.statistics(shared.nowNs).received();
        assertThat(received.bufferedPackets()).isBetween(300, 360);
        assertThat(received.outsideWindowPackets()).isEqualTo(2_000 - received.bufferedPackets());
        assertThat(greedy.isClosed()).isFalse();

        SrtConnection other = open(shared, 2);
        fill(shared, other, 100);
        assertThat(other.statistics(shared.nowNs).received().bufferedPackets()).isEqualTo(100);
        assertThat(shared.listener.statistics().receiveMemoryBytes()).isBetween(heldBytes + 100 * 1316, 1L << 20);

        greedy.close(shared.nowNs);
        shared.run(200);
        other.close(shared.nowNs);
        shared.run(200);
        assertThat(shared.listener.statistics().receiveMemoryBytes()).isZero();
        assertThat(greedy.statistics(shared.nowNs).received().bufferedPackets()).isZero();
    }

    @Test
    void opensNoWideGapWithoutMemory() {
        ListenerFixture shared = new ListenerFixture(fixture.options.withReceiveMemoryBytes(1 << 20));
        SrtConnection greedy = open(shared, 1);
        shared.receive(ListenerFixture.data(FIRST + WIDE, SOLO | 1, 0, greedy.socketId(), payloads.payload(0)));
        shared.receive(ListenerFixture.control(7, 0, 0, 0, greedy.socketId(), FIRST, FIRST + WIDE));
        SrtStatistics.Received received = greedy.statistics(shared.nowNs).received();
        assertThat(received.outsideWindowPackets()).isEqualTo(1);
        assertThat(received.lossPackets()).isZero();
        assertThat(received.malformedPackets()).isZero();
        fill(shared, greedy, 1);
        assertThat(greedy.statistics(shared.nowNs).received().bufferedPackets()).isEqualTo(1);
    }

    private static SrtConnection open(ListenerFixture shared, int socketId) {
        TestCaller caller = new TestCaller();
        caller.socketId = socketId;
        shared.conclude(caller);
        return shared.host.connections.values().stream().filter(c -> c.peerSocketId() == socketId).findFirst().orElseThrow();
    }

    private void fill(ListenerFixture shared, SrtConnection connection, int packets) {
        for (int i = 0; i < packets; i++) {
            shared.receive(ListenerFixture.data(FIRST + i, SOLO | i + 1, 0, connection.socketId(), payloads.payload(i)));
        }
    }
}
