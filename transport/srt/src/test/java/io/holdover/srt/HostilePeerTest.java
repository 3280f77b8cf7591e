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
    private static final int NARROW = 10;
    private static final int ROUNDS = 8;
    private static final int DATAGRAMS_PER_ROUND = 2_000;
    /** A walk through a wide window costs eight times as much at least. */
    private static final double MAX_RATIO = 5;

    /** Prepares a connection with a window or gap of this width, and tells what is sent to it then. */
    @FunctionalInterface
    private interface Attack {
        IntFunction<byte[]> begin(HostilePeerTest at, SrtConnection connection, int width);
    }

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @BeforeEach
    void delayDelivery() {
        fixture.options = fixture.options.withReceiveLatencyMs(60_000).withPeerLatencyMs(60_000);
        caller.flowWindowPackets = 25_600;
    }

    /** CPU time with a wide window against that with a narrow one; of both the cheapest round, taken by turns. */
    private double relativeCost(int wide, Attack attack) {
        HostilePeerTest other = new HostilePeerTest();
        other.delayDelivery();
        SrtConnection connection = connect();
        SrtConnection narrow = other.connect();
        IntFunction<byte[]> datagrams = attack.begin(this, connection, wide);
        IntFunction<byte[]> narrowDatagrams = attack.begin(other, narrow, NARROW);
        long leastNs = Long.MAX_VALUE;
        long leastNarrowNs = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            int first = round * DATAGRAMS_PER_ROUND;
            leastNs = Math.min(leastNs, roundNs(fixture, connection, i -> datagrams.apply(first + i)));
            leastNarrowNs = Math.min(leastNarrowNs, roundNs(other.fixture, narrow, i -> narrowDatagrams.apply(first + i)));
        }
        return (double) leastNs / leastNarrowNs;
    }

    private long roundNs(ListenerFixture at, SrtConnection connection, IntFunction<byte[]> datagrams) {
        byte[][] prepared = new byte[DATAGRAMS_PER_ROUND][];
        for (int i = 0; i < DATAGRAMS_PER_ROUND; i++) {
            prepared[i] = datagrams.apply(i);
        }
        ByteBuffer datagram = ByteBuffer.allocateDirect(1_500);
        long beginNs = threads.getCurrentThreadCpuTime();
        for (byte[] bytes : prepared) {
            datagram.clear().put(bytes).flip();
            connection.onDatagram(datagram, ListenerFixture.PEER, at.nowNs);
            at.host.finishBatch(at.nowNs);
        }
        long tookNs = threads.getCurrentThreadCpuTime() - beginNs;
        at.sent.clear();
        return tookNs;
    }

    private byte[] controlOf(SrtConnection connection, int type, int... words) {
        return ListenerFixture.control(type, 0, 0, nowUs(), connection.socketId(), words);
    }

    @Test
    void keepsAliveCheaplyBeforeAWideGap() {
        assertThat(relativeCost(WIDE, (at, connection, width) -> {
            at.data(connection, width);
            return i -> at.controlOf(connection, 1, 0);
        })).isLessThan(MAX_RATIO);
    }

    @Test
    void looksForDuePacketsCheaplyBehindAWideGap() {
        byte[] payload = payloads.payload(0);
        assertThat(relativeCost(WIDE - ROUNDS * DATAGRAMS_PER_ROUND, (at, connection, width) -> {
            at.data(connection, width);
            return i -> ListenerFixture.data(FIRST + width + 1 + i, SOLO | 1, at.nowUs() - 60_000_000, connection.socketId(), payload);
        })).isLessThan(MAX_RATIO);
    }

    @Test
    void dropsAWideRangeCheaply() {
        assertThat(relativeCost(WIDE, (at, connection, width) -> {
            at.data(connection, 0);
            at.data(connection, width);
            return i -> at.controlOf(connection, 7, FIRST + 1, FIRST + width - 1);
        })).isLessThan(MAX_RATIO);
    }

    @Test
    void listensToLossReportsOfEverythingOnlyNowAndThen() {
        assertThat(relativeCost(WIDE, (at, connection, width) -> {
            for (int i = 0; i < width; i++) {
                assertThat(connection.offer(at.payloads, i, 8, at.fixture.nowNs, at.fixture.nowNs)).isTrue();
            }
            while (connection.statistics(at.fixture.nowNs).sent().flightPackets() < width) {
                at.fixture.run(10);
            }
            return i -> at.controlOf(connection, 3, RANGE | FIRST, FIRST + width - 1);
        })).isLessThan(MAX_RATIO);
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
