package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

/** One connection, datagram by datagram. */
class ConnectionControlTest extends ConnectionFixture {
    @Test
    void acknowledgesFullyWithSevenWordsAndTakesTheRoundTripFromTheAnswer() {
        SrtConnection connection = connect();
        data(connection, 0);
        ByteBuffer ack = sent(2).getFirst();
        assertThat(ack.capacity()).isEqualTo(16 + 28);
        assertThat(ack.getInt(4)).isEqualTo(1);
        assertThat(ack.getInt(16)).isEqualTo(FIRST + 1);
        assertThat(ack.getInt(20)).isEqualTo(100_000);
        assertThat(ack.getInt(24)).isEqualTo(50_000);
        assertThat(ack.getInt(28)).isEqualTo(25_599);
        fixture.run(30);
        control(connection, 6, 1);
        fixture.sent.clear();
        data(connection, 1);
        assertThat(sent(2).getFirst().getInt(20)).isEqualTo(30_000);
        assertThat(sent(2).getFirst().getInt(24)).isEqualTo(15_000);
    }

    @Test
    void repeatsAnAcknowledgementUntilItIsConfirmedAndNoLonger() {
        SrtConnection connection = connect();
        data(connection, 0);
        fixture.run(1_000);
        int repeats = sent(2).size();
        assertThat(repeats).isBetween(3, 5);
        control(connection, 6, repeats);
        fixture.sent.clear();
        fixture.run(3_000);
        assertThat(sent(2)).isEmpty();
    }

    @Test
    void acknowledgesAHundredTimesASecondOverAShortPath() {
        SrtConnection connection = connect();
        int answered = 0;
        for (int i = 0; i < 1_000; i++) {
            data(connection, i);
            for (; answered < sent(2).size(); answered++) {
                control(connection, 6, sent(2).get(answered).getInt(4));
            }
            fixture.run(1);
        }
        assertThat(sent(2).size()).isBetween(95, 102);
    }

    @Test
    void givesUpRepeatingToAPeerThatNeverConfirms() {
        SrtConnection connection = connect();
        data(connection, 0);
        for (int i = 0; i < 20; i++) {
            fixture.run(1_000);
            control(connection, 1, 0);
        }
        assertThat(sent(2)).hasSize(9);
    }

    @Test
    void ignoresConfirmationsOfNumbersThatWereNotSent() {
        SrtConnection connection = connect();
        data(connection, 0);
        control(connection, 6, 77);
        control(connection, 6, 0);
        control(connection, 6, -1);
        control(connection, 6, 1 + 1024);
        assertThat(connection.statistics(fixture.nowNs).link().rttMs()).isEqualTo(100);
    }

    @Test
    void sendsLightAcknowledgementsAtHighRates() {
        SrtConnection connection = connect();
        for (int i = 0; i < 200; i++) {
            data(connection, i);
        }
        List<ByteBuffer> acks = sent(2);
        assertThat(acks).hasSize(1 + 3);
        assertThat(acks.get(1).capacity()).isEqualTo(20);
        assertThat(acks.get(1).getInt(4)).isZero();
        assertThat(acks.get(1).getInt(16)).isEqualTo(FIRST + 65);
        fixture.run(10);
        assertThat(sent(2).getLast().getInt(16)).isEqualTo(FIRST + 200);
    }

    @Test
    void reportsAGapAtOnceAndAgainWhenTheAnswerIsOverdue() {
        SrtConnection connection = connect();
        data(connection, 0);
        fixture.run(20);
        control(connection, 6, 1);
        data(connection, 5);
        data(connection, 7);
        assertThat(sent(3)).hasSize(2);
        ByteBuffer first = sent(3).getFirst();
        assertThat(first.capacity()).isEqualTo(16 + 8);
        assertThat(first.getInt(16)).isEqualTo(RANGE | FIRST + 1);
        assertThat(first.getInt(20)).isEqualTo(FIRST + 4);
        assertThat(sent(3).get(1).getInt(16)).isEqualTo(FIRST + 6);
        fixture.sent.clear();
        fixture.run(58); // 20 ms + 4 * 10 ms, less the ms between
        assertThat(sent(3)).isEmpty();
        fixture.run(4);
        assertThat(sent(3)).hasSize(1);
        assertThat(sent(3).getFirst().capacity()).as("both gaps in one packet").isEqualTo(16 + 12);
    }

    @Test
    void stopsReportingWhatCannotComeInTime() {
        SrtConnection connection = connect();
        data(connection, 0);
        fixture.run(20);
        control(connection, 6, 1);
        data(connection, 2);
        fixture.run(115);
        fixture.sent.clear();
        fixture.run(100);
        assertThat(sent(3)).isEmpty();
        assertThat(handler().gapPackets).isEqualTo(1);
        assertThat(handler().indexes).containsExactly(0L, 2L);
    }

    @Test
    void skipsWhatThePeerWillNotSendWithoutReportingItAgain() {
        SrtConnection connection = connect();
        data(connection, 0);
        data(connection, 5);
        fixture.sent.clear();
        control(connection, 7, 0, FIRST + 1, FIRST + 4);
        fixture.run(20);
        assertThat(sent(3)).isEmpty();
        assertThat(sent(2).getLast().getInt(16)).isEqualTo(FIRST + 6);
        fixture.run(200);
        assertThat(handler().indexes).containsExactly(0L, 5L);
        assertThat(handler().gapPackets).isEqualTo(4);
    }

    @Test
    void followsADropRequestBeyondTheNewestPacket() {
        SrtConnection connection = connect();
        data(connection, 0);
        control(connection, 7, 0, FIRST + 3, FIRST + 4);
        assertThat(sent(3).getLast().getInt(16)).as("what lies between is still wanted").isEqualTo(RANGE | FIRST + 1);
        data(connection, 1, REPEAT);
        data(connection, 2, REPEAT);
        data(connection, 5);
        fixture.run(300);
        assertThat(handler().indexes).containsExactly(0L, 1L, 2L, 5L);
    }

    @Test
    void ignoresDropRequestsThatMakeNoSense() {
        SrtConnection connection = connect();
        data(connection, 0);
        control(connection, 7, 0);
        control(connection, 7, 0, FIRST + 1);
        control(connection, 7, 0, FIRST + 9, FIRST + 2);
        control(connection, 7, 0, FIRST + 1, FIRST + 200_000);
        control(connection, 7, 0, -5, -1);
        assertThat(connection.statistics(fixture.nowNs).received().malformedPackets()).isEqualTo(5);
        data(connection, 1);
        fixture.run(300);
        assertThat(handler().indexes).containsExactly(0L, 1L);
    }

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
}
