package io.holdover.srt.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.SrtOptions;
import io.holdover.srt.SrtStatistics;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.LinkModel;
import io.holdover.testkit.ProxiedDatagram;
import io.holdover.testkit.ProxiedDatagram.Direction;
import io.holdover.testkit.ProxyHook;
import io.holdover.testkit.SrtSocketOption;
import io.holdover.testkit.UdpProxy;

/** Items 41 to 52 of docs/srt-conformance.md: loss, reordering, time, against libsrt through a bad network. */
@Execution(ExecutionMode.CONCURRENT) // they wait for the clock
class RecoveryConformanceTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String PUBLISH = "#!::r=one,m=publish";
    private static final String READ = "#!::r=one";

    /** Beyond any pause of the machine; each leg adds it to a test's time. */
    private static final int AMPLE_LATENCY_MS = 2_000;

    private RelayServer server = RelayServer.open();

    @AfterEach
    void close() {
        assertThat(server.failures()).as("exceptions on the loop").isZero();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 20})
    @DisplayName("41: loss on both ways and both legs is repaired without excess")
    void repairsRandomLoss(int percent) {
        LinkModel lossy = LinkModel.clean().withLoss(percent).withDelay(10, 2);
        int count = 2_000;
        try (UdpProxy in = UdpProxy.to(server.address(), lossy, 41);
                UdpProxy out = UdpProxy.to(server.address(), lossy, 42);
                LibsrtPeer publisher = LibsrtPeer.to(in.address()).streamId(PUBLISH).latencyMs(AMPLE_LATENCY_MS).connect();
                LibsrtPeer reader = LibsrtPeer.to(out.address()).streamId(READ).latencyMs(AMPLE_LATENCY_MS).connect()) {
            Payloads.publishing(publisher, 0, count + Payloads.TAIL, 1_000);
            Set<Integer> got = receiveAll(reader, count);
            assertThat(got.size()).isGreaterThanOrEqualTo(percent <= 10 ? count : count * 99 / 100);
            if (percent <= 10) {
                Payloads.assertNumbered(server.received("one").subList(0, count), 0, count);
                assertThat(server.gaps("one")).isZero();
            }
            SrtStatistics.Sent sent = server.statistics(READ).sent();
            long lost = sent.uniquePackets() * percent / (100 - percent);
            assertThat(sent.retransmittedPackets()).as("repeats where about %d were lost", lost).isPositive()
                    .isLessThan(lost * 13 / 10 + 40);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 200})
    @DisplayName("42: bursts of loss are repaired when the latency allows it")
    void repairsBursts(int burstMs) {
        int count = 2_000;
        LinkModel bursts = LinkModel.clean().withDelay(10, 0).withBursts(0.1, burstMs);
        try (UdpProxy in = UdpProxy.to(server.address(), bursts, LinkModel.clean().withDelay(10, 0), 42);
                UdpProxy out = UdpProxy.to(server.address(), LinkModel.clean().withDelay(10, 0), bursts, 43);
                LibsrtPeer publisher = LibsrtPeer.to(in.address()).streamId(PUBLISH).latencyMs(AMPLE_LATENCY_MS).connect();
                LibsrtPeer reader = LibsrtPeer.to(out.address()).streamId(READ).latencyMs(AMPLE_LATENCY_MS).connect()) {
            Payloads.publishing(publisher, 0, count + Payloads.TAIL, 1_000);
            assertThat(receiveAll(reader, count).size()).isEqualTo(count);
            Payloads.assertNumbered(server.received("one").subList(0, count), 0, count);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    @DisplayName("43: reordering by some packets is put right, and tolerated when that is allowed")
    void putsReorderedPacketsRight(int tolerancePackets) {
        server.close();
        server = RelayServer.open(SrtOptions.defaults().withReorderTolerancePackets(tolerancePackets));
        int count = 2_000;
        LinkModel reordering = LinkModel.clean().withDelay(5, 0).withReordering(3, 7);
        try (UdpProxy proxy = UdpProxy.to(server.address(), reordering, LinkModel.clean(), 43);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(3_000).connect()) {
            Payloads.publish(publisher, 0, count, 1_000);
            await().atMost(SOON).until(() -> server.receivedCount("one") == count);
            Payloads.assertNumbered(server.received("one"), 0, count);
            if (tolerancePackets > 0) {
                assertThat(server.statistics(PUBLISH).received().reorderTolerancePackets()).isPositive();
            }
        }
    }

    @Test
    @DisplayName("44: packets that come twice are delivered once")
    void deliversDuplicatesOnce() {
        LinkModel twice = LinkModel.clean().withDelay(5, 5).withDuplicates(100);
        try (UdpProxy proxy = UdpProxy.to(server.address(), twice, 44);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(3_000).connect();
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).streamId(READ).latencyMs(3_000).connect()) {
            Payloads.publishing(publisher, 0, 500, 1_000);
            assertThat(receiveAll(reader, 500).size()).isEqualTo(500);
            Payloads.assertNumbered(server.received("one"), 0, 500);
            SrtStatistics.Received received = server.statistics(PUBLISH).received();
            assertThat(received.uniquePackets()).isEqualTo(500);
            assertThat(received.duplicatePackets() + received.belatedPackets()).isGreaterThan(450);
        }
    }

    @Test
    @DisplayName("45: a packet that never comes is skipped at its time and counted, and the stream goes on")
    void skipsWhatNeverComes() {
        AtomicInteger first = new AtomicInteger(-1);
        ProxyHook loseTheFiftieth = d -> {
            RawPacket packet = new RawPacket(d.bytes());
            if (d.direction() == Direction.TO_CLIENT || !packet.isData()) {
                return d.bytes();
            }
            first.compareAndSet(-1, packet.sequence());
            return packet.sequence() == (first.get() + 50 & 0x7FFF_FFFF) ? null : d.bytes();
        };
        try (UdpProxy proxy = UdpProxy.to(server.address()).hook(loseTheFiftieth);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(800).connect()) {
            Payloads.publish(publisher, 0, 300, 500);
            await().atMost(SOON).until(() -> server.receivedCount("one") == 299);
            Payloads.assertNumbered(server.received("one").subList(0, 50), 0, 50);
            Payloads.assertNumbered(server.received("one").subList(50, 299), 51, 249);
            assertThat(server.gaps("one")).isOne();
            assertThat(server.statistics(PUBLISH).received().droppedPackets()).isOne();
            // The first one behind the hole waited for its own time.
            assertThat(server.latenessNs("one").get(50)).isNotNegative();
        }
    }

    @Test
    @DisplayName("46: two seconds without acknowledgements stop nothing")
    void livesWithoutAcknowledgements() {
        AtomicLong firstDataNs = new AtomicLong();
        ProxyHook loseAcks = d -> {
            RawPacket packet = new RawPacket(d.bytes());
            if (packet.isData()) {
                firstDataNs.compareAndSet(0, d.nowNs());
            }
            return d.direction() == Direction.TO_SERVER && packet.isControl(RawPacket.ACK)
                    && Math.abs(d.nowNs() - firstDataNs.get() - 2_000_000_000L) < 1_000_000_000L ? null : d.bytes();
        };
        try (UdpProxy proxy = UdpProxy.to(server.address()).hook(loseAcks);
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).streamId(READ).latencyMs(AMPLE_LATENCY_MS).connect();
                LibsrtPeer publisher = LibsrtPeer.to(server.address()).streamId(PUBLISH).latencyMs(AMPLE_LATENCY_MS).connect()) {
            Payloads.publishing(publisher, 0, 4_000, 1_000);
            assertThat(receiveAll(reader, 4_000).size()).isEqualTo(4_000);
            await().atMost(SOON).untilAsserted(() -> assertThat(server.statistics(READ).sent().bufferedPackets()).isLessThan(500));
        }
    }

    @Test
    @DisplayName("47: losses are repaired although only every second report arrives")
    void repairsWhenReportsAreLost() {
        AtomicInteger reports = new AtomicInteger();
        AtomicInteger packets = new AtomicInteger();
        ProxyHook hook = d -> {
            RawPacket packet = new RawPacket(d.bytes());
            boolean lostReport = packet.isControl(RawPacket.NAK) && reports.getAndIncrement() % 2 == 0;
            boolean lostData = packet.isData() && packets.getAndIncrement() % 30 == 29;
            return lostReport || lostData ? null : d.bytes();
        };
        try (UdpProxy in = UdpProxy.to(server.address()).hook(hook);
                UdpProxy out = UdpProxy.to(server.address()).hook(hook);
                LibsrtPeer publisher = LibsrtPeer.to(in.address()).streamId(PUBLISH).latencyMs(AMPLE_LATENCY_MS).connect();
                LibsrtPeer reader = LibsrtPeer.to(out.address()).streamId(READ).latencyMs(AMPLE_LATENCY_MS).connect()) {
            Payloads.publishing(publisher, 0, 1_500 + Payloads.TAIL, 1_000);
            assertThat(receiveAll(reader, 1_500).size()).isEqualTo(1_500);
            Payloads.assertNumbered(server.received("one").subList(0, 1_500), 0, 1_500);
        }
    }

    @Test
    @DisplayName("48: sequence numbers wrap in both directions while packets are lost")
    void wrapsSequenceNumbers() {
        LinkModel lossy = LinkModel.clean().withLoss(5).withDelay(10, 0);
        try (UdpProxy proxy = UdpProxy.to(server.address(), lossy, 48);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(AMPLE_LATENCY_MS)
                        .initialSequence(0x7FFF_FF00).connect();
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).streamId(READ).latencyMs(AMPLE_LATENCY_MS)
                        .initialSequence(0x7FFF_FF00).connect()) {
            Payloads.publishing(publisher, 0, 1_000 + Payloads.TAIL, 1_000);
            assertThat(receiveAll(reader, 1_000).size()).isEqualTo(1_000);
            Payloads.assertNumbered(server.received("one").subList(0, 1_000), 0, 1_000);
            assertThat(server.gaps("one")).isZero();
        }
    }

    @Test
    @DisplayName("49: the 71-minute wrap of timestamps is not noticed")
    void wrapsTimestamps() {
        // The caller's clock stands 2 s before the wrap.
        int shiftUs = -2_000_000;
        ProxyHook shift = d -> {
            RawPacket packet = new RawPacket(d.bytes());
            return d.direction() == Direction.TO_SERVER ? packet.withWord(2, packet.timestampUs() + shiftUs).bytes() : d.bytes();
        };
        try (UdpProxy proxy = UdpProxy.to(server.address()).hook(shift);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(AMPLE_LATENCY_MS).connect()) {
            Payloads.publish(publisher, 0, 2_000, 500);
            await().atMost(SOON).until(() -> server.receivedCount("one") == 2_000);
            Payloads.assertNumbered(server.received("one"), 0, 2_000);
            assertThat(server.gaps("one")).isZero();
            // A missed wrap would be 4,295 s.
            assertThat(server.latenessNs("one")).allMatch(ns -> ns >= 0 && ns < Duration.ofSeconds(10).toNanos());
        }
    }

    @Test
    @DisplayName("52: payloads leave at the publisher's time plus the latency")
    void deliversAtThePlayTime() {
        LinkModel jitter = LinkModel.clean().withDelay(10, 40);
        int count = 2_000;
        try (UdpProxy proxy = UdpProxy.to(server.address(), jitter, 52).startLog();
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(AMPLE_LATENCY_MS).connect()) {
            Payloads.publish(publisher, 0, count, 1_000);
            await().atMost(SOON).until(() -> server.receivedCount("one") == count);
            // How late they leave is for benchmarks: other work may stop the loop.
            assertThat(server.latenessNs("one")).allMatch(ns -> ns >= 0);
            Map<Integer, Long> sentNs = new HashMap<>();
            long leastTransitNs = Long.MAX_VALUE;
            for (ProxiedDatagram datagram : proxy.log()) {
                RawPacket packet = new RawPacket(datagram.bytes());
                if (datagram.direction() == Direction.TO_SERVER && packet.isData()) {
                    long stampNs = packet.timestampUs() * 1_000L;
                    sentNs.put(Payloads.numberOf(packet.payload()), stampNs);
                    leastTransitNs = Math.min(leastTransitNs, datagram.nowNs() - stampNs);
                }
            }
            List<Long> playTimesNs = server.playTimesNs("one");
            List<Long> delaysNs = IntStream.range(0, count).mapToObj(i -> playTimesNs.get(i) - sentNs.get(i)).toList();
            // The loop looks at the clock before it looks at its socket: a pause between makes an arrival look earlier than it was.
            assertThat(delaysNs.getFirst() - leastTransitNs).isGreaterThan(AMPLE_LATENCY_MS * 750_000L);
            // The jitter has no part in it, only the clocks' drift: a step of at most 5 ms every two seconds.
            List<Long> stepsNs =
                    IntStream.range(1, count).mapToObj(i -> delaysNs.get(i) - delaysNs.get(i - 1)).filter(ns -> ns != 0).toList();
            assertThat(stepsNs).hasSizeLessThan(10).allMatch(ns -> Math.abs(ns) <= 5_000_000);
        }
    }

    @Test
    @DisplayName("41b: 5 % loss, 20 ms jitter and reordering lose nothing on an encrypted stream")
    void repairsEncryptedStreams() {
        server.passphrases.put("one", "correct horse battery");
        LinkModel bad = LinkModel.clean().withLoss(5).withDelay(10, 20).withReordering(2, 8).withDuplicates(1);
        try (UdpProxy proxy = UdpProxy.to(server.address(), bad, 410);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(AMPLE_LATENCY_MS)
                        .passphrase("correct horse battery", 32).connect();
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).streamId(READ).latencyMs(AMPLE_LATENCY_MS)
                        .with(SrtSocketOption.LOSSMAXTTL, 20).passphrase("correct horse battery", 16).connect()) {
            Payloads.publishing(publisher, 0, 2_000 + Payloads.TAIL, 1_000);
            assertThat(receiveAll(reader, 2_000).size()).isEqualTo(2_000);
            Payloads.assertNumbered(server.received("one").subList(0, 2_000), 0, 2_000);
        }
    }

    /** The numbers of what comes, each checked to be whole, until the last one or a silence. */
    private static Set<Integer> receiveAll(LibsrtPeer reader, int count) {
        reader.receiveTimeout(Duration.ofSeconds(10));
        Set<Integer> numbers = new HashSet<>();
        int last = -1;
        while (last < count - 1) {
            LibsrtPeer.Message message = reader.receive();
            if (message == null) {
                return numbers;
            }
            int number = Payloads.numberOf(message.payload());
            assertThat(number).isGreaterThan(last);
            Payloads.assertIs(message, number);
            numbers.add(number);
            last = number;
        }
        return numbers;
    }
}
