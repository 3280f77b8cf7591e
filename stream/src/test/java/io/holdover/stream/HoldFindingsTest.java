package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.media.bits.BitReader;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldState;

/** What a hold leaves behind in the publisher's own units, and where tracks must not share what is each one's own. */
class HoldFindingsTest extends HoldScene {

    @Test
    void picturesKeepTheirNewNumbersWhenPersistenceIsSwitchedOff() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(400);
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(5_000_000, 0).withRecoveryPoints();
        encoder.runMs(8_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        int before = live(received(MediaKind.VIDEO)).size();
        reconfigure(HoldOptions.off());
        assertThat(registry.find(LIVE).orElseThrow().snapshot().hold()).isNull();
        encoder.runMs(2_000);

        List<AccessUnit> pictures = live(received(MediaKind.VIDEO));
        assertThat(pictures.size()).isGreaterThan(before + 45);
        for (int i = 1; i < pictures.size(); i++) {
            if (MadeEncoder.originOf(pictures.get(i - 1)).number() == publishers) {
                assertThat(frameNum(pictures.get(i)) - frameNum(pictures.get(i - 1)) & 0xFF).as("step of frame_num to picture %d", i)
                        .isEqualTo(1);
            }
        }

        encoder.keyPicturesNow();
        encoder.runMs(2_500);
        AccessUnit last = live(received(MediaKind.VIDEO)).stream().filter(unit -> unit.randomAccess() == RandomAccess.EXACT).toList()
                .getLast();
        assertThat(nals(last, 8)).as("parameter sets beside the publisher's own").isEqualTo(1);
        lose();
        assertThat(registry.find(LIVE)).isEmpty();
    }

    @Test
    void behindAHeldPictureOnlyARandomAccessPointFollowsAlsoWhenPersistenceIsSwitchedOff() {
        encoder.runMs(3_400);
        read();
        encoder.runMs(10);
        encoder.loseUntil(loop.nowNs() + 1_700 * MS); // it goes on in the middle of a group
        assertThat(hold().state()).isEqualTo(HoldState.STALLED);
        assertThat(hold().heldPictures()).isPositive();
        reconfigure(HoldOptions.off());
        assertThat(story).endsWith("filled");
        long now = received(MediaKind.VIDEO).getLast().dtsTicks();
        encoder.runMs(2_000);
        assertThat(received(MediaKind.VIDEO).stream().filter(unit -> unit.dtsTicks() > now).findFirst().orElseThrow().randomAccess())
                .isEqualTo(RandomAccess.EXACT);
        loop.advanceMs(1_000);
        assertThat(live(received(MediaKind.AUDIO))).last().isEqualTo(received(MediaKind.AUDIO).getLast());
    }

    @Test
    void picturesAreHeldOnWhenTheSuccessorOfASilentPublisherLeavesAgain() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        loop.advanceMs(2_000); // its connection stands
        MadeEncoder successor = encoder(5_000_000, 0).soundLateMs(900);
        successor.runMs(300); // its first picture waits for its sound
        loop.batch(() -> successor.publication().end(EndReason.PUBLISHER_LEFT, loop.nowNs()));
        long before = hold().heldPictures();
        loop.advanceMs(2_000);
        assertThat(hold().heldPictures() - before).isGreaterThan(40);
    }

    /** The publisher's transport has given up what the server had no time for. */
    @Test
    void soundThatWasLostWhileTheLoopStoodLeavesNoHole() {
        encoder.runMs(3_000);
        loop.batch(() -> reader.on(registry.read(new ReadRequest(LIVE, reader.who(), reader, 5_000, 8192), loop.nowNs())));
        encoder.runMs(1_000);
        loop.stand(1_800 * MS);
        encoder.loseBefore(loop.nowNs());
        encoder.runMs(2_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
    }

    @Test
    void unitsThatWaitedForTheirSpliceDoNotMakeAStallHarderToNotice() {
        encoder.runMs(3_000);
        read();
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0).soundLateMs(900);
        encoder.runMs(3_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        long before = hold().heldPictures();
        loop.advanceMs(1_000);
        assertThat(hold().heldPictures()).isEqualTo(before);
        loop.advanceMs(100);
        assertThat(hold().heldPictures()).as("pictures 1.1 s after the last live one").isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 1_200, 1_207, 1_214, 1_500, 4_000, 20_000})
    void soundThatBeginsAfterItsPicturesFollowsTheSilenceToTheTick(int ms) {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0).soundFromMs(ms);
        encoder.runMs(ms + 2_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
    }

    @Test
    void soundThatIsAnnouncedAfterItsPicturesFollowsTheSilenceToTheTick() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0).soundFromMs(2_005);
        loop.batch(() -> encoder.publication().onTracks(List.of(MadeEncoder.VIDEO)));
        encoder.runMs(2_000);
        loop.batch(() -> encoder.publication().onTracks(BOTH));
        encoder.runMs(2_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
    }

    @Test
    void soundThatBeginsLongAfterItsPicturesAndIsLateFollowsTheSilenceToTheTick() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0).soundLateMs(1_500);
        encoder.runMs(6_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
    }

    @Test
    void eachVideoTrackRepeatsItsOwnKeyPicture() {
        Track first = new Track(0x200, Mpeg2VideoFormat.unknown(false), TsDescriptors.none());
        Track second = new Track(0x203, Mpeg2VideoFormat.unknown(false), TsDescriptors.none());
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        PeerDescription who = new PeerDescription("srtConn", "two", "127.0.0.1:2", "");
        Publication publication = ((PublishOutcome.Admitted) registry.publish(new PublishRequest(LIVE, who, (_, _) -> {
        }), loop.nowNs())).publication();
        loop.batch(() -> {
            publication.onTracks(List.of(first, second));
            publication.onUnit(AccessUnit.video(first, 90_000, 90_000, RandomAccess.EXACT, 0, false, new byte[500]), loop.nowNs());
            publication.onUnit(AccessUnit.video(second, 90_000, 90_000, RandomAccess.EXACT, 0, false, new byte[500]), loop.nowNs());
            publication.endOfBurst(loop.nowNs());
        });
        read();
        loop.batch(() -> publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs()));
        assertThat(hold().heldPictures()).isEqualTo(2);
        FakeReader other = new FakeReader("2");
        loop.batch(() -> other.on(registry.read(new ReadRequest(LIVE, other.who(), other, 120, 8192), loop.nowNs())));
        loop.advanceMs(1_900);
        assertThat(hold().heldPictures()).isEqualTo(2);
        loop.advanceMs(200);
        assertThat(hold().heldPictures()).isEqualTo(4);
        loop.advanceMs(10_000);
        assertThat(hold().heldPictures()).isEqualTo(14);
    }

    private static List<AccessUnit> live(List<AccessUnit> units) {
        return units.stream().filter(unit -> MadeEncoder.originOf(unit) != null).toList();
    }

    private static int frameNum(AccessUnit picture) {
        byte[] payload = picture.payload();
        for (int at = 0; at + 4 < payload.length; at++) {
            int type = payload[at + 3] & 0x1F;
            if (payload[at] == 0 && payload[at + 1] == 0 && payload[at + 2] == 1 && (type == 1 || type == 5)) {
                BitReader bits = new BitReader(payload, at + 4, payload.length);
                bits.ue();
                bits.ue();
                bits.ue();
                return bits.bits(8);
            }
        }
        throw new AssertionError("no slice");
    }

    private static int nals(AccessUnit unit, int type) {
        int count = 0;
        byte[] payload = unit.payload();
        for (int at = 0; at + 3 < payload.length; at++) {
            if (payload[at] == 0 && payload[at + 1] == 0 && payload[at + 2] == 1 && (payload[at + 3] & 0x1F) == type) {
                count++;
            }
        }
        return count;
    }
}
