package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** How a connection stays alive, and how it ends. */
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
}
