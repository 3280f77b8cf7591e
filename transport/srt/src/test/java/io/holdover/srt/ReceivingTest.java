package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.receive.Receivers;

/** What a connection answers to data, gaps and drop requests, datagram by datagram. */
class ReceivingTest extends ConnectionFixture {
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
    void restsAfterALookThroughManyMissingPackets() {
        SrtConnection connection = connect();
        data(connection, 0);
        data(connection, 20_001);
        assertThat(sent(3)).hasSize(1);
        data(connection, 20_003);
        fixture.run(3);
        assertThat(sent(3)).as("20,000 x 200 ns are not over").hasSize(1);
        fixture.run(2);
        assertThat(sent(3)).hasSize(2);
        assertThat(sent(3).getLast().getInt(16)).isEqualTo(FIRST + 20_002);
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
}
