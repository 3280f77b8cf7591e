package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What a connection sends, repeats and gives up, datagram by datagram. */
class SendingTest extends ConnectionFixture {
    @Test
    void answersEachNumberedAcknowledgementAndNoLightOne() {
        SrtConnection connection = connect();
        offer(connection, 10);
        fixture.sent.clear();
        control(connection, 2, 0, FIRST + 2);
        assertThat(sent(6)).isEmpty();
        control(connection, 2, 8, FIRST + 3, 20_000, 5_000, 8_000);
        control(connection, 2, 9, FIRST + 4, 20_000, 5_000, 8_000, 100, 200);
        control(connection, 2, 10, FIRST + 5, 20_000, 5_000, 8_000, 100, 200, 300);
        control(connection, 2, 11, FIRST + 6, 20_000, 5_000, 8_000, 100, 200, 300, 400);
        assertThat(sent(6).stream().map(b -> b.getInt(4)).toList()).containsExactly(8, 9, 10, 11);
        SrtStatistics statistics = connection.statistics(fixture.nowNs);
        assertThat(statistics.sent().flightPackets()).isEqualTo(4);
        assertThat(statistics.link().rttMs()).isEqualTo(20);
        assertThat(statistics.link().peerWindowPackets()).isEqualTo(8_000);
    }

    @Test
    void ignoresAcknowledgementsOfWhatWasNeverSent() {
        SrtConnection connection = connect();
        offer(connection, 10);
        fixture.sent.clear();
        control(connection, 2, 1, FIRST + 11, 20_000, 5_000, 8_000, 1, 1, 1);
        control(connection, 2, 1, FIRST + 0x3000_0000, 20_000, 5_000, 8_000, 1, 1, 1);
        control(connection, 2, 1, -1, 20_000, 5_000, 8_000, 1, 1, 1);
        control(connection, 2, 1);
        assertThat(sent(6)).isEmpty();
        assertThat(connection.statistics(fixture.nowNs).sent().flightPackets()).isEqualTo(10);
        assertThat(connection.statistics(fixture.nowNs).received().malformedPackets()).isEqualTo(4);
    }

    @Test
    void repeatsWhatIsReportedWithItsTimestampAndTheMark() {
        SrtConnection connection = connect();
        offer(connection, 10);
        byte[] original = fixture.sent.stream().filter(SimulatedPair::isData).skip(4).findFirst().orElseThrow();
        fixture.sent.clear();
        control(connection, 3, 0, FIRST + 4);
        byte[] repeat = fixture.sent.getFirst();
        assertThat(ByteBuffer.wrap(repeat).getInt(4)).isEqualTo(ByteBuffer.wrap(original).getInt(4) | REPEAT);
        ByteBuffer.wrap(repeat).putInt(4, ByteBuffer.wrap(original).getInt(4));
        assertThat(repeat).isEqualTo(original);
    }

    @Test
    void doesNotRepeatAgainWhatIsStillOnItsWay() {
        SrtConnection connection = connect();
        offer(connection, 10);
        control(connection, 2, 1, FIRST, 200_000, 10_000, 8_000, 1, 1, 1);
        fixture.sent.clear();
        control(connection, 3, 0, FIRST + 4);
        fixture.run(100);
        control(connection, 3, 0, FIRST + 4);
        assertThat(fixture.sent.stream().filter(SimulatedPair::isData)).hasSize(1);
        fixture.run(91); // RTT 200 - 10 ms after the first repeat
        control(connection, 3, 0, FIRST + 4);
        assertThat(fixture.sent.stream().filter(SimulatedPair::isData)).hasSize(2);
    }

    @Test
    void survivesMalformedLossReportsWithoutAStorm() {
        SrtConnection connection = connect();
        offer(connection, 10);
        fixture.sent.clear();
        control(connection, 3, 0);
        control(connection, 3, 0, RANGE | FIRST + 2);
        control(connection, 3, 0, RANGE | FIRST + 5, FIRST + 2);
        control(connection, 3, 0, -1);
        control(connection, 3, 0, RANGE | FIRST + 2, RANGE | FIRST + 4);
        control(connection, 3, 0, FIRST + 10);
        control(connection, 3, 0, RANGE | FIRST, FIRST + 0x2000_0000);
        control(connection, 3, 0, FIRST - 0x2000_0000);
        assertThat(fixture.sent).isEmpty();
        int[] everythingAgain = new int[360];
        for (int i = 0; i < everythingAgain.length; i += 2) {
            everythingAgain[i] = RANGE | FIRST;
            everythingAgain[i + 1] = FIRST + 9;
        }
        control(connection, 3, 0, everythingAgain);
        assertThat(fixture.sent).hasSize(10);
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void answersReportsOfForgottenPacketsWithABoundedNumberOfDropRequests() {
        SrtConnection connection = connect();
        offer(connection, 10);
        control(connection, 2, 1, FIRST + 10, 20_000, 5_000, 8_000, 1, 1, 1);
        fixture.sent.clear();
        control(connection, 3, 0, RANGE | FIRST + 2, FIRST + 4, FIRST + 6);
        assertThat(sent(7)).hasSize(2);
        assertThat(sent(7).getFirst().getInt(4)).isZero();
        assertThat(sent(7).getFirst().getInt(16)).isEqualTo(FIRST + 2);
        assertThat(sent(7).getFirst().getInt(20)).isEqualTo(FIRST + 4);
        fixture.sent.clear();
        int[] many = new int[300];
        for (int i = 0; i < many.length; i++) {
            many[i] = FIRST + i % 10;
        }
        control(connection, 3, 0, many);
        assertThat(sent(7)).hasSize(8);
    }

    @Test
    void requestsADropForPayloadsThatTheirSourceNoLongerHas() {
        SrtConnection connection = connect();
        offer(connection, 10);
        payloads.goneBelow = 6;
        fixture.sent.clear();
        control(connection, 3, 0, RANGE | FIRST + 3, FIRST + 7);
        fixture.run(5);
        assertThat(sent(7)).hasSize(1);
        assertThat(sent(7).getFirst().getInt(16)).isEqualTo(FIRST + 3);
        assertThat(sent(7).getFirst().getInt(20)).isEqualTo(FIRST + 5);
        assertThat(fixture.sent.stream().filter(SimulatedPair::isData)).hasSize(2);
        fixture.sent.clear();
        control(connection, 3, 0, FIRST + 4);
        assertThat(sent(7)).hasSize(1);
        assertThat(connection.statistics(fixture.nowNs).sent().droppedPackets()).isEqualTo(3);
    }

    @Test
    void requestsADropForPayloadsThatWereGoneBeforeTheyLeft() {
        SrtConnection connection = connect();
        payloads.goneBelow = 3;
        offer(connection, 6);
        assertThat(sent(7)).hasSize(1);
        assertThat(sent(7).getFirst().getInt(16)).isEqualTo(FIRST);
        assertThat(sent(7).getFirst().getInt(20)).isEqualTo(FIRST + 2);
        assertThat(fixture.sent.stream().filter(SimulatedPair::isData)).hasSize(3);
    }

    @Test
    void neverHasMoreInFlightThanThePeersWindow() {
        caller.flowWindowPackets = 32;
        SrtConnection connection = connect();
        for (int i = 0; i < 32; i++) {
            assertThat(connection.sendableCount()).isEqualTo(32 - i);
            assertThat(connection.offer(payloads, i, 1316, fixture.nowNs, fixture.nowNs)).isTrue();
        }
        assertThat(connection.sendableCount()).isZero();
        assertThat(connection.offer(payloads, 32, 1316, fixture.nowNs, fixture.nowNs)).isFalse();
        fixture.run(40);
        assertThat(connection.statistics(fixture.nowNs).sent().flightPackets()).isEqualTo(32);
        control(connection, 2, 1, FIRST + 10, 20_000, 5_000, 32, 1, 1, 1);
        assertThat(handler().sendable).isEqualTo(1);
        assertThat(connection.sendableCount()).isEqualTo(10);
    }

    @Test
    void asksAPeerWithoutRoomWhetherItHasSomeAgain() {
        SrtConnection connection = connect();
        offer(connection, 4);
        control(connection, 2, 1, FIRST + 4, 20_000, 5_000, 0, 1, 1, 1);
        assertThat(connection.offer(payloads, 4, 1316, fixture.nowNs, fixture.nowNs)).isFalse();
        fixture.run(1_100);
        assertThat(handler().sendable).isEqualTo(1);
        assertThat(connection.sendableCount()).isEqualTo(1);
    }

    @Test
    void pacesABurst() {
        SrtConnection connection = connect();
        for (int i = 0; i < 1_000; i++) {
            connection.offer(payloads, i, 1316, fixture.nowNs, fixture.nowNs);
        }
        fixture.host.finishBatch(fixture.nowNs);
        assertThat(fixture.sent).as("at once").hasSizeBetween(32, 36);
        int before = fixture.sent.size();
        fixture.run(1);
        assertThat(fixture.sent.size() - before).as("in a millisecond").isBetween(30, 50);
        fixture.run(30);
        assertThat(fixture.sent.stream().filter(SimulatedPair::isData)).hasSize(1_000);
    }

    @Test
    void sendsABacklogPatientlyAndStampsItAsItLeaves() {
        SrtConnection connection = connect();
        fixture.run(5_000);
        fixture.sent.clear();
        for (int i = 0; i < 2_000; i++) {
            connection.offer(payloads, i, 1316, fixture.nowNs - 3_000_000_000L + i * 1_000_000L, fixture.nowNs);
        }
        int offeredUs = nowUs();
        fixture.run(20);
        assertThat(fixture.sent.stream().filter(SimulatedPair::isData).count()).as("after 20 ms").isLessThan(500);
        fixture.run(400);
        List<ByteBuffer> data = fixture.sent.stream().filter(SimulatedPair::isData).map(ByteBuffer::wrap).toList();
        assertThat(data).hasSize(2_000);
        assertThat(data.getFirst().getInt(8)).isBetween(offeredUs - 60_000, offeredUs - 58_000);
        assertThat(data.getLast().getInt(8)).as("half the latency of 120 ms before it left").isGreaterThan(offeredUs + 20_000);
        assertThat(data.stream().map(d -> d.getInt(8)).toList()).isSorted();
    }

    @Test
    void sendsProbePairsBackToBack() {
        SrtConnection connection = connect();
        for (int i = 0; i < 400; i++) {
            connection.offer(payloads, i, 1316, fixture.nowNs, fixture.nowNs);
        }
        for (int turn = 0; turn < 20; turn++) {
            fixture.sent.clear();
            fixture.run(1);
            if (!fixture.sent.isEmpty() && turn < 3) {
                assertThat(SimulatedPair.sequence(fixture.sent.getLast()) & 0xF).as("last of a batch").isNotZero();
            }
        }
    }

    @Test
    void refusesPayloadsThatDoNotFit() {
        SrtConnection connection = connect();
        assertThatThrownBy(() -> connection.offer(payloads, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> connection.offer(payloads, 0, 1457, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsHowManyPacketsAreUnsentOrUnacknowledged() {
        SrtConnection connection = connect();
        assertThat(connection.bufferedPackets()).isZero();
        offer(connection, 10);
        assertThat(connection.offer(payloads, 10, 1316, fixture.nowNs, fixture.nowNs)).isTrue();
        assertThat(connection.bufferedPackets()).isEqualTo(11);
        control(connection, 2, 1, FIRST + 4, 20_000, 5_000, 8_000, 1, 1, 1);
        assertThat(connection.bufferedPackets()).isEqualTo(7);
        fixture.run(50);
        control(connection, 2, 2, FIRST + 11, 20_000, 5_000, 8_000, 1, 1, 1);
        assertThat(connection.bufferedPackets()).isZero();
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
