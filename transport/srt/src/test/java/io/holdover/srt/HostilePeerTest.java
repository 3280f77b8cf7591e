package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that was admitted and now sends what costs us as much memory and work as possible. */
class HostilePeerTest extends ConnectionFixture {
    private static final int WIDE = 25_000;

    @BeforeEach
    void delayDelivery() {
        fixture.options = fixture.options.withReceiveLatencyMs(60_000).withPeerLatencyMs(60_000);
        caller.flowWindowPackets = 25_600;
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
