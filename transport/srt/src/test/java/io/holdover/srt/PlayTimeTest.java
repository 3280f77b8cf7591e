package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.packet.ControlHeader;
import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.testkit.LinkModel;
import io.holdover.testkit.Seed;

/** When packets are delivered. */
class PlayTimeTest {
    private static final long MS = SimulatedPair.MS;
    private static final int LATENCY_MS = 200;
    private static final double ONE_WAY_MS = 10;

    private final TestPayloads payloads = new TestPayloads(188);

    private static SimulatedPair pair() {
        SimulatedPair pair = new SimulatedPair();
        pair.serverOptions = pair.serverOptions.withReceiveLatencyMs(LATENCY_MS);
        pair.toServerModel = LinkModel.clean().withDelay(ONE_WAY_MS, 0);
        pair.toCallerModel = LinkModel.clean().withDelay(ONE_WAY_MS, 0);
        return pair;
    }

    /** Offers one payload per period and remembers when. */
    private List<Long> feed(SimulatedPair pair, int count, double periodMs) {
        List<Long> offeredNs = new java.util.ArrayList<>();
        pair.every(periodMs, atNs -> {
            if (offeredNs.size() < count && pair.callerSide().offer(payloads, offeredNs.size(), 188, atNs, atNs)) {
                offeredNs.add(atNs);
            }
        });
        return offeredNs;
    }

    private static void assertDelays(SimulatedPair pair, List<Long> offeredNs, int from, double leastMs, double mostMs) {
        RecordingHandler handler = pair.atServer;
        for (int i = from; i < handler.indexes.size(); i++) {
            double delayMs = (handler.deliveredNs.get(i) - offeredNs.get(handler.indexes.get(i).intValue())) / (double) MS;
            assertThat(delayMs).as("delay of payload %d", handler.indexes.get(i)).isBetween(leastMs, mostMs);
            assertThat(handler.playNs.get(i)).isLessThanOrEqualTo(handler.deliveredNs.get(i));
        }
    }

    @Test
    void deliversEachPacketOneLatencyAfterItWasSent(@Seed long seed) {
        SimulatedPair pair = pair();
        pair.seed = seed;
        pair.toServerModel = LinkModel.clean().withDelay(ONE_WAY_MS, 60).withLoss(3);
        pair.connect();
        List<Long> offeredNs = feed(pair, 2_000, 3);
        pair.run(7_000);
        assertThat(pair.atServer.report(2_000)).isEqualTo("all of 2000");
        assertDelays(pair, offeredNs, 0, LATENCY_MS, LATENCY_MS + ONE_WAY_MS + 60);
        long longest = 0;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < 2_000; i++) {
            long delayNs = pair.atServer.deliveredNs.get(i) - offeredNs.get(i);
            longest = Math.max(longest, delayNs);
            shortest = Math.min(shortest, delayNs);
        }
        assertThat(longest - shortest).as("jitter that the link adds is gone, but for the clock's correction").isLessThan(60 * MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 32) - 5_000_000, (1L << 32) - 31_000_000, (1L << 32) - 1, 1L << 31})
    void runsThroughTheWrapOfTimestamps(long shiftUs, @Seed long seed) {
        SimulatedPair pair = pair();
        pair.seed = seed;
        pair.callerTimestampShiftUs = shiftUs;
        pair.toServerModel = LinkModel.clean().withDelay(ONE_WAY_MS, 0).withLoss(5);
        pair.connect();
        List<Long> offeredNs = feed(pair, 9_000, 5);
        pair.run(46_000);
        assertThat(pair.atServer.report(9_000)).isEqualTo("all of 9000");
        assertDelays(pair, offeredNs, 0, LATENCY_MS + ONE_WAY_MS - 1, LATENCY_MS + ONE_WAY_MS + 1);
    }

    @Test
    void runsThroughTwoWrapsOfTimestamps() {
        SimulatedPair pair = pair().connect();
        List<Long> offeredNs = feed(pair, 100_000, 100);
        pair.run(2 * 72 * 60_000 + 60_000);
        assertThat(pair.atServer.indexes).hasSizeGreaterThan(86_000);
        assertThat(pair.atServer.gapPackets).isZero();
        assertDelays(pair, offeredNs, 0, LATENCY_MS + ONE_WAY_MS - 1, LATENCY_MS + ONE_WAY_MS + 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {200, -200})
    void followsAClockThatRunsFastOrSlow(double ppm, @Seed long seed) {
        SimulatedPair pair = pair();
        pair.seed = seed;
        pair.callerClockRate = 1 + ppm / 1e6;
        pair.toServerModel = LinkModel.clean().withDelay(ONE_WAY_MS, 20);
        pair.connect();
        List<Long> offeredNs = feed(pair, 100_000, 20);
        pair.run(10 * 60_000);
        assertThat(pair.atServer.gapPackets).isZero();
        assertDelays(pair, offeredNs, 100, LATENCY_MS, LATENCY_MS + ONE_WAY_MS + 20 + 10);
        long driftUs = pair.serverSide().statistics(pair.nowNs).link().driftUs();
        assertThat(driftUs / 600.0).as("parts per million").isBetween(-ppm - 40, -ppm + 40);
    }

    @Test
    void doesNotTakeALongerPathForADriftingClock() {
        SimulatedPair pair = pair().connect();
        feed(pair, 100_000, 10);
        pair.run(20_000);
        pair.changeLinks(LinkModel.clean().withDelay(60, 0), LinkModel.clean().withDelay(60, 0));
        pair.run(60_000);
        assertThat(Math.abs(pair.serverSide().statistics(pair.nowNs).link().driftUs())).isLessThan(1_000);
    }

    @Test
    void ignoresControlTimestampsThatCannotBeTrue() {
        SimulatedPair pair = pair();
        pair.rewriteToServer = datagram -> {
            int type = SimulatedPair.controlType(datagram);
            if (type == 1 || type == 6) {
                ByteBuffer.wrap(datagram).putInt(8, 0);
            }
            return datagram;
        };
        pair.connect();
        pair.run(3_000);
        List<Long> offeredNs = feed(pair, 1_000, 10);
        pair.run(12_000);
        assertThat(pair.atServer.report(1_000)).isEqualTo("all of 1000");
        assertDelays(pair, offeredNs, 0, LATENCY_MS + ONE_WAY_MS - 1, LATENCY_MS + ONE_WAY_MS + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {60_000_000, -60_000_000, 1_500_000_000})
    void findsItsWayWhenTheEncoderBeginsANewTime(long jumpUs) {
        SimulatedPair pair = pair();
        boolean[] jumped = {false};
        pair.rewriteToServer = datagram -> {
            if (jumped[0]) {
                ByteBuffer buffer = ByteBuffer.wrap(datagram);
                buffer.putInt(8, (int) (buffer.getInt(8) + jumpUs));
            }
            return datagram;
        };
        pair.connect();
        List<Long> offeredNs = feed(pair, 2_000, 5);
        pair.run(3_000);
        jumped[0] = true;
        pair.run(8_000);
        assertThat(pair.atServer.report(2_000)).isEqualTo("all of 2000");
        assertDelays(pair, offeredNs, 0, 0, LATENCY_MS + ONE_WAY_MS + 90);
        assertDelays(pair, offeredNs, 700, LATENCY_MS + ONE_WAY_MS - 1, LATENCY_MS + ONE_WAY_MS + 90);
    }

    @Test
    void deliversAtOnceWithoutLatency() {
        SimulatedPair pair = pair();
        pair.serverOptions = pair.serverOptions.withReceiveLatencyMs(0);
        pair.connect();
        List<Long> offeredNs = feed(pair, 500, 3);
        pair.run(2_000);
        assertThat(pair.atServer.report(500)).isEqualTo("all of 500");
        assertDelays(pair, offeredNs, 0, ONE_WAY_MS, ONE_WAY_MS + 0.1);
    }

    @Test
    void deliversAtOnceAndWaitsForRepeatsWhenThePeerHasNoPlayTimes(@Seed long seed) {
        SimulatedPair pair = pair();
        pair.seed = seed;
        pair.handshake.flags &= ~0x09; // neither TSBPDSND nor TLPKTDROP
        pair.toServerModel = LinkModel.clean().withDelay(ONE_WAY_MS, 0).withLoss(10);
        pair.connect();
        feed(pair, 1_000, 3);
        pair.run(8_000);
        assertThat(pair.atServer.report(1_000)).isEqualTo("all of 1000");
        assertThat(pair.atServer.deliveredNs.getLast()).isLessThan(pair.nowNs - 4_500 * MS);
    }

    @Test
    void blocksOnAMissingPacketWhenThePeerNeverDrops() {
        SimulatedPair pair = pair();
        pair.handshake.flags &= ~0x08;
        boolean[] blocked = {true};
        pair.passesToServer = datagram -> !blocked[0] || !SimulatedPair.isData(datagram) || SimulatedPair.sequence(datagram) != 1_050;
        pair.connect();
        feed(pair, 100, 5);
        pair.run(1_500);
        assertThat(pair.atServer.indexes).hasSize(50);
        blocked[0] = false;
        pair.run(500);
        assertThat(pair.atServer.report(100)).isEqualTo("all of 100");
    }

    @Test
    void aHandshakeThatWasNoticedLateDoesNotDelayTheStream() {
        SimulatedPair pair = pair();
        pair.rewriteToServer = datagram -> {
            ByteBuffer packet = ByteBuffer.wrap(datagram);
            if (PacketHeader.isControl(packet, 0) && ControlHeader.type(packet, 0) == ControlType.HANDSHAKE) {
                PacketHeader.restamp(packet, 0, PacketHeader.timestampUs(packet, 0) - 40_000);
            }
            return datagram;
        };
        pair.connect();
        List<Long> offeredNs = feed(pair, 100, 4);
        pair.run(1_000);
        assertThat(pair.atServer.report(100)).isEqualTo("all of 100");
        assertDelays(pair, offeredNs, 0, LATENCY_MS + ONE_WAY_MS - 1, LATENCY_MS + ONE_WAY_MS + 1);
    }

    @Test
    void movesOriginsUpThatLeaveNoTimeForRepairs() {
        SimulatedPair pair = pair().connect();
        SrtConnection caller = pair.callerSide();
        pair.run(10_000);
        assertThat(caller.offer(payloads, 0, 188, pair.nowNs - 5_000 * MS, pair.nowNs)).isTrue();
        assertThat(caller.offer(payloads, 1, 188, pair.nowNs - 20 * MS, pair.nowNs)).isTrue();
        caller.flush(pair.nowNs);
        long offeredNs = pair.nowNs;
        pair.run(1_000);
        assertThat((pair.atServer.playNs.get(0) - offeredNs) / MS).isBetween((long) (ONE_WAY_MS + LATENCY_MS / 2.0 - 1),
                (long) (ONE_WAY_MS + LATENCY_MS / 2.0 + 1));
        assertThat(pair.atServer.playNs.get(1) - pair.atServer.playNs.get(0)).isPositive();
    }

    @Test
    void reordersWhatJitterMixedUp(@Seed long seed) {
        SimulatedPair pair = pair();
        pair.seed = seed;
        pair.connect();
        SplittableRandom random = new SplittableRandom(seed);
        TestPayloads all = new TestPayloads(188);
        SrtConnection side = pair.serverSide();
        long base = pair.nowNs;
        Integer[] order = new Integer[200];
        for (int i = 0; i < 200; i++) {
            order[i] = i;
        }
        java.util.Arrays.sort(order, java.util.Comparator.comparingInt(i -> i + random.nextInt(20)));
        for (int i : order) {
            byte[] datagram = ListenerFixture.data(1000 + i, 0xC000_0001 + i, (int) ((base - SimulatedPair.START_NS) / 1000) + i * 100,
                    side.socketId(), all.payload(i));
            pair.injectToServer(datagram, SimulatedPair.CALLER);
        }
        pair.run(500);
        assertThat(pair.atServer.report(200)).isEqualTo("all of 200");
    }
}
