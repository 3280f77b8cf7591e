package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldState;

/**
 * Publishers that announce what they do not send, begin a track late, or in another time, or change their mind while they are waited for.
 */
class OddPublishersTest extends HoldScene {

    private static final long FAR = 90_000L * 60 * 47;
    private static final Track SECOND = new Track(0x205, MadeEncoder.AUDIO.format(), TsDescriptors.none());
    private static final byte[] SOUND = {0x21, 0, 0, 0, 0, 0x1c};
    private static final byte[] I_PICTURE = Octets.fromHex("000001B304004013FFFFE028000001B5148A00010000000001B8000800000000010000"
            + "0FFFF8000001B58FFFF34180000001011234567812345678123456781234567812345678").toArray();

    // Sound that begins behind a jump of the clock

    @Test
    void soundThatBeginsWithAJumpLiesBesideItsPictures() {
        beginAnew(BOTH);
        beginSoundWithAJump();
        read();
        encoder.runMs(2_000);
        assertTogether();
    }

    @Test
    void soundThatBeginsWithAJumpBehindAReturnFollowsTheSilence() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0);
        beginSoundWithAJump();
        lose();
        loop.advanceMs(500);
        encoder = encoder(7_000_000, 0);
        encoder.runMs(10_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(lastOffsets(MediaKind.AUDIO)).as("whose sound came").containsKeys(1, 2, 3);
        assertTogether();
    }

    /** The programme begins with sound, of which the item before had none. */
    private void beginSoundWithAJump() {
        encoder.soundFromMs(5_000);
        encoder.runMs(4_990);
        encoder.jump(FAR); // a frame of sound is next, a picture 8 ms later
        encoder.runMs(3_000);
    }

    @Test
    void dataThatIsFirstBehindAJumpStaysBesideThePictures() {
        beginAnew(List.of(MadeEncoder.VIDEO, MadeEncoder.AUDIO, MadeUnits.KLV));
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        klv(900_000 + 4_000 * 90L);
        encoder.runMs(1_000);
        encoder.jump(FAR);
        for (int i = 0; i < 100; i++) {
            klv(900_000 + FAR + (5_000 + 100 * i) * 90L);
            encoder.runMs(100);
        }
        long apart = received(MediaKind.DATA).getLast().dtsTicks() - received(MediaKind.VIDEO).getLast().dtsTicks();
        assertThat(Timebase.msFromTicks(Math.abs(apart))).as("ms between data and pictures").isLessThan(200);
    }

    private void klv(long ticks) {
        loop.batch(() -> {
            encoder.publication().onUnit(MadeUnits.klv(ticks), loop.nowNs());
            encoder.publication().endOfBurst(loop.nowNs());
        });
    }

    // Dead tracks

    @Test
    void theSecondLanguageComesBackThoughTheFirstIsDead() {
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        List<Track> languages = List.of(MadeEncoder.AUDIO, SECOND);
        Publication first = publish(languages);
        sound(first, 900_000, 200, MadeEncoder.AUDIO, SECOND);
        read();
        sound(first, 900_000 + 200 * FRAME_TICKS, 50, MadeEncoder.AUDIO, SECOND);
        loop.batch(() -> first.end(EndReason.PUBLISHER_LEFT, loop.nowNs()));
        loop.advanceMs(500);
        sound(publish(languages), 5_000_000, 100, SECOND);
        assertThat(hold().state()).as("state two seconds after the return").isEqualTo(HoldState.STALLED);
    }

    @Test
    void theSecondLanguageComesBackThoughTheFirstIsDeadAndNoKeyPictureComes() {
        List<Track> all = List.of(MadeEncoder.VIDEO, MadeEncoder.AUDIO, SECOND);
        beginAnew(all);
        secondBeside(900_000, 200);
        read();
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0, all).withoutKeyPictures();
        encoder.stop(MediaKind.AUDIO);
        secondBeside(5_000_000, 300);
        assertThat(hold().state()).as("state six seconds after the return").isEqualTo(HoldState.STALLED);
    }

    private void secondBeside(long baseTicks, int frames) {
        long startNs = loop.nowNs();
        for (int i = 0; i < frames; i++) {
            long ticks = baseTicks + i * FRAME_TICKS;
            encoder.runUntil(startNs + Timebase.nsFromTicks(i * FRAME_TICKS));
            loop.batch(() -> encoder.publication().onUnit(AccessUnit.audio(SECOND, ticks, 1024, false, SOUND), loop.nowNs()));
        }
    }

    @Test
    void takeoversByEncodersWhoseSoundBeginsLaterDoNotMoveTheStream() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(10_000);
        long relation = pictureRelation();
        for (int i = 0; i < 10; i++) {
            MadeEncoder old = encoder;
            encoder = encoder(33_000_000 + i * 7_777_777L, 0).soundFromMs(1_200);
            takeOver(old);
            encoder.runMs(12_013);
        }
        assertThat(Math.abs(pictureRelation() - relation)).as("ticks against the wall").isLessThanOrEqualTo(9_000);
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void takeoversBesideADeadTrackDoNotMoveTheStream() {
        beginAnew(List.of(MadeEncoder.VIDEO, MadeEncoder.AUDIO, SECOND));
        encoder.bundles(17);
        loop.batch(() -> encoder.publication().onUnit(AccessUnit.audio(SECOND, 900_000, 1024, false, SOUND), loop.nowNs()));
        encoder.runMs(3_000);
        read();
        encoder.runMs(10_000);
        long relation = pictureRelation();
        for (int i = 0; i < 40; i++) {
            MadeEncoder old = encoder;
            encoder = encoder(33_000_000 + i * 7_777_777L, 0).bundles(17);
            takeOver(old);
            encoder.runMs(12_013);
        }
        assertThat(Math.abs(pictureRelation() - relation)).as("ticks against the wall").isLessThanOrEqualTo(9_000);
    }

    @Test
    void aTakeoverBesideDeadSoundKeepsTheFirstKeyPicture() {
        encoder.runMs(3_000);
        read();
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(10_000);
        MadeEncoder old = encoder;
        encoder = encoder(33_000_000, 0);
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(30);
        encoder.withoutKeyPictures();
        takeOver(old);
        encoder.runMs(8_000);
        assertThat(livePictures()).as("live pictures of the last publisher in 8 s").isGreaterThan(190);
    }

    private long livePictures() {
        return received(MediaKind.VIDEO).stream().map(MadeEncoder::originOf)
                .filter(origin -> origin != null && origin.number() == publishers).count();
    }

    @Test
    void aTrackThatTheTakerLacksIsFilledThoughStallsAreNotLookedFor() {
        reconfigure(new HoldOptions(true, 0, HoldOptions.Picture.FREEZE, 0));
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        MadeEncoder old = encoder;
        encoder = encoder(7_000_000, 0, List.of(MadeEncoder.VIDEO));
        takeOver(old);
        encoder.runMs(10_000);
        assertTogether();
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void aStreamOfDataAloneGoesOn() {
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        Publication first = publish(List.of(MadeUnits.KLV));
        data(first, 900_000);
        read();
        loop.batch(() -> first.end(EndReason.PUBLISHER_LEFT, loop.nowNs()));
        loop.advanceMs(500);
        long last = received(MediaKind.DATA).getLast().dtsTicks();
        Publication second = publish(List.of(MadeUnits.KLV));
        data(second, 5_000_000);
        assertThat(second.isOpen()).isTrue();
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        long next = received(MediaKind.DATA).stream().mapToLong(AccessUnit::dtsTicks).filter(ticks -> ticks > last).min().orElseThrow();
        assertThat(Timebase.msFromTicks(next - last)).as("ms to the next publisher's").isBetween(500L, 800L);
    }

    private void data(Publication publication, long baseTicks) {
        for (int i = 0; i < 100; i++) {
            long ticks = baseTicks + i * 9_000L;
            loop.advanceMs(100);
            loop.batch(() -> {
                publication.onBytes(100, loop.nowNs());
                publication.onUnit(MadeUnits.klv(ticks), loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
        }
    }

    // Arrivals that are not what they announced

    @Test
    void theHoldGoesOnThoughAnArrivalAnnouncesOtherTracks() {
        encoder.runMs(3_000);
        read();
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0).soundLateMs(900);
        encoder.runMs(300);
        loop.batch(() -> encoder.publication().onTracks(List.of(MadeEncoder.AUDIO)));
        encoder.runMs(5_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(lastOffsets(MediaKind.AUDIO)).as("whose sound came").containsKey(2);
    }

    // Pictures that are few, or shown far ahead

    @Test
    void slidesThatAreRepeatedDoNotRunAhead() {
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        Track video = new Track(0x200, Mpeg2VideoFormat.unknown(false), TsDescriptors.none());
        Publication publication = publish(List.of(video, MadeEncoder.AUDIO));
        for (int slide = 0; slide < 12; slide++) { // each for 5.3 s
            long ticks = 900_000 + 250L * slide * FRAME_TICKS;
            loop.batch(() -> publication.onUnit(AccessUnit.video(video, ticks, ticks, RandomAccess.EXACT, 0, false, I_PICTURE),
                    loop.nowNs()));
            sound(publication, ticks, 250, MadeEncoder.AUDIO);
            if (slide == 10) {
                read();
            }
        }
        loop.batch(() -> publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs()));
        loop.advanceMs(60_000);
        long ahead = received(MediaKind.VIDEO).getLast().dtsTicks() - received(MediaKind.AUDIO).getLast().dtsTicks();
        assertThat(Timebase.msFromTicks(ahead)).as("ms by which pictures are ahead of the sound").isLessThan(1_000);
    }

    @Test
    void aReturnAfterJoinsInAHeldSlideShowStaysAtTheWall() {
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        encoder = encoder(900_000, 0).slidesOf(10);
        encoder.runMs(61_000);
        read();
        encoder.runMs(1_000);
        long relation = wallRelation();
        lose();
        for (int i = 0; i < 5; i++) {
            loop.advanceMs(2_500);
            FakeReader other = new FakeReader("j" + i);
            loop.batch(() -> other.on(registry.read(new ReadRequest(LIVE, other.who(), other, 120, 8192), loop.nowNs())));
        }
        encoder = encoder(5_000_000, 0);
        encoder.runMs(3_000);
        assertThat(Math.abs(wallRelation() - relation)).as("ticks against the wall").isLessThan(9_000);
    }

    @Test
    void onePictureShownFarAheadDoesNotSpoilAHold() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(3_000);
        long dts = 900_000 + 6_000 * 90L + 100;
        loop.batch(() -> encoder.publication().onUnit(AccessUnit.video(MadeEncoder.VIDEO, dts, dts + FAR, RandomAccess.NONE, 0, false,
                new byte[]{0, 0, 0, 1, 0x41, 1, 2, 3}), loop.nowNs()));
        encoder.runMs(10_000);
        lose();
        loop.advanceMs(2_000);
        AccessUnit held = received(MediaKind.VIDEO).getLast();
        encoder = encoder(5_000_000, 0);
        encoder.runMs(10_000);
        assertNoSkew();
        assertThat(held.ptsTicks() - held.dtsTicks()).as("ticks by which a held picture is shown after its DTS").isLessThan(9_000);
    }

    /** As MPEG-TS has it that begins with a group of reordered pictures. */
    @Test
    void soundThatBeginsALittleLaterThanThePicturesFollowsTheSilence() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        loop.advanceMs(2_000); // killed
        encoder = encoder(5_000_000, 0).soundFromMs(80);
        encoder.runMs(3_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
    }

    /** Its first picture waits a second for sound while held ones go on, since the connection of the killed one still stands. */
    @Test
    void picturesThatWaitedForSoundInVainFollowTheHeldOnes() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        loop.advanceMs(2_500); // killed
        encoder = encoder(5_000_000, 0).soundFromMs(1_500);
        encoder.runMs(30);
        encoder.withoutKeyPictures();
        encoder.runMs(3_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertThat(livePictures()).as("live pictures").isGreaterThan(70);
        assertNoSkew();
    }

    // Helpers

    /** By how many ticks the last publisher's pictures go out after they were made. */
    private long pictureRelation() {
        return Timebase.ticksFromNs(encoder.madeNs(0)) - lastOffsets(MediaKind.VIDEO).get(publishers);
    }

    private void takeOver(MadeEncoder old) {
        for (int i = 0; i < 5_000 && old.publication().isOpen(); i++) {
            old.runUntil(loop.nowNs() + 3 * MS);
            encoder.runUntil(loop.nowNs());
        }
        assertThat(old.publication().isOpen()).as("whether the former publisher is there after 15 s").isFalse();
    }

    private Publication publish(List<Track> tracks) {
        PeerDescription who = new PeerDescription("srtConn", "p" + ++publishers, "127.0.0.1:1", "");
        PublishOutcome outcome = registry.publish(new PublishRequest(LIVE, who, (_, _) -> onSentAway.run()), loop.nowNs());
        Publication publication = ((PublishOutcome.Admitted) outcome).publication();
        loop.batch(() -> publication.onTracks(tracks));
        return publication;
    }

    /** So many frames of each of these tracks, beginning now. */
    private void sound(Publication publication, long baseTicks, int frames, Track... tracks) {
        long startNs = loop.nowNs();
        for (int i = 0; i < frames; i++) {
            long ticks = baseTicks + i * FRAME_TICKS;
            loop.advanceTo(startNs + Timebase.nsFromTicks(i * FRAME_TICKS));
            loop.batch(() -> {
                for (Track track : tracks) {
                    publication.onUnit(AccessUnit.audio(track, ticks, 1024, false, SOUND), loop.nowNs());
                }
                publication.onBytes(1000, loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
        }
        loop.advanceTo(startNs + Timebase.nsFromTicks(frames * FRAME_TICKS));
    }
}
