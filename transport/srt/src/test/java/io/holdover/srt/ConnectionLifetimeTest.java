package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.receive.Receivers;

/** What keeps a connection alive, ends it, and bounds it. */
class ConnectionLifetimeTest extends ConnectionFixture {
    @Test
    void keepsAliveOnceASecondAndDoesNotEcho() {
        SrtConnection connection = connect();
        fixture.run(5_500);
        assertThat(sent(1)).hasSize(5);
        assertThat(sent(1).getFirst().capacity()).isEqualTo(20);
        fixture.sent.clear();
        control(connection, 1, 0);
        assertThat(fixture.sent).isEmpty();
    }

    @Test
    void givesAPeerUpThatFallsSilent() {
        SrtConnection connection = connect();
        data(connection, 0);
        fixture.run(9_990);
        assertThat(connection.isClosed()).isFalse();
        control(connection, 1, 0);
        fixture.run(9_990);
        assertThat(connection.isClosed()).isFalse();
        fixture.run(20);
        assertThat(handler().reason).isEqualTo(CloseReason.PEER_IDLE);
        assertThat(handler().closed).isEqualTo(1);
        fixture.run(200);
        assertThat(connection.isEnded()).isTrue();
        assertThat(fixture.host.connections).isEmpty();
    }

    @Test
    void saysGoodbyeThreeTimes() {
        SrtConnection connection = connect();
        connection.close(fixture.nowNs);
        assertThat(handler().reason).isEqualTo(CloseReason.CLOSED_BY_APPLICATION);
        assertThat(connection.isEnded()).isFalse();
        fixture.run(100);
        assertThat(sent(5)).hasSize(3);
        assertThat(connection.isEnded()).isTrue();
        assertThat(connection.offer(payloads, 0, 1316, fixture.nowNs, fixture.nowNs)).isFalse();
        connection.close(fixture.nowNs);
        assertThat(handler().closed).isEqualTo(1);
    }

    @Test
    void deliversWhatIsBufferedWhenThePeerSaysGoodbye() {
        SrtConnection connection = connect();
        data(connection, 0);
        data(connection, 1);
        data(connection, 3);
        control(connection, 5, 0);
        assertThat(handler().indexes).containsExactly(0L, 1L, 3L);
        assertThat(handler().playNs).allMatch(atNs -> atNs > fixture.nowNs);
        assertThat(handler().gapPackets).isEqualTo(1);
        assertThat(handler().reason).isEqualTo(CloseReason.PEER_SHUTDOWN);
        assertThat(connection.isEnded()).isTrue();
        fixture.sent.clear();
        fixture.run(200);
        assertThat(fixture.sent).isEmpty();
    }

    @Test
    void stopsDeliveringWhenTheApplicationClosesInBetween() {
        fixture.accepts = false;
        fixture.conclusionWithoutAnswer(caller);
        List<Long> seen = new ArrayList<>();
        SrtConnection connection = fixture.requests.getFirst().accept(AcceptOptions.clear(fixture.options), new RecordingHandler() {
            @Override
            public void onPayload(SrtConnection c, ByteBuffer payload, long atNs) {
                seen.add(payload.getLong(payload.position()));
                c.close(fixture.nowNs);
            }
        }, fixture.nowNs);
        assertThat(connection).isNotNull();
        data(connection, 0);
        data(connection, 1);
        fixture.run(300);
        assertThat(seen).containsExactly(0L);
    }

    @Test
    void dropsDatagramsFromOtherAddresses() {
        SrtConnection connection = connect();
        fixture.receive(ListenerFixture.data(FIRST, SOLO | 1, nowUs(), connection.socketId(), payloads.payload(0)),
                TestCaller.address(40_001));
        fixture.receive(ListenerFixture.control(5, 0, 0, 0, connection.socketId(), 0), TestCaller.address(40_001));
        assertThat(connection.isClosed()).isFalse();
        assertThat(connection.statistics(fixture.nowNs).received().foreignPackets()).isEqualTo(2);
        assertThat(connection.statistics(fixture.nowNs).received().packets()).isZero();
    }

    @Test
    void countsWhatItDoesNotUnderstandAndGoesOn() {
        SrtConnection connection = connect();
        control(connection, 0x1234, 0, 1, 2, 3);
        control(connection, 0x7FFF, 0, 1, 2, 3);
        control(connection, 0, 0, 1, 2, 3);
        fixture.receive(ListenerFixture.data(FIRST, SOLO | 1, 0, connection.socketId(), new byte[0]));
        fixture.receive(ListenerFixture.data(FIRST, SOLO | 1, 0, connection.socketId(), new byte[1457]));
        fixture.receive(ListenerFixture.data(FIRST, SOLO | 3 << 27 | 1, 0, connection.socketId(), new byte[100]));
        assertThat(connection.statistics(fixture.nowNs).received().malformedPackets()).isEqualTo(6);
        control(connection, 4, 0);
        control(connection, 8, 4000);
        assertThat(connection.statistics(fixture.nowNs).received().malformedPackets()).isEqualTo(6);
        assertThat(fixture.sent).isEmpty();
        data(connection, 0);
        fixture.run(200);
        assertThat(handler().indexes).containsExactly(0L);
    }

    @Test
    void dropsPacketFilterPackets() {
        SrtConnection connection = connect();
        fixture.receive(ListenerFixture.data(FIRST, SOLO, nowUs(), connection.socketId(), payloads.payload(9)));
        data(connection, 0);
        fixture.run(200);
        assertThat(handler().indexes).containsExactly(0L);
        assertThat(connection.statistics(fixture.nowNs).received().filterPackets()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 188, 1316, 1456})
    void takesPayloadsOfEveryLength(int lengthBytes) {
        SrtConnection connection = connect();
        byte[] payload = new byte[lengthBytes];
        fixture.receive(ListenerFixture.data(FIRST, SOLO | 1, nowUs(), connection.socketId(),
                lengthBytes < 8 ? new byte[8] : payload));
        fixture.run(200);
        assertThat(handler().lengths).containsExactly(Math.max(8, lengthBytes));
    }

    @Test
    void followsAJumpInNumberingOnlyWhileNothingIsBuffered() {
        SrtConnection connection = connect();
        data(connection, 0);
        data(connection, 30_000);
        assertThat(connection.statistics(fixture.nowNs).received().outsideWindowPackets()).isEqualTo(1);
        fixture.run(200);
        data(connection, 30_000);
        data(connection, 30_001);
        fixture.run(200);
        assertThat(handler().indexes).containsExactly(0L, 30_000L, 30_001L);
        assertThat(handler().gapPackets).isEqualTo(29_999);
        data(connection, 30_001 + Receivers.MAX_JUMP_PACKETS + 1);
        fixture.run(200);
        assertThat(handler().indexes).hasSize(3);
        assertThat(connection.statistics(fixture.nowNs).received().outsideWindowPackets()).isEqualTo(2);
    }

    @Test
    void limitsTheReceiveBufferAndSaysSo() {
        fixture.options = fixture.options.withReceiveBufferPackets(32);
        SrtConnection connection = connect();
        for (int i = 0; i < 40; i++) {
            data(connection, i);
        }
        fixture.run(10);
        assertThat(sent(2).getLast().getInt(16)).isEqualTo(FIRST + 32);
        assertThat(sent(2).getLast().getInt(28)).isZero();
        assertThat(connection.statistics(fixture.nowNs).received().outsideWindowPackets()).isEqualTo(8);
        control(connection, 6, sent(2).getLast().getInt(4));
        fixture.sent.clear();
        fixture.run(120);
        assertThat(sent(2).getFirst().getInt(28)).as("room came back").isPositive();
        assertThat(handler().report(32)).isEqualTo("all of 32");
    }

    @Test
    void countsBelatedPackets() {
        SrtConnection connection = connect();
        data(connection, 0);
        data(connection, 2);
        fixture.run(200);
        data(connection, 1, REPEAT);
        data(connection, 0, REPEAT);
        SrtStatistics.Received received = connection.statistics(fixture.nowNs).received();
        assertThat(received.belatedPackets()).isEqualTo(2);
        assertThat(received.droppedPackets()).isEqualTo(1);
        assertThat(received.retransmittedPackets()).isEqualTo(2);
        assertThat(handler().indexes).containsExactly(0L, 2L);
    }

    @Test
    void refusesPayloadsThatDoNotFit() {
        SrtConnection connection = connect();
        assertThatThrownBy(() -> connection.offer(payloads, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> connection.offer(payloads, 0, 1457, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsTheSendBuffer() {
        fixture.options = fixture.options.withSendBufferPackets(40);
        SrtConnection connection = connect();
        for (int i = 0; i < 40; i++) {
            assertThat(connection.offer(payloads, i, 1316, fixture.nowNs, fixture.nowNs)).isTrue();
        }
        assertThat(connection.offer(payloads, 40, 1316, fixture.nowNs, fixture.nowNs)).isFalse();
    }
}
