package io.holdover.srt.conformance;

import static io.holdover.srt.conformance.RawPacket.CONCLUSION;
import static io.holdover.srt.conformance.RawPacket.INDUCTION;
import static io.holdover.testkit.SrtSocketOption.CONGESTION;
import static io.holdover.testkit.SrtSocketOption.MINVERSION;
import static io.holdover.testkit.SrtSocketOption.PEERLATENCY;
import static io.holdover.testkit.SrtSocketOption.RCVLATENCY;
import static io.holdover.testkit.SrtSocketOption.TRANSTYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.SrtOptions;
import io.holdover.testkit.FreePort;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.LinkModel;
import io.holdover.testkit.ProxiedDatagram;
import io.holdover.testkit.ProxiedDatagram.Direction;
import io.holdover.testkit.SrtSocketOption;
import io.holdover.testkit.UdpProxy;

/** Items 1 to 25 of docs/srt-conformance.md, against libsrt and against hand-made packets. */
class HandshakeConformanceTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String PUBLISH = "#!::r=one,m=publish";

    private RelayServer server = RelayServer.open();

    @AfterEach
    void close() {
        assertThat(server.failures()).as("exceptions on the loop").isZero();
        server.close();
    }

    @Test
    @DisplayName("1: takes a publisher and delivers everything in order")
    void takesAPublisher() {
        try (LibsrtPeer publisher = LibsrtPeer.to(server.address()).streamId(PUBLISH).connect()) {
            for (int i = 0; i < 100; i++) {
                publisher.send(Payloads.numbered(i));
            }
            await().atMost(SOON).until(() -> server.receivedCount("one") == 100);
            Payloads.assertNumbered(server.received("one"), 0, 100);
        }
    }

    @Test
    @DisplayName("2: answers INDUCTION with version 5, the magic, the caller's id and a cookie")
    void answersInduction() {
        try (RawCaller caller = new RawCaller(server.address(), 4711)) {
            RawHandshake induction = RawHandshake.induction(4711);
            induction.initialSequence = 0x1234567;
            induction.mssBytes = 1400;
            caller.send(induction.packet());
            RawPacket answer = caller.expectHandshake(INDUCTION);
            assertThat(answer.version()).isEqualTo(5);
            assertThat(answer.extensionField()).isEqualTo(0x4A17);
            assertThat(answer.socketId()).isEqualTo(4711);
            assertThat(answer.destination()).isEqualTo(4711);
            assertThat(answer.initialSequence()).isEqualTo(0x1234567);
            assertThat(answer.cookie()).isNotZero();
            assertThat(answer.bytes()).hasSize(64);
        }
    }

    @Test
    @DisplayName("3: keeps nothing of callers that only ask, and answers with no more than was asked")
    void keepsNothingOfAskers() {
        for (int i = 1; i <= 1_000; i++) {
            try (RawCaller caller = new RawCaller(server.address(), i)) {
                RawPacket request = RawHandshake.induction(i).packet();
                caller.send(request);
                assertThat(caller.expectHandshake(INDUCTION).bytes()).hasSizeLessThanOrEqualTo(request.bytes().length);
            }
        }
        assertThat(server.connectionIds()).isEmpty();
        assertThat(server.requested()).isEmpty();
    }

    @Test
    @DisplayName("4: says nothing to a CONCLUSION with a wrong cookie")
    void ignoresAWrongCookie() {
        try (RawCaller caller = new RawCaller(server.address(), 5)) {
            int cookie = caller.cookie();
            for (int wrong : new int[]{0, cookie + 1, ~cookie}) {
                caller.send(RawHandshake.conclusion(5, wrong).hsreq().streamId(PUBLISH).packet());
            }
            assertThat(caller.everything()).isEmpty();
            assertThat(server.requested()).isEmpty();
        }
    }

    @Test
    @DisplayName("5: refuses a cookie that another port was given")
    void bindsTheCookieToTheAddress() {
        try (RawCaller first = new RawCaller(server.address(), 5); RawCaller second = new RawCaller(server.address(), 5)) {
            second.send(RawHandshake.conclusion(5, first.cookie()).hsreq().streamId(PUBLISH).packet());
            assertThat(second.everything()).isEmpty();
            assertThat(server.requested()).isEmpty();
        }
    }

    @Test
    @DisplayName("6: a lost INDUCTION answer costs one repeat")
    void survivesALostInductionAnswer() {
        try (UdpProxy proxy = UdpProxy.to(server.address()); LibsrtPeer _ = connectLosingOne(proxy, INDUCTION)) {
            assertThat(server.connectionIds()).hasSize(1);
        }
    }

    @Test
    @DisplayName("7: a lost CONCLUSION answer is given again with the same id, for one connection")
    void survivesALostConclusionAnswer() {
        try (UdpProxy proxy = UdpProxy.to(server.address()); LibsrtPeer _ = connectLosingOne(proxy, CONCLUSION)) {
            assertThat(server.connectionIds()).hasSize(1);
            assertThat(server.requested()).hasSize(1);
            assertThat(conclusionAnswers(proxy)).hasSizeGreaterThan(1).extracting(RawPacket::socketId)
                    .containsOnly(server.connectionIds().getFirst());
        }
    }

    @Test
    @DisplayName("8: repeats of a CONCLUSION after the accept are answered alike and make no second connection")
    void answersLateRepeats() {
        try (UdpProxy proxy = UdpProxy.to(server.address()).startLog();
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).connect()) {
            ProxiedDatagram conclusion = proxy.log().stream().filter(d -> d.direction() == Direction.TO_SERVER)
                    .filter(d -> new RawPacket(d.bytes()).isHandshake(CONCLUSION)).findFirst().orElseThrow();
            for (int i = 0; i < 5; i++) {
                int before = conclusionAnswers(proxy).size();
                proxy.inject(Direction.TO_SERVER, conclusion.client(), conclusion.bytes());
                await().atMost(SOON).until(() -> conclusionAnswers(proxy).size() > before);
                // Also when it goes to the id that the connection has by now.
                proxy.inject(Direction.TO_SERVER, conclusion.client(),
                        new RawPacket(conclusion.bytes()).withWord(3, server.connectionIds().getFirst()).bytes());
                await().atMost(SOON).until(() -> conclusionAnswers(proxy).size() > before + 1);
                publisher.send(Payloads.numbered(i));
            }
            await().atMost(SOON).until(() -> server.receivedCount("one") == 5);
            List<byte[]> answers = conclusionAnswers(proxy).stream().map(p -> p.withWord(2, 0).bytes()).toList();
            assertThat(answers).hasSizeGreaterThanOrEqualTo(11).allMatch(answer -> Arrays.equals(answer, answers.getFirst()));
            assertThat(server.requested()).hasSize(1);
            assertThat(server.connectionIds()).hasSize(1);
        }
    }

    @Test
    @DisplayName("9: a round trip of 800 ms makes one connection and is measured")
    void copesWithALongWay() {
        LinkModel far = LinkModel.clean().withDelay(400, 0);
        try (UdpProxy proxy = UdpProxy.to(server.address(), far, 9);
                LibsrtPeer publisher = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).latencyMs(2_000).connect()) {
            Thread thread = Payloads.publishing(publisher, 0, 300, 100);
            await().atMost(SOON).untilAsserted(() -> assertThat(server.statistics(PUBLISH).link().rttMs()).isCloseTo(800, within(80.0)));
            assertThat(server.requested()).hasSize(1);
            assertThat(server.connectionIds()).hasSize(1);
            thread.interrupt();
        }
    }

    @Test
    @DisplayName("10: the same caller with another sequence number replaces its old connection")
    void replacesARestartedCaller() {
        try (RawCaller caller = new RawCaller(server.address(), 99)) {
            caller.connect(PUBLISH);
            int oldId = caller.serverId;
            RawHandshake again = caller.conclusion(PUBLISH);
            again.initialSequence = 500_000;
            caller.connect(again);
            assertThat(caller.serverId).isNotEqualTo(oldId);
            assertThat(server.connectionIds()).containsExactly(caller.serverId);
            assertThat(server.closed()).containsExactly("one: REPLACED");
        }
    }

    @Test
    @DisplayName("11: two callers that share a UDP port have two connections")
    void keepsCallersOfOnePortApart() {
        InetSocketAddress local = new InetSocketAddress(server.address().getAddress(), FreePort.udp());
        try (LibsrtPeer one = LibsrtPeer.to(server.address()).from(local).streamId("#!::r=one,m=publish").connect();
                LibsrtPeer two = LibsrtPeer.to(server.address()).from(local).streamId("#!::r=two,m=publish").connect()) {
            assertThat(server.connectionIds()).hasSize(2);
            assertThat(server.<java.util.Set<InetSocketAddress>>ask(() -> server.port.connections().stream().map(c -> c.peer())
                    .collect(java.util.stream.Collectors.toSet()))).hasSize(1);
            for (int i = 0; i < 50; i++) {
                one.send(Payloads.numbered(i));
                two.send(Payloads.numbered(1_000 + i));
            }
            await().atMost(SOON).until(() -> server.receivedCount("one") == 50 && server.receivedCount("two") == 50);
            Payloads.assertNumbered(server.received("one"), 0, 50);
            Payloads.assertNumbered(server.received("two"), 1_000, 50);
        }
    }

    @Test
    @DisplayName("12: a version 5 CONCLUSION without extensions, or with a short one, is ROGUE")
    void refusesMissingExtensions() {
        try (RawCaller caller = new RawCaller(server.address(), 12)) {
            int cookie = caller.cookie();
            assertThat(caller.refusal(RawHandshake.conclusion(12, cookie))).isEqualTo(1004);
            assertThat(caller.refusal(RawHandshake.conclusion(12, cookie).with(h -> h.extensionField = 1))).isEqualTo(1004);
            assertThat(caller.refusal(RawHandshake.conclusion(12, cookie).block(RawPacket.HSREQ, RawHandshake.words(0x010501, 0xBF))))
                    .isEqualTo(1004);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("13: unknown extensions anywhere are skipped")
    void skipsUnknownExtensions(int place) {
        byte[] unknown = new byte[12];
        try (RawCaller caller = new RawCaller(server.address(), 13)) {
            RawHandshake conclusion = RawHandshake.conclusion(13, caller.cookie());
            for (int i = 0; i <= 2; i++) {
                if (i == place) {
                    conclusion.block(48_385, unknown);
                }
                switch (i) {
                    case 0 -> conclusion.hsreq();
                    case 1 -> conclusion.streamId(PUBLISH);
                    default -> {
                        // All known ones are there.
                    }
                }
            }
            assertThat(caller.connect(conclusion).extensions()).containsKey(RawPacket.HSRSP);
            assertThat(server.streamIds()).containsExactly(PUBLISH);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 100, 0xFFFF})
    @DisplayName("14: an extension that is longer than its packet does no harm")
    void survivesOverlongExtensions(int lengthWords) {
        try (RawCaller caller = new RawCaller(server.address(), 14)) {
            RawHandshake conclusion = RawHandshake.conclusion(14, caller.cookie()).hsreq().block(RawPacket.SID, lengthWords, new byte[4]);
            caller.send(conclusion.packet());
            assertThat(caller.everything()).allMatch(packet -> packet.isControl(RawPacket.HANDSHAKE) && packet.request() >= 1_000);
            assertThat(server.connectionIds()).isEmpty();
        }
    }

    @Test
    @DisplayName("15: callers older than 1.3.0 are refused as such, 1.3.0 is not; libsrt's own minimum is met")
    void judgesVersions() {
        try (RawCaller caller = new RawCaller(server.address(), 15)) {
            int cookie = caller.cookie();
            assertThat(caller.refusal(RawHandshake.conclusion(15, cookie).hsreq(0x010209, 0xBF, 120, 0))).isEqualTo(1008);
            caller.connect(RawHandshake.conclusion(15, cookie).hsreq(0x010300, 0xBF, 120, 0).streamId("publish:old"));
        }
        try (LibsrtPeer _ = LibsrtPeer.to(server.address()).with(MINVERSION, 0x010500).streamId(PUBLISH).connect()) {
            assertThat(server.streamIds()).contains(PUBLISH);
        }
    }

    @Test
    @DisplayName("16: a caller without periodic loss reports and repeat marks is taken, and its losses are repaired")
    void takesCallersWithFewCapabilities() {
        try (RawCaller reader = new RawCaller(server.address(), 16);
                LibsrtPeer publisher = LibsrtPeer.to(server.address()).streamId(PUBLISH).connect()) {
            RawHandshake conclusion = RawHandshake.conclusion(16, reader.cookie()).hsreq(0x010501, 0xBF & ~0x30, 120, 0)
                    .streamId("#!::r=one");
            RawPacket answer = reader.connect(conclusion);
            // Bit 5 is the repeat mark, which is echoed only to those who have it.
            assertThat(flagsOf(answer) & 0x20).isZero();
            for (int i = 0; i < 20; i++) {
                publisher.send(Payloads.numbered(i));
            }
            int lost = reader.sequence + 5;
            reader.expect(p -> p.isData() && p.sequence() == lost + 10);
            reader.send(reader.control(RawPacket.NAK, 0, lost));
            RawPacket repeat = reader.expect(p -> p.isData() && p.sequence() == lost);
            assertThat(repeat.isRetransmission()).isFalse();
            assertThat(Arrays.equals(repeat.payload(), Payloads.numbered(5))).isTrue();
        }
    }

    @Test
    @DisplayName("17: file mode is refused with 12, another congestion control with 13")
    void refusesFileMode() {
        assertThat(LibsrtPeer.to(server.address()).with(TRANSTYPE, 1).streamId(PUBLISH).connectRefused()).isEqualTo(12);
        assertThat(LibsrtPeer.to(server.address()).with(CONGESTION, "file").streamId(PUBLISH).connectRefused()).isEqualTo(13);
        assertThat(server.requested()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"80, 300, 120, 200", "500, 0, 120, 200", "0, 0, 120, 200", "20, 8000, 120, 200", "120, 0, 0, 0"})
    @DisplayName("18: each direction's latency is the larger of the two wishes")
    void negotiatesLatency(int callerReceive, int callerPeer, int serverReceive, int serverPeer) {
        server.close();
        server = RelayServer.open(SrtOptions.defaults().withReceiveLatencyMs(serverReceive).withPeerLatencyMs(serverPeer));
        try (LibsrtPeer peer = LibsrtPeer.to(server.address()).with(RCVLATENCY, callerReceive).with(PEERLATENCY, callerPeer)
                .streamId(PUBLISH).connect()) {
            int toServer = Math.max(callerPeer, serverReceive);
            int toCaller = Math.max(callerReceive, serverPeer);
            assertThat(peer.option(RCVLATENCY)).isEqualTo(toCaller);
            assertThat(peer.option(PEERLATENCY)).isEqualTo(toServer);
            assertThat(server.<Integer>withConnection(PUBLISH, c -> c.receiveLatencyMs())).isEqualTo(toServer);
            assertThat(server.<Integer>withConnection(PUBLISH, c -> c.sendLatencyMs())).isEqualTo(toCaller);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1360})
    @DisplayName("19: no datagram is longer than the smaller MSS allows")
    void honoursTheMss(int mssBytes) {
        int payloadBytes = mssBytes - 44;
        try (UdpProxy proxy = UdpProxy.to(server.address()).startLog();
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).with(SrtSocketOption.MSS, mssBytes)
                        .with(SrtSocketOption.PAYLOADSIZE, payloadBytes).streamId("#!::r=one").connect();
                LibsrtPeer publisher = LibsrtPeer.to(server.address()).streamId(PUBLISH).connect()) {
            assertThat(server.<Integer>withConnection("#!::r=one", c -> c.maxPayloadBytes())).isEqualTo(payloadBytes);
            assertThat(server.statistics("#!::r=one").link().mssBytes()).isEqualTo(mssBytes);
            for (int i = 0; i < 20; i++) {
                publisher.send(Payloads.numbered(i, payloadBytes));
            }
            for (int i = 0; i < 20; i++) {
                Payloads.assertIs(reader.receive(), i, payloadBytes);
            }
            assertThat(proxy.log()).allMatch(d -> d.bytes().length <= mssBytes - 28);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1456, 1, 3, 188})
    @DisplayName("20: payloads of any length pass whole")
    void carriesPayloadsOfAnyLength(int lengthBytes) {
        try (LibsrtPeer publisher = LibsrtPeer.to(server.address()).with(SrtSocketOption.PAYLOADSIZE, 1456).streamId(PUBLISH).connect();
                LibsrtPeer reader = LibsrtPeer.to(server.address()).with(SrtSocketOption.PAYLOADSIZE, 1456).streamId("#!::r=one")
                        .connect()) {
            for (int i = 0; i < 10; i++) {
                publisher.send(Payloads.numbered(i, lengthBytes));
            }
            for (int i = 0; i < 10; i++) {
                Payloads.assertIs(reader.receive(), i, lengthBytes);
            }
        }
    }

    @Test
    @DisplayName("21: a peer with room for 32 packets never has more than 32 in flight")
    void honoursTheFlowWindow() {
        try (UdpProxy proxy = UdpProxy.to(server.address(), LinkModel.clean().withDelay(5, 0), 21).startLog();
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).with(SrtSocketOption.FC, 32).with(SrtSocketOption.RCVBUF, 32 * 1472)
                        .streamId("#!::r=one").latencyMs(20).connect();
                LibsrtPeer publisher = LibsrtPeer.to(server.address()).streamId(PUBLISH).connect()) {
            for (int i = 0; i < 200; i++) {
                publisher.send(Payloads.numbered(i));
            }
            reader.receiveTimeout(Duration.ofSeconds(10));
            assertThat(reader.receive()).isNotNull();
            reader.receiveTimeout(Duration.ofMillis(500));
            while (reader.receive() != null) {
                // until a silence
            }
            assertThat(mostInFlight(proxy.log())).isPositive().isLessThanOrEqualTo(32);
        }
    }

    @Test
    @DisplayName("22: sequence 0x7FFFFFFF, MSS 31 and a window of 1 are refused; sequence 0 is taken")
    void judgesHandshakeFields() {
        try (RawCaller caller = new RawCaller(server.address(), 22)) {
            int cookie = caller.cookie();
            RawHandshake worst = RawHandshake.conclusion(22, cookie).hsreq().streamId(PUBLISH);
            worst.initialSequence = 0x7FFF_FFFF;
            RawHandshake small = RawHandshake.conclusion(22, cookie).hsreq().streamId(PUBLISH);
            small.mssBytes = 31;
            RawHandshake narrow = RawHandshake.conclusion(22, cookie).hsreq().streamId(PUBLISH);
            narrow.flowPackets = 1;
            for (RawHandshake bad : List.of(worst, small, narrow)) {
                caller.send(bad.packet());
                assertThat(caller.everything()).allMatch(packet -> packet.isControl(RawPacket.HANDSHAKE) && packet.request() >= 1_000);
            }
            assertThat(server.requested()).isEmpty();
            RawHandshake zero = RawHandshake.conclusion(22, cookie).hsreq().streamId(PUBLISH);
            zero.initialSequence = 0;
            assertThat(caller.connect(zero).initialSequence()).isZero();
        }
    }

    @Test
    @DisplayName("24: a version 4 caller is refused with SHUTDOWN, the only no it understands")
    void refusesVersion4() {
        try (RawCaller caller = new RawCaller(server.address(), 24)) {
            RawHandshake old = RawHandshake.conclusion(24, caller.cookie());
            old.version = 4;
            old.extensionField = 2;
            caller.send(old.packet());
            assertThat(caller.expect(packet -> packet.isControl(RawPacket.SHUTDOWN)).destination()).isEqualTo(24);
            assertThat(server.requested()).isEmpty();
        }
    }

    @Test
    @DisplayName("25: an INDUCTION without a socket id is ignored, one of version 5 does no harm")
    void survivesOddInductions() {
        try (RawCaller caller = new RawCaller(server.address(), 25)) {
            caller.send(RawHandshake.induction(0).packet());
            assertThat(caller.everything()).isEmpty();
            RawHandshake version5 = RawHandshake.induction(25);
            version5.version = 5;
            caller.send(version5.packet());
            assertThat(caller.everything()).allMatch(packet -> packet.isHandshake(INDUCTION));
            assertThat(server.requested()).isEmpty();
        }
    }

    /** Connects through a proxy that loses the first handshake of this kind on its way to the caller. */
    private static LibsrtPeer connectLosingOne(UdpProxy proxy, int request) {
        AtomicInteger seen = new AtomicInteger();
        proxy.startLog().hook(d -> d.direction() == Direction.TO_CLIENT && new RawPacket(d.bytes()).isHandshake(request)
                && seen.getAndIncrement() == 0 ? null : d.bytes());
        LibsrtPeer peer = LibsrtPeer.to(proxy.address()).streamId(PUBLISH).connect();
        assertThat(seen.get()).isGreaterThan(1);
        return peer;
    }

    private static List<RawPacket> conclusionAnswers(UdpProxy proxy) {
        return proxy.log().stream().filter(d -> d.direction() == Direction.TO_CLIENT).map(d -> new RawPacket(d.bytes()))
                .filter(packet -> packet.isHandshake(CONCLUSION)).toList();
    }

    private static int flagsOf(RawPacket answer) {
        Map<Integer, byte[]> extensions = answer.extensions();
        return java.nio.ByteBuffer.wrap(extensions.get(RawPacket.HSRSP)).getInt(4);
    }

    /** The most data packets between the proxy's sight of them and the acknowledgement's, as the server must see it at least. */
    private static int mostInFlight(List<ProxiedDatagram> log) {
        int acknowledged = -1;
        int most = 0;
        for (ProxiedDatagram datagram : log) {
            RawPacket packet = new RawPacket(datagram.bytes());
            if (packet.isData()) {
                acknowledged = acknowledged < 0 ? packet.sequence() : acknowledged;
                most = Math.max(most, packet.sequence() - acknowledged + 1);
            } else if (packet.isControl(RawPacket.ACK) && datagram.direction() == Direction.TO_SERVER && acknowledged >= 0) {
                acknowledged = Math.max(acknowledged, packet.field(0));
            }
        }
        return most;
    }
}
