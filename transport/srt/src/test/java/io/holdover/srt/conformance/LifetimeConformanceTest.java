package io.holdover.srt.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.holdover.srt.SrtOptions;
import io.holdover.srt.SrtStatistics;
import io.holdover.testkit.FreePort;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.LibsrtStatistics;
import io.holdover.testkit.LinkModel;
import io.holdover.testkit.Seed;
import io.holdover.testkit.SrtSocketOption;
import io.holdover.testkit.UdpProxy;

/** Items 56 to 66 of docs/srt-conformance.md: how connections live, end and are counted. */
class LifetimeConformanceTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String PUBLISH = "#!::r=one,m=publish";
    private static final String READ = "#!::r=one";

    private RelayServer server = RelayServer.open();

    @AfterEach
    void close() {
        assertThat(server.failures()).as("exceptions on the loop").isZero();
        server.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT) // it waits for the clock
    @DisplayName("56: an idle connection is kept, with one keepalive a second in each direction")
    void keepsIdleConnections() {
        serveWith(SrtOptions.defaults().withPeerIdleTimeoutMs(6_000));
        try (RawCaller reader = new RawCaller(server.address(), 56);
                LibsrtPeer publisher =
                        LibsrtPeer.to(server.address()).streamId(PUBLISH).with(SrtSocketOption.PEERIDLETIMEO, 6_000).connect()) {
            reader.connect(READ);
            List<Integer> stampsUs = new ArrayList<>();
            for (int second = 0; second < 7; second++) {
                reader.keepalive();
                stampsUs.add(reader.expect(p -> p.isControl(RawPacket.KEEPALIVE)).timestampUs());
            }
            // When a busy machine shows them to us says nothing, and some may leave late.
            List<Integer> distancesUs = IntStream.range(1, 7).mapToObj(i -> stampsUs.get(i) - stampsUs.get(i - 1)).toList();
            assertThat(distancesUs).allMatch(us -> us >= 1_000_000).anyMatch(us -> us < 2_000_000);
            publisher.send(Payloads.numbered(1));
            await().atMost(SOON).until(() -> server.receivedCount("one") == 1);
            assertThat(server.connectionIds()).hasSize(2);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT) // it waits for the clock
    @DisplayName("57: a peer that falls silent is given up after the idle timeout, and may come back from the same port")
    void givesUpSilentPeers() {
        int idleTimeoutMs = 5_000; // several of libsrt's keepalives
        serveWith(SrtOptions.defaults().withPeerIdleTimeoutMs(idleTimeoutMs));
        InetSocketAddress local = new InetSocketAddress(server.address().getAddress(), FreePort.udp());
        try (UdpProxy proxy = UdpProxy.to(server.address())) {
            try (LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).from(local).streamId(PUBLISH).connect()) {
                publisher.send(Payloads.numbered(0));
                await().atMost(SOON).until(() -> server.receivedCount("one") == 1);
                proxy.blackHole(true);
                await().atMost(SOON).until(() -> server.closed().equals(List.of("one: PEER_IDLE")));
                assertThat(Duration.ofNanos(server.silencesNs().getFirst())).isGreaterThanOrEqualTo(Duration.ofMillis(idleTimeoutMs));
                await().atMost(SOON).until(() -> server.<Integer>ask(() -> server.port.connections().size()) == 0);
            }
            proxy.blackHole(false);
            try (LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).from(local).streamId(PUBLISH).connect()) {
                publisher.send(Payloads.numbered(1));
                await().atMost(SOON).until(() -> server.receivedCount("one") == 2);
            }
        }
    }

    @Test
    @DisplayName("58: either side's goodbye reaches the other at once")
    void exchangesGoodbyes() {
        LibsrtPeer publisher = LibsrtPeer.to(server.address()).streamId(PUBLISH).connect();
        await().atMost(SOON).until(() -> server.connectionIds().size() == 1);
        publisher.close();
        await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> server.closed().equals(List.of("one: PEER_SHUTDOWN")));

        try (LibsrtPeer reader = LibsrtPeer.to(server.address()).streamId(READ).connect()) {
            server.close(READ);
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> !reader.isConnected());
        }
        try (RawCaller caller = new RawCaller(server.address(), 58)) {
            caller.connect(READ);
            server.close(READ);
            caller.expect(p -> p.isControl(RawPacket.SHUTDOWN));
            caller.expect(p -> p.isControl(RawPacket.SHUTDOWN));
            await().atMost(SOON).until(() -> server.<Integer>ask(() -> server.port.connections().size()) == 0);
            assertThat(caller.everything()).filteredOn(p -> p.isControl(RawPacket.SHUTDOWN)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    @DisplayName("58b: closing the port says goodbye to everybody")
    void saysGoodbyeToEverybody() {
        List<LibsrtPeer> peers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            peers.add(LibsrtPeer.to(server.address()).streamId(READ).connect());
        }
        server.port.close();
        await().atMost(SOON).until(() -> peers.stream().noneMatch(LibsrtPeer::isConnected));
        await().atMost(SOON).until(() -> server.counters().ended() == 5);
        assertThat(server.closed()).hasSize(5).containsOnly("one: CLOSED_BY_APPLICATION");
        peers.forEach(LibsrtPeer::close);
    }

    @Test
    @DisplayName("59: packets for nobody, short ones and noise are neither answered nor remembered")
    void survivesNoise(@Seed long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (RawCaller caller = new RawCaller(server.address(), 59); RawCaller victim = new RawCaller(server.address(), 60)) {
            victim.connect(READ);
            for (int length = 0; length < 16; length++) {
                caller.sendBytes(new byte[length]);
            }
            for (int i = 0; i < 1_000; i++) {
                caller.send(RawPacket.data(i, 0xE000_0001, 0, 1 + random.nextInt(1 << 30), new byte[100]));
            }
            assertThat(caller.everything()).isEmpty();
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(server.counters().shortDatagrams()).isEqualTo(16);
                assertThat(server.counters().unknownIdDatagrams()).isEqualTo(1_000);
            });
            int sentBytes = 0;
            int answeredBytes = 0;
            for (int i = 0; i < 20_000; i++) {
                byte[] noise = new byte[16 + random.nextInt(random.nextInt(10) == 0 ? 1_400 : 80)];
                random.nextBytes(noise);
                RawPacket packet = new RawPacket(noise);
                // Half of it looks like a known control packet, for the listener, for a connection or for nobody.
                if (random.nextBoolean()) {
                    packet = packet.withWord(0, 0x8000_0000 | random.nextInt(9) << 16);
                }
                int destination = random.nextInt(3);
                packet = packet.withWord(3, destination == 0 ? 0 : destination == 1 ? victim.serverId : random.nextInt(1 << 30));
                (destination == 1 && random.nextBoolean() ? victim : caller).send(packet);
                sentBytes += packet.bytes().length;
                if (i % 200 == 0) {
                    answeredBytes += caller.everything(Duration.ofMillis(1)).stream().mapToInt(p -> p.bytes().length).sum();
                }
            }
            answeredBytes += caller.everything().stream().mapToInt(p -> p.bytes().length).sum();
            assertThat(answeredBytes).isLessThan(sentBytes / 10);
            assertThat(server.connectionIds().size()).isLessThanOrEqualTo(1);
            assertThat(server.requested()).hasSize(1);
        }
    }

    @Test
    @DisplayName("60: ten of thirty readers vanish, the others miss nothing")
    void keepsReadersApart() {
        int count = 1_500;
        try (UdpProxy proxy = UdpProxy.to(server.address());
                LibsrtPeer publisher = LibsrtPeer.to(server.address()).streamId(PUBLISH).connect()) {
            List<LibsrtPeer> staying = new ArrayList<>();
            List<LibsrtPeer> vanishing = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                boolean stays = i % 3 != 0;
                LibsrtPeer reader = LibsrtPeer.to(stays ? server.address() : proxy.address()).streamId(READ).connect();
                (stays ? staying : vanishing).add(reader);
            }
            Thread publishing = Payloads.publishing(publisher, 0, count, 500);
            await().atMost(SOON).until(() -> server.receivedCount("one") > count / 3);
            proxy.blackHole(true);
            for (LibsrtPeer reader : staying) {
                for (int i = 0; i < count; i++) {
                    LibsrtPeer.Message message = reader.receive();
                    assertThat(message).as("payload %d", i).isNotNull();
                    assertThat(Payloads.numberOf(message.payload())).isEqualTo(i);
                }
                assertThat(reader.statistics().count("pktRcvLossTotal")).isZero();
            }
            publishing.join();
            staying.forEach(LibsrtPeer::close);
            vanishing.forEach(LibsrtPeer::close);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("61: three hundred callers at once are connected")
    void takesManyCallersAtOnce() {
        List<RawCaller> callers = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                callers.add(new RawCaller(server.address(), 1_000 + i));
            }
            callers.forEach(caller -> caller.send(RawHandshake.induction(caller.socketId).packet()));
            for (RawCaller caller : callers) {
                int cookie = caller.expectHandshake(RawPacket.INDUCTION).cookie();
                caller.send(RawHandshake.conclusion(caller.socketId, cookie).hsreq().streamId(READ).packet());
            }
            callers.forEach(caller -> caller.expectHandshake(RawPacket.CONCLUSION));
            assertThat(server.connectionIds()).hasSize(300);
        } finally {
            callers.forEach(RawCaller::close);
        }
    }

    @Test
    @DisplayName("62: IPv4 and IPv6 callers share one port")
    void servesBothAddressFamilies() {
        try (LibsrtPeer publisher = LibsrtPeer.to(server.address6()).streamId(PUBLISH).connect();
                LibsrtPeer reader4 = LibsrtPeer.to(server.address()).streamId(READ).connect();
                LibsrtPeer reader6 = LibsrtPeer.to(server.address6()).streamId(READ).connect()) {
            for (int i = 0; i < 20; i++) {
                publisher.send(Payloads.numbered(i));
            }
            for (int i = 0; i < 20; i++) {
                Payloads.assertIs(reader4.receive(), i);
                Payloads.assertIs(reader6.receive(), i);
            }
            List<String> hosts =
                    server.ask(() -> server.port.connections().stream().map(c -> c.peer().getAddress().getHostAddress()).toList());
            assertThat(hosts).containsExactlyInAnyOrder("127.0.0.1", "0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:1");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT) // it waits for the clock
    @DisplayName("63: packets from another port than the peer's are dropped and the connection runs into its timeout")
    void doesNotFollowAPeerToAnotherPort() {
        serveWith(SrtOptions.defaults().withPeerIdleTimeoutMs(5_000));
        try (UdpProxy proxy = UdpProxy.to(server.address());
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).connect()) {
            publisher.send(Payloads.numbered(0));
            await().atMost(SOON).until(() -> server.receivedCount("one") == 1);
            proxy.changeSourcePorts();
            publisher.send(Payloads.numbered(1));
            await().atMost(SOON).until(() -> server.closed().equals(List.of("one: PEER_IDLE")));
            assertThat(server.receivedCount("one")).isOne();
        }
    }

    @Test
    @DisplayName("64: a caller with forward error correction is taken; its extra packets are ignored, its losses repaired")
    void livesWithPacketFilters() {
        LinkModel lossy = LinkModel.clean().withLoss(3).withDelay(10, 0);
        try (UdpProxy proxy = UdpProxy.to(server.address(), lossy, 64);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).with(SrtSocketOption.PACKETFILTER, "fec,cols:10").streamId(PUBLISH)
                        .latencyMs(2_000).connect();
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).with(SrtSocketOption.PACKETFILTER, "fec,cols:10").streamId(READ)
                        .latencyMs(2_000).timeout(SOON).connect()) {
            Payloads.publishing(publisher, 0, 1_000 + Payloads.TAIL, 1_000);
            for (int i = 0; i < 1_000; i++) {
                Payloads.assertIs(reader.receive(), i);
            }
            Payloads.assertNumbered(server.received("one").subList(0, 1_000), 0, 1_000);
            assertThat(server.statistics(PUBLISH).received().filterPackets()).isBetween(80L, 150L);
        }
    }

    @Test
    @DisplayName("65: a group is refused with 15")
    void refusesGroups() {
        try (RawCaller caller = new RawCaller(server.address(), 65)) {
            RawHandshake conclusion = caller.conclusion(PUBLISH).block(RawPacket.GROUP, RawHandshake.words(0x4000_0001, 0x0101_0000));
            assertThat(caller.refusal(conclusion)).isEqualTo(1015);
        }
        assertThat(server.connectionIds()).isEmpty();
    }

    @Test
    @DisplayName("66: both ends count alike")
    void countsLikeLibsrt() {
        LinkModel clean = LinkModel.clean().withDelay(15, 0);
        LinkModel lossy = clean.withLoss(3);
        int count = 2_000;
        try (UdpProxy proxy = UdpProxy.to(server.address(), lossy, 66);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(2_000).connect();
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).streamId(READ).latencyMs(2_000).timeout(SOON).connect()) {
            Payloads.publish(publisher, 0, count - 200, 1_000);
            // The last ones are not lost: libsrt would never repeat them.
            proxy.become(clean, clean);
            Payloads.publish(publisher, count - 200, 200, 1_000);
            for (int i = 0; i < count; i++) {
                assertThat(reader.receive()).as("payload %d", i).isNotNull();
            }
            LibsrtStatistics out = publisher.statistics();
            SrtStatistics in = server.statistics(PUBLISH);
            assertThat(in.received().uniquePackets()).isEqualTo(out.count("pktSentUniqueTotal")).isEqualTo(count);
            assertThat(in.received().retransmittedPackets()).isCloseTo(out.count("pktRetransTotal"), within(count / 50L));
            assertThat(in.received().uniqueBytes()).isEqualTo(out.count("byteSentUniqueTotal"));

            LibsrtStatistics got = reader.statistics();
            SrtStatistics gave = server.statistics(READ);
            assertThat(gave.sent().uniquePackets()).isEqualTo(got.count("pktRecvUniqueTotal")).isEqualTo(count);
            assertThat(gave.sent().packets()).isEqualTo(gave.sent().uniquePackets() + gave.sent().retransmittedPackets());
            assertThat(gave.sent().nakPackets()).isZero();
            assertThat(gave.received().ackPackets()).isCloseTo(got.count("pktSentACKTotal"), within(got.count("pktSentACKTotal") / 8));

            // Each datagram waits up to 1 ms more at each end and in the proxy, until a pause of the machine is forgotten.
            Payloads.publishing(publisher, count, 2_000, 100);
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(server.statistics(PUBLISH).link().rttMs()).isBetween(30.0, 80.0)
                        .isCloseTo(publisher.statistics().value("msRTT"), within(20.0));
                assertThat(server.statistics(READ).link().rttMs()).isBetween(30.0, 80.0)
                        .isCloseTo(reader.statistics().value("msRTT"), within(20.0));
            });
        }
    }

    private void serveWith(SrtOptions options) {
        server.close();
        server = RelayServer.open(options);
    }
}
