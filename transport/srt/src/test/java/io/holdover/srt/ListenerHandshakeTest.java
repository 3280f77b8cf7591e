package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.handshake.SynCookie;

/** Whole handshakes from byte arrays. */
class ListenerHandshakeTest {
    private final ListenerFixture fixture = new ListenerFixture();
    private final TestCaller caller = new TestCaller();

    @Test
    void answersAnInductionWithVersionFiveTheMagicNumberAndTheCallersOwnId() {
        byte[] induction = caller.induction();
        fixture.receive(induction);
        assertThat(fixture.sent).hasSize(1);
        byte[] sent = fixture.sent.getFirst();
        TestCaller.Answer answer = TestCaller.Answer.read(sent);
        assertThat(sent).hasSize(64).hasSizeLessThanOrEqualTo(induction.length);
        assertThat(answer.destination()).isEqualTo(caller.socketId);
        assertThat(answer.version()).isEqualTo(5);
        assertThat(answer.encryptionField()).isZero();
        assertThat(answer.extensionField()).isEqualTo(0x4A17);
        assertThat(answer.initialSequence()).isEqualTo(1000);
        assertThat(answer.mssBytes()).isEqualTo(1500);
        assertThat(answer.flowWindowPackets()).isEqualTo(8192);
        assertThat(answer.type()).isEqualTo(1);
        assertThat(answer.socketId()).isEqualTo(caller.socketId);
        assertThat(answer.cookie()).isNotZero();
        assertThat(answer.address()).startsWith(1, 0, 0, 127).endsWith(0, 0, 0, 0);
    }

    @Test
    void keepsNothingOfCallersThatOnlyInduct() {
        for (int port = 1_000; port < 2_000; port++) {
            fixture.receive(caller.induction(), TestCaller.address(port));
        }
        assertThat(fixture.sent).hasSize(1_000);
        assertThat(fixture.listener.statistics().pendingRequests()).isZero();
        assertThat(fixture.listener.statistics().connections()).isZero();
    }

    @Test
    void acceptsAProvedConclusion() {
        caller.streamId = "#!::r=live,m=publish";
        caller.timestampUs = 20_000;
        TestCaller.Answer answer = fixture.conclude(caller);
        assertThat(answer.destination()).isEqualTo(caller.socketId);
        assertThat(answer.version()).isEqualTo(5);
        assertThat(answer.type()).isEqualTo(-1);
        assertThat(answer.extensionField()).isEqualTo(1);
        assertThat(answer.initialSequence()).isEqualTo(1000);
        assertThat(answer.socketId()).isEqualTo(0x0100_0001);
        assertThat(answer.flowWindowPackets()).isEqualTo(25_600);
        assertThat(answer.word(2, 1)).isEqualTo(0xBF);
        ConnectionRequest request = fixture.requests.getFirst();
        assertThat(request.streamId()).isEqualTo("#!::r=live,m=publish");
        assertThat(request.peerVersion()).isEqualTo(0x010501);
        assertThat(request.peerSocketId()).isEqualTo(caller.socketId);
        assertThat(request.encrypted()).isFalse();
        assertThat(fixture.onlyConnection().streamId()).isEqualTo("#!::r=live,m=publish");
    }

    @Test
    void dropsAConclusionWithAWrongCookieInSilence() {
        int cookie = fixture.cookieFor(caller);
        fixture.receive(caller.conclusion(cookie + 1));
        fixture.receive(caller.conclusion(0));
        assertThat(fixture.sent).isEmpty();
        assertThat(fixture.requests).isEmpty();
        assertThat(fixture.listener.statistics().wrongCookies()).isEqualTo(2);
    }

    @Test
    void believesACookieForOneWindowMore() {
        int cookie = fixture.cookieFor(caller);
        fixture.nowNs += SynCookie.WINDOW_NS;
        fixture.receive(caller.conclusion(cookie));
        assertThat(fixture.requests).hasSize(1);
    }

    @Test
    void doesNotBelieveACookieForTwoWindowsMoreOrFromAnotherPort() {
        int cookie = fixture.cookieFor(caller);
        fixture.receive(caller.conclusion(cookie), TestCaller.address(40_001));
        fixture.nowNs += 2 * SynCookie.WINDOW_NS;
        fixture.receive(caller.conclusion(cookie));
        assertThat(fixture.requests).isEmpty();
        assertThat(fixture.sent).isEmpty();
    }

    @Test
    void answersRepeatsWithTheSameBytesAndOpensNothingNew() {
        caller.streamId = "publish:live";
        int cookie = fixture.cookieFor(caller);
        for (int i = 0; i < 6; i++) {
            fixture.receive(caller.conclusion(cookie));
            fixture.run(300);
        }
        assertThat(fixture.requests).hasSize(1);
        assertThat(fixture.host.connections).hasSize(1);
        assertThat(fixture.sent.stream().filter(d -> d.length >= 64).map(d -> {
            byte[] withoutTimestamp = d.clone();
            Arrays.fill(withoutTimestamp, 8, 12, (byte) 0);
            return ByteBuffer.wrap(withoutTimestamp);
        }).toList()).hasSize(6).containsOnly(ByteBuffer.wrap(fixture.sent.getFirst()));
    }

    @Test
    void stampsARepeatedAnswerAnew() {
        int cookie = fixture.cookieFor(caller);
        fixture.receive(caller.conclusion(cookie));
        fixture.run(400);
        fixture.receive(caller.conclusion(cookie));
        assertThat(TestCaller.Answer.read(fixture.sent.getFirst()).timestampUs()).isZero();
        assertThat(TestCaller.Answer.read(fixture.sent.getLast()).timestampUs()).isEqualTo(400_000);
    }

    @Test
    void answersARepeatThatIsSentToTheConnectionsOwnId() {
        int cookie = fixture.cookieFor(caller);
        fixture.receive(caller.conclusion(cookie));
        caller.destination = 0x0100_0001;
        fixture.receive(caller.conclusion(cookie));
        assertThat(fixture.sent).hasSize(2);
        assertThat(fixture.sent.getLast()).isEqualTo(fixture.sent.getFirst());
    }

    @Test
    void asksTheApplicationOnceWhileItThinks() {
        fixture.accepts = false;
        int cookie = fixture.cookieFor(caller);
        for (int i = 0; i < 5; i++) {
            fixture.receive(caller.conclusion(cookie));
            fixture.run(250);
        }
        assertThat(fixture.requests).hasSize(1);
        assertThat(fixture.sent).isEmpty();
        SrtConnection connection = fixture.requests.getFirst().accept(AcceptOptions.clear(fixture.options), new RecordingHandler(),
                fixture.nowNs);
        fixture.run(1);
        assertThat(connection).isNotNull();
        assertThat(TestCaller.Answer.read(fixture.sent.getFirst()).type()).isEqualTo(-1);
    }

    @Test
    void forgetsARequestWhoseCallerHasGivenUp() {
        fixture.accepts = false;
        fixture.conclusionWithoutAnswer(caller);
        fixture.run(3_001);
        assertThat(fixture.requests.getFirst().accept(AcceptOptions.clear(fixture.options), new RecordingHandler(), fixture.nowNs))
                .isNull();
        fixture.run(1);
        assertThat(fixture.sent).isEmpty();
        assertThat(fixture.listener.statistics().pendingRequests()).isZero();
    }

    @Test
    void limitsThePendingRequests() {
        fixture.accepts = false;
        int cookie = fixture.cookieFor(caller);
        for (int i = 0; i < SrtListener.MAX_PENDING_REQUESTS + 10; i++) {
            caller.socketId = 1 + i;
            fixture.receive(caller.conclusion(cookie));
        }
        assertThat(fixture.requests).hasSize(SrtListener.MAX_PENDING_REQUESTS);
        assertThat(fixture.sent).hasSize(10);
        assertThat(TestCaller.Answer.read(fixture.sent.getLast()).type()).isEqualTo(1005);
    }

    @Test
    void limitsTheConnections() {
        ListenerFixture small = new ListenerFixture(SrtOptions.defaults().withConnectionLimit(3));
        int cookie = small.cookieFor(caller);
        for (int i = 0; i < 4; i++) {
            caller.socketId = 1 + i;
            small.receive(caller.conclusion(cookie));
        }
        assertThat(small.host.connections).hasSize(3);
        assertThat(TestCaller.Answer.read(small.sent.getLast()).type()).isEqualTo(1003);
    }

    @Test
    void limitsTheEndedConnectionsThatItRemembers() {
        int cookie = fixture.cookieFor(caller);
        for (int i = 0; i < SrtListener.MAX_ENDED + 1; i++) {
            caller.socketId = 1 + i;
            fixture.receive(caller.conclusion(cookie));
            fixture.onlyConnection().close(CloseReason.PEER_SHUTDOWN, fixture.nowNs);
            fixture.host.finishBatch(fixture.nowNs);
        }
        fixture.sent.clear();
        fixture.receive(caller.conclusion(cookie));
        assertThat(TestCaller.Answer.read(fixture.sent.getLast()).type()).as("remembered as ended").isEqualTo(1007);
        caller.socketId = 1;
        fixture.receive(caller.conclusion(cookie));
        assertThat(TestCaller.Answer.read(fixture.sent.getLast()).type()).as("forgotten, so it is new").isEqualTo(-1);
    }

    @Test
    void replacesAConnectionWhenTheSameCallerBeginsAnew() {
        fixture.conclude(caller);
        SrtConnection old = fixture.onlyConnection();
        caller.initialSequence = 77_000;
        TestCaller.Answer answer = fixture.conclude(caller);
        assertThat(answer.type()).isEqualTo(-1);
        assertThat(answer.initialSequence()).isEqualTo(77_000);
        assertThat(old.isClosed()).isTrue();
        assertThat(fixture.handlers.getFirst().reason).isEqualTo(CloseReason.REPLACED);
        assertThat(fixture.onlyConnection()).isNotSameAs(old);
        assertThat(fixture.sent).as("no SHUTDOWN to the id that lives on").hasSize(1);
    }

    @Test
    void replacesAPendingRequestWhenTheSameCallerBeginsAnew() {
        fixture.accepts = false;
        fixture.conclusionWithoutAnswer(caller);
        caller.initialSequence = 5;
        fixture.conclusionWithoutAnswer(caller);
        assertThat(fixture.requests).hasSize(2);
        assertThat(fixture.requests.getFirst().accept(AcceptOptions.clear(fixture.options), new RecordingHandler(), fixture.nowNs))
                .isNull();
        assertThat(fixture.requests.getLast().accept(AcceptOptions.clear(fixture.options), new RecordingHandler(), fixture.nowNs))
                .isNotNull();
    }

    @Test
    void keepsSeveralCallersOfOneAddressApart() {
        fixture.conclude(caller);
        caller.socketId++;
        fixture.conclude(caller);
        assertThat(fixture.host.connections).hasSize(2);
    }

    @Test
    void refusesToReopenWhatHasEndedAndForgetsItLater() {
        int cookie = fixture.cookieFor(caller);
        fixture.receive(caller.conclusion(cookie));
        fixture.onlyConnection().close(fixture.nowNs);
        fixture.run(200);
        fixture.sent.clear();
        fixture.receive(caller.conclusion(cookie));
        assertThat(TestCaller.Answer.read(fixture.sent.getLast()).type()).isEqualTo(1007);
        fixture.nowNs += Duration.ofSeconds(6).toNanos();
        fixture.receive(caller.conclusion(cookie));
        assertThat(fixture.requests).hasSize(2);
    }

    @Test
    void tellsTheApplicationsRefusalWithItsCode() {
        fixture.rejects = RejectionReason.NOTFOUND;
        byte[] conclusion = caller.conclusion(fixture.cookieFor(caller));
        fixture.receive(conclusion);
        TestCaller.Answer answer = TestCaller.Answer.read(fixture.sent.getLast());
        assertThat(fixture.sent.getLast()).hasSize(64);
        assertThat(answer.type()).isEqualTo(2404);
        assertThat(answer.destination()).isEqualTo(caller.socketId);
        assertThat(answer.socketId()).isEqualTo(caller.socketId);
        fixture.receive(conclusion);
        assertThat(fixture.requests).as("no state is kept of a refusal").hasSize(2);
        assertThat(fixture.listener.statistics().pendingRequests()).isZero();
    }

    @Test
    void answersEachRequestOnlyOnce() {
        fixture.accepts = false;
        fixture.conclusionWithoutAnswer(caller);
        ConnectionRequest request = fixture.requests.getFirst();
        request.reject(RejectionReason.FORBIDDEN, fixture.nowNs);
        assertThatThrownBy(() -> request.reject(RejectionReason.FORBIDDEN, fixture.nowNs)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> request.accept(AcceptOptions.clear(fixture.options), new RecordingHandler(), fixture.nowNs))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAllWhenClosed() {
        int cookie = fixture.cookieFor(caller);
        fixture.listener.close();
        fixture.receive(caller.induction());
        assertThat(fixture.sent).isEmpty();
        fixture.receive(caller.conclusion(cookie));
        assertThat(TestCaller.Answer.read(fixture.sent.getLast()).type()).isEqualTo(1007);
    }

    @Test
    void refusesConclusionsWithoutExtensionsAsRogue() {
        caller.withCapabilities = false;
        assertThat(fixture.refusal(caller)).isEqualTo(1004);
    }

    @Test
    void refusesAShortExtensionMessageAsRogueAndTakesALongOne() {
        caller.capabilityWords = 2;
        assertThat(fixture.refusal(caller)).isEqualTo(1004);
        caller.capabilityWords = 5;
        assertThat(fixture.conclude(caller).type()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void skipsUnknownExtensionsWhereverTheyStand(boolean reversed) {
        byte[] vendor = TestCaller.block(48_385, new byte[12]);
        caller.foreignBlocks = new byte[][]{vendor, vendor, vendor};
        caller.reverseBlocks = reversed;
        caller.streamId = "#!::bmd_uuid=1,bmd_name=x,r=a,m=publish";
        assertThat(fixture.conclude(caller).type()).isEqualTo(-1);
        assertThat(fixture.requests.getFirst().streamId()).isEqualTo(caller.streamId);
    }

    @Test
    void refusesAnExtensionThatClaimsMoreThanTheDatagramHas() {
        caller.foreignBlocks = new byte[][]{{}, {}, ByteBuffer.allocate(8).putInt(5 << 16 | 100).array()};
        assertThat(fixture.refusal(caller)).isEqualTo(1004);
    }

    @ParameterizedTest
    @CsvSource({"1.2.9, 1008", "1.3.0, -1", "1.5.4, -1", "2.0.0, -1", "1.200.255, -1"})
    void demandsVersionOneThree(String version, int type) {
        int[] parts = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
        caller.srtVersion = parts[0] << 16 | parts[1] << 8 | parts[2];
        assertThat(fixture.conclude(caller).type()).isEqualTo(type);
    }

    @Test
    void looksOnlyAtTheThreeBytesThatAreTheVersion() {
        caller.srtVersion = 0xFF01_0501;
        assertThat(fixture.conclude(caller).type()).isEqualTo(-1);
        assertThat(fixture.requests.getFirst().peerVersion()).isEqualTo(0x01_0501);
    }

    @Test
    void takesNoOldVersionForANewOneBecauseOfTheByteAboveIt() {
        caller.srtVersion = 0x7F01_0200;
        assertThat(fixture.refusal(caller)).isEqualTo(1008);
    }

    @Test
    void demandsTheConfiguredVersion() {
        ListenerFixture strict = new ListenerFixture(SrtOptions.defaults().withMinimumPeerVersion(0x010502));
        assertThat(strict.refusal(caller)).isEqualTo(1008);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8F, 0xAF, 0x9F, 0x01, 0x00})
    void acceptsCallersThatCannotDoEverything(int flags) {
        caller.flags = flags;
        TestCaller.Answer answer = fixture.conclude(caller);
        assertThat(answer.type()).isEqualTo(-1);
        assertThat(answer.word(2, 1) & 0x20).as("the mark of repeats only if the caller knows it").isEqualTo(flags & 0x20);
    }

    @Test
    void refusesFileTransferAsMessageApi() {
        caller.flags = 0xE4;
        caller.congestion = "file";
        assertThat(fixture.refusal(caller)).isEqualTo(1012);
    }

    @Test
    void refusesAnotherCongestionController() {
        caller.congestion = "file";
        assertThat(fixture.refusal(caller)).isEqualTo(1013);
    }

    @Test
    void acceptsTheLiveCongestionControllerByName() {
        caller.congestion = "live";
        assertThat(fixture.conclude(caller).type()).isEqualTo(-1);
    }

    @Test
    void refusesGroups() {
        caller.foreignBlocks = new byte[][]{TestCaller.block(8, new byte[]{0x40, 0, 0, 1, 1, 0, 0, 0})};
        assertThat(fixture.refusal(caller)).isEqualTo(1015);
    }

    @Test
    void echoesAPacketFilterAndAsksForReportsAtOnceWhereThatIsOpen() {
        caller.filter = "fec,cols:10";
        TestCaller.Answer answer = fixture.conclude(caller);
        assertThat(answer.extensionField()).isEqualTo(1 | 4);
        assertThat(answer.extension(7)).isEqualTo(TestCaller.swapped("fec,cols:10,arq:always"));
    }

    @Test
    void echoesAPacketFilterThatSaysHowToReport() {
        caller.filter = "fec,cols:10,arq:never";
        assertThat(fixture.conclude(caller).extension(7)).isEqualTo(TestCaller.swapped("fec,cols:10,arq:never"));
    }

    @Test
    void sendsVersionFourCallersAway() {
        caller.conclusionVersion = 4;
        fixture.receive(caller.conclusion(fixture.cookieFor(caller)));
        ByteBuffer answer = ByteBuffer.wrap(fixture.sent.getLast());
        assertThat(answer.getInt(0)).isEqualTo(0x8005_0000);
        assertThat(answer.getInt(12)).isEqualTo(caller.socketId);
        assertThat(fixture.requests).isEmpty();
    }

    @Test
    void ignoresInductionsThatNoCallerSends() {
        caller.inductionVersion = 5;
        fixture.receive(caller.induction());
        caller.inductionVersion = 4;
        caller.socketId = 0;
        fixture.receive(caller.induction());
        fixture.receive(Arrays.copyOf(caller.induction(), 63));
        fixture.receive(new byte[16]);
        fixture.receive(ListenerFixture.control(0, 0, 0, 0, 0));
        assertThat(fixture.sent).isEmpty();
        assertThat(fixture.listener.statistics().ignoredDatagrams()).isEqualTo(5);
    }

    @Test
    void ignoresRendezvousAndUnknownHandshakeTypes() {
        for (int type : new int[]{0, -2, -3, 1002, 7}) {
            byte[] datagram = caller.induction();
            ByteBuffer.wrap(datagram).putInt(36, type);
            fixture.receive(datagram);
        }
        assertThat(fixture.sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 511, 512})
    void readsStreamIdsOfEveryLength(int length) {
        caller.streamId = "0123456789abcdef".repeat(32).substring(0, length);
        assertThat(fixture.conclude(caller).type()).isEqualTo(-1);
        assertThat(fixture.requests.getFirst().streamId()).isEqualTo(caller.streamId);
    }

    @Test
    void refusesAStreamIdThatIsTooLongOrEmpty() {
        caller.streamId = "x".repeat(513);
        assertThat(fixture.refusal(caller)).isEqualTo(1004);
        caller.streamId = "";
        assertThat(fixture.refusal(caller)).isEqualTo(1004);
    }

    @Test
    void refusesTwoStreamIdsOrCongestionControllers() {
        caller.congestion = "live";
        caller.foreignBlocks = new byte[][]{TestCaller.block(6, TestCaller.swapped("live"))};
        assertThat(fixture.refusal(caller)).isEqualTo(1004);
        caller.foreignBlocks = new byte[][]{TestCaller.block(5, TestCaller.swapped("a"))};
        caller.streamId = "b";
        assertThat(fixture.refusal(caller)).isEqualTo(1004);
    }

    @Test
    void connectsAlthoughTheFirstAnswersAreLost() {
        SimulatedPair pair = new SimulatedPair();
        boolean[] lost = new boolean[2];
        pair.passesToCaller = datagram -> {
            int type = datagram.length < 64 ? 9 : ByteBuffer.wrap(datagram).getInt(36);
            int which = type == 1 ? 0 : type == -1 ? 1 : -1;
            boolean passes = which < 0 || lost[which];
            if (which >= 0) {
                lost[which] = true;
            }
            return passes;
        };
        pair.connect();
        assertThat(lost).containsExactly(true, true);
        assertThat(pair.nowNs - SimulatedPair.START_NS).isLessThan(600 * SimulatedPair.MS);
        assertThat(pair.requests).hasSize(1);
        assertThat(pair.callerSide().peerSocketId()).isEqualTo(pair.serverSide().socketId());
    }
}
