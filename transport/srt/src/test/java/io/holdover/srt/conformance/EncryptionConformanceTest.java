package io.holdover.srt.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.SrtOptions;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.ProxiedDatagram;
import io.holdover.testkit.ProxiedDatagram.Direction;
import io.holdover.testkit.SrtSocketOption;
import io.holdover.testkit.UdpProxy;

/** Items 31 to 40 of docs/srt-conformance.md: passphrases and keys, against libsrt. */
class EncryptionConformanceTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String PASSPHRASE = "correct horse battery";
    private static final int SECURED = 2;
    private static final int BADSECRET = 10;
    private static final int UNSECURE = 11;

    private RelayServer server = RelayServer.open();

    @AfterEach
    void close() {
        assertThat(server.failures()).as("exceptions on the loop").isZero();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    @DisplayName("31: every key length, publishing and reading")
    void encryptsWithEveryKeyLength(int keyLengthBytes) {
        server.passphrases.put("one", PASSPHRASE);
        try (LibsrtPeer publisher = publisher().passphrase(PASSPHRASE, keyLengthBytes).connect();
                LibsrtPeer reader = reader().passphrase(PASSPHRASE, keyLengthBytes).connect()) {
            assertThat(publisher.option(SrtSocketOption.SNDKMSTATE)).isEqualTo(SECURED);
            assertThat(publisher.option(SrtSocketOption.RCVKMSTATE)).isEqualTo(SECURED);
            assertThat(reader.option(SrtSocketOption.RCVKMSTATE)).isEqualTo(SECURED);
            Payloads.publish(publisher, 0, 200, 2_000);
            for (int i = 0; i < 200; i++) {
                Payloads.assertIs(reader.receive(), i);
            }
            assertThat(reader.statistics().count("pktRcvUndecryptTotal")).isZero();
        }
    }

    @Test
    @DisplayName("32: a wrong passphrase is 10, one missing on either side 11")
    void refusesWrongAndMissingPassphrases() {
        server.passphrases.put("one", PASSPHRASE);
        assertThat(publisher().passphrase("wrong passphrase", 16).connectRefused()).isEqualTo(BADSECRET);
        assertThat(publisher().connectRefused()).isEqualTo(UNSECURE);
        assertThat(LibsrtPeer.to(server.address()).streamId("publish:clear").passphrase(PASSPHRASE, 16).connectRefused())
                .isEqualTo(UNSECURE);
        assertThat(server.connectionIds()).isEmpty();
    }

    @Test
    @DisplayName("33: two names on one port have a passphrase each")
    void keepsPassphrasesOfNamesApart() {
        server.passphrases.put("one", PASSPHRASE);
        server.passphrases.put("two", "another passphrase");
        try (LibsrtPeer _ = publisher().passphrase(PASSPHRASE, 16).connect();
                LibsrtPeer _ = LibsrtPeer.to(server.address()).streamId("publish:two").passphrase("another passphrase", 16).connect()) {
            assertThat(server.connectionIds()).hasSize(2);
        }
        assertThat(publisher().passphrase("another passphrase", 16).connectRefused()).isEqualTo(BADSECRET);
        assertThat(LibsrtPeer.to(server.address()).streamId("publish:two").passphrase(PASSPHRASE, 16).connectRefused())
                .isEqualTo(BADSECRET);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 79})
    @DisplayName("34: passphrases of 10 and of 79 bytes")
    void takesShortAndLongPassphrases(int length) {
        String passphrase = "p".repeat(length);
        server.passphrases.put("one", passphrase);
        try (LibsrtPeer publisher = publisher().passphrase(passphrase, 16).connect()) {
            publisher.send(Payloads.numbered(1));
            await().atMost(SOON).until(() -> server.receivedCount("one") == 1);
            Payloads.assertNumbered(server.received("one"), 1, 1);
        }
    }

    @Test
    @DisplayName("35: a publisher that changes its key every 500 packets is understood throughout")
    void followsKeyChanges() {
        server.passphrases.put("one", PASSPHRASE);
        try (UdpProxy proxy = UdpProxy.to(server.address()).startLog();
                LibsrtPeer publisher = refreshing(proxy).connect()) {
            Payloads.publish(publisher, 0, 4_000, 1_500);
            await().atMost(SOON).until(() -> server.receivedCount("one") == 4_000);
            Payloads.assertNumbered(server.received("one"), 0, 4_000);
            assertThat(server.statistics("publish:one").received().undecryptablePackets()).isZero();
            // 3999 / 500 = 7, or many more: while an announcement is unanswered libsrt 1.5.1 goes back and forth between its keys.
            assertThat(keySwitches(proxy.log(), Direction.TO_SERVER)).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    @DisplayName("36: the same while the first three announcements and the first three answers are lost")
    void followsKeyChangesWhenAnnouncementsAreLost() {
        server.passphrases.put("one", PASSPHRASE);
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        try (UdpProxy proxy = UdpProxy.to(server.address()).hook(d -> {
            RawPacket packet = new RawPacket(d.bytes());
            boolean lostRequest = isKeyMessage(packet, RawPacket.KMREQ) && requests.getAndIncrement() < 3;
            boolean lostAnswer = isKeyMessage(packet, RawPacket.KMRSP) && answers.getAndIncrement() < 3;
            return lostRequest || lostAnswer ? null : d.bytes();
        });
                LibsrtPeer publisher = refreshing(proxy).connect()) {
            Payloads.publish(publisher, 0, 1_200, 300);
            await().atMost(SOON).until(() -> server.receivedCount("one") == 1_200);
            Payloads.assertNumbered(server.received("one"), 0, 1_200);
            assertThat(server.statistics("publish:one").received().undecryptablePackets()).isZero();
            assertThat(requests.get()).isGreaterThan(3);
            assertThat(answers.get()).isGreaterThan(3);
        }
    }

    @Test
    @DisplayName("37: an old announcement that comes again is answered alike and changes nothing")
    void ignoresOldAnnouncements() {
        server.passphrases.put("one", PASSPHRASE);
        try (UdpProxy proxy = UdpProxy.to(server.address()).startLog();
                LibsrtPeer publisher = refreshing(proxy).connect()) {
            int count = 0;
            while (keyMessages(proxy, RawPacket.KMREQ).isEmpty()) {
                Payloads.publish(publisher, count, 1_000, 1_000);
                count += 1_000;
            }
            int before = count;
            ProxiedDatagram old = keyMessages(proxy, RawPacket.KMREQ).getFirst();
            int answered = keyMessages(proxy, RawPacket.KMRSP).size();
            proxy.inject(Direction.TO_SERVER, old.client(), old.bytes());
            await().atMost(SOON).until(() -> keyMessages(proxy, RawPacket.KMRSP).size() > answered);
            Payloads.publish(publisher, before, 1_000, 1_000);
            await().atMost(SOON).until(() -> server.receivedCount("one") == before + 1_000);
            Payloads.assertNumbered(server.received("one"), 0, before + 1_000);
            assertThat(server.statistics("publish:one").received().undecryptablePackets()).isZero();
        }
    }

    @Test
    @DisplayName("38: clear packets in an encrypted stream are never delivered, nor do they take the true ones' place")
    void dropsClearPackets() {
        server.passphrases.put("one", PASSPHRASE);
        // Every tenth packet loses its key flags on the way: its bytes would be garbage. The repeat is whole.
        try (UdpProxy proxy = UdpProxy.to(server.address()).hook(d -> {
            RawPacket packet = new RawPacket(d.bytes());
            return d.direction() == Direction.TO_SERVER && packet.isData() && !packet.isRetransmission() && packet.sequence() % 10 == 0
                    ? packet.withWord(1, packet.word(1) & ~(3 << 27)).bytes()
                    : d.bytes();
        });
                LibsrtPeer publisher =
                        LibsrtPeer.to(proxy.address()).streamId("publish:one").passphrase(PASSPHRASE, 16).initialSequence(1_002)
                                .latencyMs(3_000).connect()) {
            Payloads.publish(publisher, 0, 200, 500);
            await().atMost(SOON).until(() -> server.receivedCount("one") == 200);
            Payloads.assertNumbered(server.received("one"), 0, 200);
            assertThat(server.statistics("publish:one").received().undecryptablePackets()).isEqualTo(20);
        }
    }

    @Test
    @DisplayName("39: a reader follows the server's own key changes")
    void changesItsOwnKeys() {
        server.close();
        server = RelayServer.open(SrtOptions.defaults().withKeyPreannouncePackets(40).withKeyRefreshPackets(128));
        server.passphrases.put("one", PASSPHRASE);
        try (UdpProxy proxy = UdpProxy.to(server.address()).startLog();
                LibsrtPeer publisher = publisher().passphrase(PASSPHRASE, 16).latencyMs(2_000).connect();
                LibsrtPeer reader = LibsrtPeer.to(proxy.address()).streamId("#!::r=one").passphrase(PASSPHRASE, 16).latencyMs(2_000)
                        .timeout(SOON).connect()) {
            Payloads.publishing(publisher, 0, 20_000, 1_000);
            // A key waits until its announcement is answered: on a busy machine for more than its 128 packets.
            await().atMost(SOON).until(() -> keySwitches(proxy.log(), Direction.TO_CLIENT) >= 8);
            List<ProxiedDatagram> log = proxy.log();
            long sent = log.stream().map(d -> new RawPacket(d.bytes())).filter(p -> p.isData() && !p.isRetransmission()).count();
            assertThat(keySwitches(log, Direction.TO_CLIENT)).isLessThanOrEqualTo((int) sent / 128);
            for (int i = 0; i < sent; i++) {
                Payloads.assertIs(reader.receive(), i);
            }
            assertThat(reader.statistics().count("pktRcvUndecryptTotal")).isZero();
        }
    }

    @Test
    @DisplayName("40: key material that makes no sense is refused and does no harm")
    void refusesMalformedKeyMaterial() {
        server.passphrases.put("one", PASSPHRASE);
        byte[] good = new byte[56];
        good[0] = 0x12;
        good[1] = 0x20;
        good[2] = 0x29;
        good[3] = 1;
        good[8] = 2;
        good[10] = 2;
        good[14] = 4;
        good[15] = 4;
        List<byte[]> bad =
                List.of(changed(good, 2, 0), changed(good, 15, 5), changed(good, 15, 8), changed(good, 14, 0), changed(good, 3, 0),
                        changed(good, 8, 9), Arrays.copyOf(good, 52), Arrays.copyOf(good, 60), new byte[0], good);
        try (RawCaller caller = new RawCaller(server.address(), 40)) {
            for (byte[] body : bad) {
                RawHandshake conclusion = caller.conclusion("publish:one").block(RawPacket.KMREQ, body);
                conclusion.encryption = 2;
                assertThat(caller.refusal(conclusion)).isIn(1004, 1010, 1017);
            }
            assertThat(server.connectionIds()).isEmpty();
        }
    }

    private LibsrtPeer.Call publisher() {
        return LibsrtPeer.to(server.address()).streamId("publish:one");
    }

    private LibsrtPeer.Call reader() {
        return LibsrtPeer.to(server.address()).streamId("#!::r=one");
    }

    private static LibsrtPeer.Call refreshing(UdpProxy proxy) {
        return LibsrtPeer.to(proxy.address()).streamId("publish:one").passphrase(PASSPHRASE, 16).latencyMs(2_000)
                .with(SrtSocketOption.KMREFRESHRATE, 500).with(SrtSocketOption.KMPREANNOUNCE, 240);
    }

    private static boolean isKeyMessage(RawPacket packet, int subtype) {
        return packet.isControl(RawPacket.EXTENSION) && packet.subtype() == subtype;
    }

    private static List<ProxiedDatagram> keyMessages(UdpProxy proxy, int subtype) {
        return proxy.log().stream().filter(d -> isKeyMessage(new RawPacket(d.bytes()), subtype)).toList();
    }

    private static int keySwitches(List<ProxiedDatagram> log, Direction direction) {
        int switches = 0;
        int key = 1;
        for (ProxiedDatagram datagram : log) {
            RawPacket packet = new RawPacket(datagram.bytes());
            if (datagram.direction() == direction && packet.isData() && !packet.isRetransmission() && packet.keyFlags() != key) {
                key = packet.keyFlags();
                switches++;
            }
        }
        return switches;
    }

    private static byte[] changed(byte[] bytes, int index, int value) {
        byte[] copy = bytes.clone();
        copy[index] = (byte) value;
        return copy;
    }
}
