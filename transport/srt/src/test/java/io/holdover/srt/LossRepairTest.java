package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.testkit.LinkModel;
import io.holdover.testkit.Seed;

/** What arrives, and in which order, over links that lose, delay, reorder and repeat. */
class LossRepairTest {
    private static final long MS = SimulatedPair.MS;
    private static final int PAYLOAD_BYTES = 1316;

    private final TestPayloads payloads = new TestPayloads(PAYLOAD_BYTES);

    private static SimulatedPair pair(int latencyMs, LinkModel model, long seed) {
        SimulatedPair pair = new SimulatedPair();
        pair.seed = seed;
        pair.serverOptions = pair.serverOptions.withReceiveLatencyMs(latencyMs).withPeerLatencyMs(latencyMs);
        pair.toServerModel = model;
        pair.toCallerModel = model;
        return pair.connect();
    }

    private static void assertAllDelivered(RecordingHandler handler, int count) {
        assertThat(handler.report(count)).isEqualTo("all of " + count);
    }

    private static double repeatsPerLoss(SrtConnection sender, long losses, long nowNs) {
        return sender.statistics(nowNs).sent().retransmittedPackets() / (double) losses;
    }

    @Test
    void deliversBothWaysOverAGoodLink() {
        SimulatedPair pair = pair(120, LinkModel.clean().withDelay(5, 0), 1);
        pair.feed(pair.callerSide(), payloads, 500, 2);
        pair.feed(pair.serverSide(), payloads, 500, 3);
        pair.run(3_000);
        assertAllDelivered(pair.atServer, 500);
        assertAllDelivered(pair.atCaller, 500);
        assertThat(pair.atServer.corrupt + pair.atCaller.corrupt).isZero();
        assertThat(pair.serverSide().statistics(pair.nowNs).received().lossPackets()).isZero();
        assertThat(pair.serverSide().statistics(pair.nowNs).sent().retransmittedPackets()).isZero();
        assertThat(pair.serverSide().statistics(pair.nowNs).link().rttMs()).isBetween(9.5, 12.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 5, 10})
    void repairsRandomLossOfPublishedPacketsBothWays(double percent, @Seed long seed) {
        SimulatedPair pair = pair(500, LinkModel.clean().withDelay(10, 0).withLoss(percent), seed);
        pair.feed(pair.callerSide(), payloads, 10_000, 1);
        pair.run(11_000);
        assertAllDelivered(pair.atServer, 10_000);
        assertThat(pair.atServer.gapPackets).isZero();
        SrtStatistics.Received received = pair.serverSide().statistics(pair.nowNs).received();
        assertThat(received.lossPackets()).isGreaterThan((long) (10_000 * percent / 100 * 0.7));
        assertThat(repeatsPerLoss(pair.callerSide(), received.lossPackets(), pair.nowNs)).isLessThan(1.3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 5, 10})
    void repairsRandomLossOfReadPacketsBothWays(double percent, @Seed long seed) {
        SimulatedPair pair = pair(500, LinkModel.clean().withDelay(10, 0).withLoss(percent), seed);
        pair.feed(pair.serverSide(), payloads, 10_000, 1);
        pair.run(11_000);
        assertAllDelivered(pair.atCaller, 10_000);
    }

    @Test
    void losesAlmostNothingAtTwentyPercent(@Seed long seed) {
        SimulatedPair pair = pair(500, LinkModel.clean().withDelay(10, 0).withLoss(20), seed);
        pair.feed(pair.callerSide(), payloads, 10_000, 1);
        pair.run(11_000);
        assertThat(pair.atServer.gapPackets).isLessThan(10);
        assertThat(pair.atServer.indexes).hasSizeGreaterThan(9_990).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"50", "200"})
    void repairsBurstsWhenTheLatencyAllows(int burstMs, @Seed long seed) {
        SimulatedPair pair = pair(600, LinkModel.clean().withDelay(10, 0).withBursts(0.02, burstMs), seed);
        pair.feed(pair.callerSide(), payloads, 10_000, 1);
        pair.run(11_000);
        assertThat(pair.serverSide().statistics(pair.nowNs).received().lossPackets()).isGreaterThan(burstMs / 2);
        assertAllDelivered(pair.atServer, 10_000);
    }

    @Test
    void putsReorderedPacketsInOrderAndStopsReportingThemAsLost(@Seed long seed) {
        SimulatedPair pair = pair(300, LinkModel.clean().withDelay(10, 0).withReordering(10, 8), seed);
        pair.feed(pair.callerSide(), payloads, 10_000, 1);
        pair.run(11_000);
        assertAllDelivered(pair.atServer, 10_000);
        SrtStatistics.Received received = pair.serverSide().statistics(pair.nowNs).received();
        assertThat(received.reorderDistancePackets()).isBetween(5, 12);
        assertThat(received.retransmittedPackets()).as("false alarms among 1000 reordered packets").isLessThan(100);
    }

    @Test
    void reportsReorderedPacketsAtOnceWithoutTolerance(@Seed long seed) {
        SimulatedPair pair = new SimulatedPair();
        pair.seed = seed;
        pair.serverOptions = pair.serverOptions.withReceiveLatencyMs(300).withReorderTolerancePackets(0);
        pair.toServerModel = LinkModel.clean().withDelay(10, 0).withReordering(10, 8);
        pair.connect();
        pair.feed(pair.callerSide(), payloads, 5_000, 1);
        pair.run(6_000);
        assertAllDelivered(pair.atServer, 5_000);
        assertThat(pair.serverSide().statistics(pair.nowNs).received().retransmittedPackets()).isGreaterThan(300);
    }

    @Test
    void deliversOnceWhenEveryDatagramComesTwice(@Seed long seed) {
        SimulatedPair pair = pair(120, LinkModel.clean().withDelay(10, 3).withDuplicates(100), seed);
        pair.feed(pair.callerSide(), payloads, 2_000, 1);
        pair.run(3_000);
        assertAllDelivered(pair.atServer, 2_000);
        assertThat(pair.serverSide().statistics(pair.nowNs).received().duplicatePackets()).isGreaterThan(1_900);
    }

    @Test
    void survivesLossJitterReorderingAndDuplicatesTogether(@Seed long seed) {
        LinkModel model = LinkModel.clean().withDelay(10, 20).withLoss(5).withReordering(5, 15).withDuplicates(2);
        SimulatedPair pair = pair(500, model, seed);
        pair.feed(pair.callerSide(), payloads, 10_000, 1);
        pair.feed(pair.serverSide(), payloads, 10_000, 1);
        pair.run(11_000);
        assertAllDelivered(pair.atServer, 10_000);
        assertAllDelivered(pair.atCaller, 10_000);
    }

    @Test
    void skipsAPacketThatNeverComesAtItsPlayTime() {
        SimulatedPair pair = pair(200, LinkModel.clean().withDelay(10, 0), 1);
        pair.passesToServer = datagram -> !SimulatedPair.isData(datagram) || SimulatedPair.sequence(datagram) != 1_100;
        pair.feed(pair.callerSide(), payloads, 300, 5);
        pair.run(3_000);
        assertThat(pair.atServer.indexes).hasSize(299).doesNotContain(100L).isSorted();
        assertThat(pair.atServer.gapPackets).isEqualTo(1);
        int after = pair.atServer.indexes.indexOf(101L);
        assertThat(pair.atServer.deliveredNs.get(after) - pair.atServer.deliveredNs.get(after - 1)).isBetween(9 * MS, 11 * MS);
        assertThat(pair.serverSide().statistics(pair.nowNs).received().droppedPackets()).isEqualTo(1);
    }

    @Test
    void keepsSendingWhenAllAcknowledgementsAreLostForAWhile() {
        SimulatedPair pair = pair(120, LinkModel.clean().withDelay(10, 0), 1);
        pair.passesToCaller = datagram -> SimulatedPair.controlType(datagram) != 2;
        pair.feed(pair.callerSide(), payloads, 6_000, 1);
        pair.run(3_000);
        assertThat(pair.atServer.indexes).hasSizeGreaterThan(2_800);
        SrtStatistics.Sent sent = pair.callerSide().statistics(pair.nowNs).sent();
        assertThat(sent.droppedPackets()).as("trimmed by age").isGreaterThan(1_500);
        assertThat(sent.bufferedMs()).isLessThan(1_100);
        pair.passesToCaller = datagram -> true;
        pair.run(4_000);
        assertAllDelivered(pair.atServer, 6_000);
        assertThat(pair.callerSide().statistics(pair.nowNs).sent().bufferedPackets()).isZero();
    }

    @Test
    void repeatsUnaskedWhenThePeerSendsNoLossReports(@Seed long seed) {
        SimulatedPair pair = new SimulatedPair();
        pair.seed = seed;
        pair.handshake.flags &= ~0x10; // no periodic NAK
        pair.handshake.receiveLatencyMs = 600;
        pair.connect();
        pair.passesToServer = datagram -> SimulatedPair.controlType(datagram) != 3;
        pair.changeLinks(LinkModel.clean().withDelay(10, 0), LinkModel.clean().withDelay(10, 0).withLoss(2));
        pair.feed(pair.serverSide(), payloads, 3_000, 2);
        pair.run(8_000);
        assertAllDelivered(pair.atCaller, 3_000);
    }

    @Test
    void neverMarksRepeatsForAPeerThatDoesNotKnowTheMark() {
        SimulatedPair pair = new SimulatedPair();
        pair.handshake.flags &= ~0x20;
        pair.handshake.receiveLatencyMs = 600;
        pair.recordsDatagrams = true;
        pair.connect();
        pair.changeLinks(LinkModel.clean().withDelay(10, 0), LinkModel.clean().withDelay(10, 0).withLoss(5));
        pair.feed(pair.serverSide(), payloads, 1_000, 2);
        pair.run(4_000);
        assertThat(pair.serverSide().statistics(pair.nowNs).sent().retransmittedPackets()).isPositive();
        assertThat(pair.seenByCaller).filteredOn(SimulatedPair::isData)
                .allMatch(datagram -> (java.nio.ByteBuffer.wrap(datagram).getInt(4) & 1 << 26) == 0);
    }

    @Test
    void repairsWithLossReportsThatAreLostToo() {
        SimulatedPair pair = pair(500, LinkModel.clean().withDelay(10, 0), 1);
        Random random = new Random(3);
        pair.passesToCaller = datagram -> SimulatedPair.controlType(datagram) != 3 || random.nextInt(4) == 0;
        pair.changeLinks(LinkModel.clean().withDelay(10, 0).withLoss(3), LinkModel.clean().withDelay(10, 0));
        pair.feed(pair.callerSide(), payloads, 5_000, 1);
        pair.run(6_000);
        assertAllDelivered(pair.atServer, 5_000);
    }

    @Test
    void repairsTheLastPacketBeforeAPause() {
        SimulatedPair pair = pair(500, LinkModel.clean().withDelay(10, 0), 1);
        boolean[] dropped = {false};
        pair.passesToCaller = datagram -> {
            boolean last = SimulatedPair.isData(datagram) && SimulatedPair.sequence(datagram) == 1_099 && !dropped[0];
            dropped[0] |= last;
            return !last;
        };
        pair.feed(pair.serverSide(), payloads, 100, 2);
        pair.run(2_000);
        assertThat(dropped[0]).isTrue();
        assertAllDelivered(pair.atCaller, 100);
        assertThat(pair.serverSide().statistics(pair.nowNs).sent().retransmittedPackets()).isBetween(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7FFF_FF00, 0x7FFF_FFFE, 0})
    void runsThroughTheWrapOfSequenceNumbers(int initialSequence, @Seed long seed) {
        SimulatedPair pair = new SimulatedPair();
        pair.seed = seed;
        pair.handshake.initialSequence = initialSequence;
        pair.serverOptions = pair.serverOptions.withReceiveLatencyMs(500).withPeerLatencyMs(500);
        pair.toServerModel = LinkModel.clean().withDelay(10, 0).withLoss(5);
        pair.toCallerModel = LinkModel.clean().withDelay(10, 0).withLoss(5);
        pair.connect();
        pair.feed(pair.callerSide(), payloads, 1_000, 1);
        pair.feed(pair.serverSide(), payloads, 1_000, 1);
        pair.run(2_000);
        assertAllDelivered(pair.atServer, 1_000);
        assertAllDelivered(pair.atCaller, 1_000);
    }

    @Test
    void doesNotFloodALossyPathWithRepeats(@Seed long seed) {
        SimulatedPair pair = pair(1_000, LinkModel.clean().withDelay(100, 10).withLoss(5), seed);
        pair.feed(pair.serverSide(), payloads, 10_000, 1);
        pair.run(12_000);
        assertAllDelivered(pair.atCaller, 10_000);
        SrtStatistics statistics = pair.serverSide().statistics(pair.nowNs);
        long losses = pair.callerSide().statistics(pair.nowNs).received().lossPackets();
        assertThat(repeatsPerLoss(pair.serverSide(), losses, pair.nowNs)).isLessThan(1.35);
        assertThat(statistics.sent().nakPackets()).isZero();
    }

    @Test
    void measuresALongRoundTrip() {
        SimulatedPair pair = pair(2_000, LinkModel.clean().withDelay(400, 0), 1);
        pair.feed(pair.callerSide(), payloads, 3_000, 2);
        pair.run(9_000);
        assertThat(pair.requests).hasSize(1);
        assertThat(pair.serverSide().statistics(pair.nowNs).link().rttMs()).isBetween(790.0, 880.0);
        assertAllDelivered(pair.atServer, 3_000);
    }
}
