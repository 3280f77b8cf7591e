package io.holdover.srt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.crypto.TestKeys;
import io.holdover.testkit.LinkModel;
import io.holdover.testkit.Seed;

/** Encrypted connections, keys that change, and what must not get through. */
class EncryptionTest {
    private static final byte[] PASSPHRASE = "correct horse battery".getBytes(UTF_8);
    private static final int KK_EVEN = 1 << 27;
    private static final int KK_ODD = 2 << 27;
    private static final int KK_MASK = 3 << 27;

    private final TestPayloads payloads = new TestPayloads(1316);

    private static SimulatedPair pair(int keyLengthBytes) {
        SimulatedPair pair = new SimulatedPair();
        pair.keys = TestKeys.generate(PASSPHRASE, keyLengthBytes, 9);
        pair.serverOptions = pair.serverOptions.withReceiveLatencyMs(300).withPeerLatencyMs(300);
        return pair;
    }

    private static boolean isExtension(byte[] datagram, int subtype) {
        return SimulatedPair.controlType(datagram) == 0x7FFF && (ByteBuffer.wrap(datagram).getInt(0) & 0xFFFF) == subtype;
    }

    private static int keyFlag(byte[] datagram) {
        return ByteBuffer.wrap(datagram).getInt(4) & KK_MASK;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void carriesPayloadsBothWaysWithLoss(int keyLengthBytes, @Seed long seed) {
        SimulatedPair pair = pair(keyLengthBytes);
        pair.seed = seed;
        pair.recordsDatagrams = true;
        pair.toServerModel = LinkModel.clean().withDelay(10, 0).withLoss(3);
        pair.toCallerModel = LinkModel.clean().withDelay(10, 0).withLoss(3);
        pair.connect();
        assertThat(pair.requests.getFirst().encrypted()).isTrue();
        assertThat(pair.requests.getFirst().keyLengthBytes()).isEqualTo(keyLengthBytes);
        assertThat(pair.serverSide().encrypted()).isTrue();
        pair.feed(pair.callerSide(), payloads, 1_000, 2);
        pair.feed(pair.serverSide(), payloads, 1_000, 2);
        pair.run(3_000);
        assertThat(pair.atServer.report(1_000)).isEqualTo("all of 1000");
        assertThat(pair.atCaller.report(1_000)).isEqualTo("all of 1000");
        assertThat(pair.seenByServer).filteredOn(SimulatedPair::isData).allMatch(d -> keyFlag(d) == KK_EVEN)
                .noneMatch(d -> TestPayloads.isIntact(ByteBuffer.wrap(d, 16, d.length - 16).slice()));
    }

    @Test
    void echoesTheKeyMaterialInItsAnswer() {
        ListenerFixture fixture = new ListenerFixture();
        fixture.accepts = false;
        TestKeys keys = TestKeys.generate(PASSPHRASE, 32, 9);
        TestCaller caller = new TestCaller();
        caller.keyMaterial = keys.message().toBytes();
        caller.encryptionField = 4;
        fixture.conclusionWithoutAnswer(caller);
        ConnectionRequest request = fixture.requests.getFirst();
        request.accept(new AcceptOptions(fixture.options, keys.keys()), new RecordingHandler(), fixture.nowNs);
        fixture.run(1);
        TestCaller.Answer answer = TestCaller.Answer.read(fixture.sent.getFirst());
        assertThat(answer.extensionField()).isEqualTo(1 | 2);
        assertThat(answer.encryptionField()).isEqualTo(4);
        assertThat(answer.extension(4)).isEqualTo(caller.keyMaterial);
    }

    /** The listener enforces: both or neither, and the same one. */
    @ParameterizedTest
    @CsvSource({"right, -1", "wrong one, 1010"})
    void refusesAWrongPassphrase(String answer, int type) {
        SimulatedPair pair = pair(16);
        pair.recordsDatagrams = true;
        if (answer.startsWith("wrong")) {
            pair.passphrase = "something else".getBytes(UTF_8);
        }
        pair.start().run(1_000);
        assertThat(TestCaller.Answer.read(pair.seenByCaller.stream().filter(d -> d.length >= 64).reduce((a, b) -> b).orElseThrow()).type())
                .isEqualTo(type);
        assertThat(pair.requests).hasSize(1);
    }

    @Test
    void refusesToBeMisusedByTheApplication() {
        ListenerFixture fixture = new ListenerFixture();
        fixture.accepts = false;
        TestKeys keys = TestKeys.generate(PASSPHRASE, 16, 9);
        TestCaller caller = new TestCaller();
        fixture.conclusionWithoutAnswer(caller);
        caller.keyMaterial = keys.message().toBytes();
        caller.initialSequence++;
        fixture.conclusionWithoutAnswer(caller);
        assertThatThrownBy(() -> fixture.requests.getFirst().accept(new AcceptOptions(fixture.options, keys.keys()),
                new RecordingHandler(), fixture.nowNs)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.requests.getLast().accept(AcceptOptions.clear(fixture.options), new RecordingHandler(),
                fixture.nowNs)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1004", "14, 0, 1004", "15, 5, 1004", "15, 0, 1004", "3, 0, 1004", "8, 4, 1017", "9, 1, 1017"})
    void refusesKeyMaterialThatItCannotUse(int at, int value, int type) {
        ListenerFixture fixture = new ListenerFixture();
        TestCaller caller = new TestCaller();
        byte[] keyMaterial = TestKeys.generate(PASSPHRASE, 16, 9).message().toBytes();
        keyMaterial[at] = (byte) value;
        caller.keyMaterial = keyMaterial;
        assertThat(fixture.refusal(caller)).isEqualTo(type);
        caller.keyMaterial = new byte[8];
        assertThat(fixture.refusal(caller)).isEqualTo(1004);
    }

    @Test
    void neverDeliversClearPacketsOnASecuredConnection() {
        SimulatedPair pair = pair(16).connect();
        SrtConnection side = pair.serverSide();
        pair.run(100);
        for (int i = 0; i < 5; i++) {
            pair.injectToServer(ListenerFixture.data(1000 + i, 0xC000_0001, 0, side.socketId(), payloads.payload(66 + i)),
                    SimulatedPair.CALLER);
        }
        pair.feed(pair.callerSide(), payloads, 100, 2);
        pair.run(1_000);
        assertThat(pair.atServer.report(100)).as("the injected ones took nobody's place").isEqualTo("all of 100");
        assertThat(side.statistics(pair.nowNs).received().undecryptablePackets()).isEqualTo(5);
    }

    @Test
    void neverDeliversEncryptedPacketsOnAClearConnection() {
        SimulatedPair pair = new SimulatedPair().connect();
        SrtConnection side = pair.serverSide();
        pair.injectToServer(ListenerFixture.data(1000, 0xC000_0001 | KK_EVEN, 0, side.socketId(), payloads.payload(0)),
                SimulatedPair.CALLER);
        pair.run(1_000);
        assertThat(pair.atServer.indexes).isEmpty();
        assertThat(pair.atServer.gapPackets).isEqualTo(1);
        assertThat(side.statistics(pair.nowNs).received().undecryptablePackets()).isEqualTo(1);
    }

    @Test
    void closesWhenNothingCanBeDecryptedForLong() {
        SimulatedPair pair = new SimulatedPair().connect();
        int[] sequence = {1000};
        pair.every(100, atNs -> pair.injectToServer(ListenerFixture.data(sequence[0]++, 0xC000_0001 | KK_ODD,
                (int) ((pair.nowNs - SimulatedPair.START_NS) / 1000), 0x0100_0001, payloads.payload(0)), SimulatedPair.CALLER));
        pair.run(9_000);
        assertThat(pair.serverSide().isClosed()).isFalse();
        pair.run(3_000);
        assertThat(pair.atServer.reason).isEqualTo(CloseReason.DECRYPTION_FAILED);
    }

    @Test
    void changesItsKeysAsSenderAndLosesNothing(@Seed long seed) {
        SimulatedPair pair = pair(16);
        pair.seed = seed;
        pair.recordsDatagrams = true;
        pair.serverOptions = pair.serverOptions.withKeyPreannouncePackets(30).withKeyRefreshPackets(100);
        pair.callerOptions = pair.callerOptions.withKeyPreannouncePackets(40).withKeyRefreshPackets(150);
        pair.toServerModel = LinkModel.clean().withDelay(10, 0).withLoss(5);
        pair.toCallerModel = LinkModel.clean().withDelay(10, 0).withLoss(5);
        pair.connect();
        pair.feed(pair.serverSide(), payloads, 2_000, 3);
        pair.feed(pair.callerSide(), payloads, 2_000, 3);
        pair.run(7_000);
        assertThat(pair.atCaller.report(2_000)).isEqualTo("all of 2000");
        assertThat(pair.atServer.report(2_000)).isEqualTo("all of 2000");
        assertThat(switches(pair.seenByCaller)).isGreaterThanOrEqualTo(10);
        assertThat(switches(pair.seenByServer)).isGreaterThanOrEqualTo(7);
        SrtStatistics statistics = pair.serverSide().statistics(pair.nowNs);
        assertThat(statistics.received().undecryptablePackets()).isZero();
        assertThat(statistics.sent().keyMaterialPackets()).isGreaterThan(20);
    }

    /** First transmissions only: repeats keep the key that they were first sent under. */
    private static int switches(java.util.List<byte[]> datagrams) {
        int last = KK_EVEN;
        int switches = 0;
        for (byte[] datagram : datagrams) {
            boolean repeat = (ByteBuffer.wrap(datagram).getInt(4) & 1 << 26) != 0;
            if (SimulatedPair.isData(datagram) && !repeat && keyFlag(datagram) != last) {
                last = keyFlag(datagram);
                switches++;
            }
        }
        return switches;
    }

    @Test
    void doesNotUseAKeyThatThePeerHasNotConfirmed() {
        SimulatedPair pair = pair(16);
        pair.recordsDatagrams = true;
        pair.serverOptions = pair.serverOptions.withKeyPreannouncePackets(30).withKeyRefreshPackets(100);
        int[] announcements = {0};
        pair.passesToCaller = datagram -> !isExtension(datagram, 3) || ++announcements[0] > 6;
        pair.connect();
        pair.feed(pair.serverSide(), payloads, 600, 3);
        pair.run(350);
        assertThat(pair.seenByCaller).filteredOn(SimulatedPair::isData).allMatch(d -> keyFlag(d) == KK_EVEN);
        pair.run(2_500);
        assertThat(announcements[0]).isGreaterThan(6);
        assertThat(switches(pair.seenByCaller)).isPositive();
        assertThat(pair.atCaller.report(600)).isEqualTo("all of 600");
    }

    @Test
    void survivesLostAnswersToItsAnnouncement() {
        SimulatedPair pair = pair(32);
        pair.serverOptions = pair.serverOptions.withKeyPreannouncePackets(30).withKeyRefreshPackets(100);
        int[] answers = {0};
        pair.passesToServer = datagram -> !isExtension(datagram, 4) || ++answers[0] > 3;
        pair.connect();
        pair.feed(pair.serverSide(), payloads, 1_000, 3);
        pair.run(4_000);
        assertThat(answers[0]).isGreaterThan(3);
        assertThat(pair.atCaller.report(1_000)).isEqualTo("all of 1000");
    }

    @Test
    void answersAReplayedAnnouncementWithoutGoingBackToItsKeys() {
        SimulatedPair pair = pair(16);
        pair.callerOptions = pair.callerOptions.withKeyPreannouncePackets(30).withKeyRefreshPackets(100);
        pair.recordsDatagrams = true;
        pair.connect();
        pair.feed(pair.callerSide(), payloads, 2_000, 2);
        pair.run(2_000);
        byte[] old = pair.seenByServer.stream().filter(d -> isExtension(d, 3)).findFirst().orElseThrow();
        pair.seenByCaller.clear();
        pair.injectToServer(old, SimulatedPair.CALLER);
        pair.run(15);
        byte[] answer = pair.seenByCaller.stream().filter(d -> isExtension(d, 4)).findFirst().orElseThrow();
        assertThat(java.util.Arrays.copyOfRange(answer, 16, answer.length)).isEqualTo(java.util.Arrays.copyOfRange(old, 16, old.length));
        pair.run(4_000);
        assertThat(pair.atServer.report(2_000)).isEqualTo("all of 2000");
    }

    @Test
    void looksAtOneAnnouncementInTenMilliseconds() {
        SimulatedPair pair = pair(16);
        pair.recordsDatagrams = true;
        pair.connect();
        pair.run(50);
        TestKeys keys = pair.keys;
        for (int i = 0; i < 100; i++) {
            pair.injectToServer(announcement(pair, keys.announce(new byte[16], new byte[]{(byte) i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
                13, 14, 15})), SimulatedPair.CALLER);
        }
        pair.run(11);
        assertThat(pair.seenByCaller.stream().filter(d -> isExtension(d, 4))).hasSize(1);
        assertThat(pair.serverSide().statistics(pair.nowNs).received().keyMaterialPackets()).isEqualTo(100);
        pair.injectToServer(announcement(pair, keys.message().toBytes()), SimulatedPair.CALLER);
        pair.run(11);
        assertThat(pair.seenByCaller.stream().filter(d -> isExtension(d, 4))).hasSize(2);
    }

    private static byte[] announcement(SimulatedPair pair, byte[] body) {
        int[] words = new int[body.length / 4];
        ByteBuffer.wrap(body).asIntBuffer().get(words);
        return ListenerFixture.control(0x7FFF, 3, 0, 0, pair.serverSide().socketId(), words);
    }

    @Test
    void tellsAPeerWhoseAnnouncementCannotBeOpened() {
        SimulatedPair pair = pair(16);
        pair.recordsDatagrams = true;
        pair.connect();
        byte[] others = TestKeys.generate("another one".getBytes(UTF_8), 16, 3).message().toBytes();
        pair.injectToServer(announcement(pair, others), SimulatedPair.CALLER);
        pair.run(20);
        byte[] answer = pair.seenByCaller.stream().filter(d -> isExtension(d, 4)).findFirst().orElseThrow();
        assertThat(answer).hasSize(16 + KeyMaterialMessage.BYTES_OF_FAILURE).endsWith(4, 0, 0, 0);
    }
}
