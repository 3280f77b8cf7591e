package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.Ac3Format;
import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldState;
import io.holdover.testkit.Seed;

/** What is live comes back: after a stall, late, early, with other parameters, from another encoder that stays for long. */
class HoldReturnsTest extends HoldScene {

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 30})
    void soundOfAJitteryPublisherTakesItsPlaceBackFromTheSilence(int jitterMs, @Seed long seed) {
        encoder.jitterMs(jitterMs, new Random(seed));
        encoder.runMs(12_000);
        read();
        long backNs = 0;
        for (int i = 0; i < 10; i++) {
            encoder.runMs(5_000);
            encoder.loseUntil(loop.nowNs() + 1_000 * MS);
            backNs = loop.nowNs();
            encoder.runMs(2_000);
            assertThat(liveSoundSince(backNs)).as("live frames in the two seconds after stall %d", i).isGreaterThan(85);
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
    }

    private long liveSoundSince(long ns) {
        return received(MediaKind.AUDIO).stream().map(MadeEncoder::originOf)
                .filter(origin -> origin != null && encoder.madeNs(origin.ticks()) >= ns).count();
    }

    /** Another order of output squeezes the first pictures of each; they are on air for longer than it takes to learn where they lie. */
    @Test
    void encodersThatReorderInTurnsForMinutesDoNotMoveTheStreamAgainstTheWall() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(10_000);
        long relation = wallRelation();
        for (int cycle = 1; cycle <= 20; cycle++) {
            lose();
            loop.advanceMs(50 + cycle * 37 % 900);
            encoder = encoder(cycle * 1_234_567L, cycle % 2 * 2);
            encoder.runMs(12_000 + cycle * 61 % 800);
            assertThat(Math.abs(wallRelation() - relation)).as("cycle %d: ticks that output time has moved against the wall", cycle)
                    .isLessThanOrEqualTo(FRAME_TICKS);
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
    }

    @Test
    void takeoversByEncodersWhoseSoundComesInBundlesDoNotMoveTheStreamAgainstTheWall() {
        beginAnew(BOTH);
        encoder.bundles(17);
        encoder.runMs(3_000);
        read();
        encoder.runMs(10_000);
        long relation = lastPictureAgainstTheWall();
        for (int i = 0; i < 20; i++) {
            MadeEncoder old = encoder;
            encoder = encoder(33_000_000 + i * 7_777_777L, 0).bundles(17);
            while (old.publication().isOpen()) {
                old.runUntil(loop.nowNs() + 3 * MS);
                encoder.runUntil(loop.nowNs());
            }
            encoder.runMs(12_013);
            assertThat(Math.abs(lastPictureAgainstTheWall() - relation)).as("ticks after takeover %d", i)
                    .isLessThanOrEqualTo(2 * FRAME_TICKS + 3_600);
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
    }

    private long lastPictureAgainstTheWall() {
        List<AccessUnit> pictures = received(MediaKind.VIDEO);
        return Timebase.ticksFromNs(loop.nowNs()) - pictures.getLast().dtsTicks();
    }

    @Test
    void picturesThatStayLateComeBackThoughTheSoundIsDead() {
        encoder.runMs(3_000);
        read();
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(3_000);
        loop.advanceMs(5_000);
        for (int i = 0; i < 1_200; i++) {
            encoder.runDelayed(5 * MS, 5_000 * MS);
        }
        assertThat(MadeEncoder.originOf(received(MediaKind.VIDEO).getLast())).as("who made the last picture").isNotNull();
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
    }

    @Test
    void soundThatComesBackLongAfterPersistenceWasSwitchedOffBringsNothingOld() {
        encoder.runMs(3_000);
        read();
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(2_000);
        reconfigure(HoldOptions.off());
        encoder.runMs(60_000);
        int before = received(MediaKind.AUDIO).size();
        encoder.stop(null);
        encoder.runMs(1_000);
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        assertThat(sound.subList(before, sound.size())).hasSizeBetween(40, 50)
                .allMatch(frame -> MadeEncoder.originOf(frame) != null);
    }

    /** Of which nothing has been seen yet when its first frame comes, be it earlier than the silence. */
    @Test
    void soundThatComesBackWithOtherParametersGoesOn() throws IOException {
        Track mono = new Track(0x201, new Ac3Format(48_000, 1), TsDescriptors.none());
        Track surround = new Track(0x201, new Ac3Format(48_000, 6), TsDescriptors.none());
        beginAnew(List.of(mono));
        Publication publication = encoder.publication();
        sendAc3(publication, mono, 900_000, 30);
        read();
        sendAc3(publication, mono, 900_000 + 30 * 2_880, 30);
        loop.advanceMs(1_000);
        loop.batch(() -> publication.onTracks(List.of(surround)));
        sendAc3(publication, surround, 900_000 + 100 * 2_880, 30);
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        assertThat(sound.getLast().dtsTicks()).isEqualTo(900_000 + 129 * 2_880);
    }

    private void sendAc3(Publication publication, Track track, long fromTicks, int frames) throws IOException {
        byte[] frame = new SampleRiver.Demuxed().feed(SampleRiver.sample("ac3")).units.getFirst().payload();
        for (int i = 0; i < frames; i++) {
            long ticks = fromTicks + i * 2_880L;
            loop.batch(() -> {
                publication.onUnit(AccessUnit.audio(track, ticks, 1_536, false, frame), loop.nowNs());
                publication.onBytes(1_000, loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
            loop.advanceMs(32);
        }
    }

    /** Of what it encoded in so many milliseconds; it goes on in its own time. */
    private void returnWithABurst(int ms) {
        encoder.runMs(3_000);
        read();
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0);
        loop.advanceMs(ms);
        encoder.runMs(12_000);
    }

    @Test
    void aPublisherThatBeganWithABurstIsFollowedBySilenceAtOnce() {
        returnWithABurst(500);
        int before = received(MediaKind.AUDIO).size();
        lose();
        loop.advanceMs(60);
        assertThat(received(MediaKind.AUDIO).size() - before).as("frames 80 ms after the loss").isGreaterThanOrEqualTo(2);
        loop.advanceMs(10_000);
        assertContiguous(received(MediaKind.AUDIO));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1_000, 1_000})
    void soundThatBeganLongAfterItsPicturesStaysBesideThemInAHold(int ppm) {
        beginAnew(BOTH);
        encoder.fasterByPpm(ppm).soundFromMs(600_000);
        encoder.runMs(630_000);
        read();
        encoder.runMs(2_000);
        lose();
        for (int i = 0; i < 10; i++) {
            loop.advanceMs(300);
            long apart = received(MediaKind.AUDIO).getLast().dtsTicks() - received(MediaKind.VIDEO).getLast().dtsTicks();
            assertThat(Timebase.msFromTicks(Math.abs(apart))).as("ms between sound and picture after %d ms", 300 * (i + 1)).isLessThan(100);
        }
    }

    /** Its first frame comes when the clock of its publisher has jumped. */
    @ParameterizedTest
    @ValueSource(ints = {300, 700, 900})
    void soundThatBeginsBehindAJumpFollowsTheSilenceToTheTick(int besideTicks) {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(500);
        encoder = encoder(90_000_000, 0);
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(3_000);
        encoder.jump(-90_000L * 600 - besideTicks);
        encoder.runMs(3_000);
        encoder.stop(null);
        encoder.runMs(2_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertThat(MadeEncoder.originOf(received(MediaKind.AUDIO).getLast())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoJoinsWherePicturesAreStoppedAndMissingGetsAKeyPicture(boolean another) {
        reconfigure(new HoldOptions(true, 0, HoldOptions.Picture.STOP, 300 * MS));
        encoder.runMs(3_000);
        if (another) {
            lose();
            loop.advanceMs(1_000);
            encoder = encoder(5_000_000, 0, List.of(MadeEncoder.AUDIO));
            encoder.runMs(7_000);
        } else {
            encoder.stop(MediaKind.VIDEO);
            encoder.runMs(3_000);
        }
        read();
        encoder.runMs(1_000);
        assertThat(received(MediaKind.VIDEO)).hasSize(1);
        assertContiguous(received(MediaKind.AUDIO));
    }

    /** It hung for so long and never catches up. */
    @ParameterizedTest
    @CsvSource({"100, FREEZE", "250, FREEZE", "350, FREEZE", "600, FREEZE", "900, FREEZE", "1500, FREEZE", "5000, FREEZE", "600, STOP",
        "5000, STOP"})
    void aPublisherThatStaysLateKeepsSoundAndPicturesTogether(int ms, HoldOptions.Picture picture) {
        reconfigure(new HoldOptions(true, 0, picture, 300 * MS));
        encoder.runMs(3_000);
        read();
        encoder.runMs(9_000);
        encoder.staysLateMs(ms);
        encoder.runMs(9_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
    }

    /** In bundles of a third of a second or more, of which the first frame tells how late it is. */
    @ParameterizedTest
    @CsvSource({"17, 400", "29, 1500", "60, 1500"})
    void soundInBundlesThatStaysLateIsNoStutter(int frames, int lateMs) {
        beginAnew(BOTH);
        encoder.bundles(frames);
        encoder.runMs(3_000);
        read();
        encoder.runMs(9_000);
        story.clear();
        encoder.staysLateMs(lateMs);
        encoder.runMs(12_000);
        assertThat(story).filteredOn(event -> !event.equals("filling pictures")).containsExactly("filling", "filled");
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
    }

    @Test
    void aScrapThatComesLateDoesNotMoveTheStreamAgainstTheWall() {
        encoder.runMs(5_000);
        read();
        encoder.runMs(1_000);
        long relation = wallRelation();
        long madeNs = loop.nowNs();
        loop.advanceMs(700);
        for (int i = 0; i < 20; i++) {
            encoder.runDelayed(5 * MS, 700 * MS);
        }
        loop.advanceTo(madeNs + 3_100 * MS);
        encoder.runMs(3_000);
        assertThat(Math.abs(wallRelation() - relation)).isLessThanOrEqualTo(FRAME_TICKS);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
    }

    /** A frame that comes a little late makes silence wait for the next one; what is lost then leaves no hole. */
    @Test
    void silenceThatWaitsForSoundGoesOnWhereItWas() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(9_000);
        story.clear();
        encoder.loseUntil(loop.nowNs() + 1_000 * MS);
        long dropped = registry.find(LIVE).orElseThrow().snapshot().publication().droppedUnits();
        while (registry.find(LIVE).orElseThrow().snapshot().publication().droppedUnits() == dropped) {
            encoder.runDelayed(5 * MS, 30 * MS);
        }
        encoder.stop(MediaKind.AUDIO);
        encoder.runDelayed(150 * MS, 30 * MS);
        assertThat(story).containsExactly("filling");
        encoder.loseUntil(loop.nowNs() + 50 * MS);
        encoder.stop(null);
        encoder.runMs(2_000);
        assertThat(story).containsExactly("filling", "filled");
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void aPublisherThatLeavesInAHoldByHandDoesNotHurryTheSilence() {
        returnWithABurst(1_500);
        assertThat(answer(registry.hold(LIVE))).isEqualTo(CommandOutcome.DONE);
        encoder.runMs(20_000);
        long frames = hold().silenceFrames();
        lose();
        loop.advanceMs(200);
        assertThat(hold().silenceFrames() - frames).as("frames in the next 200 ms").isLessThanOrEqualTo(11);
    }

    /** Its bundles are longer than they are late: of each a part would be cut for ever. */
    @ParameterizedTest
    @CsvSource({"29, 400", "29, 350", "45, 600"})
    void soundWhoseBundlesAreCutIsFoundToBeLate(int frames, int lateMs) {
        beginAnew(BOTH);
        encoder.bundles(frames);
        encoder.runMs(3_000);
        read();
        encoder.runMs(9_000);
        encoder.staysLateMs(lateMs);
        encoder.runMs(6_000);
        story.clear();
        long silence = hold().silenceFrames();
        encoder.runMs(10_000);
        assertThat(story).isEmpty();
        assertThat(hold().silenceFrames()).isEqualTo(silence);
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
    }

    /** They run by a clock of their own from there on. */
    @Test
    void picturesWhoseClockHasJumpedAreNotTakenAlongByLateSound() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(9_000);
        encoder.jump(-90_000L * 3_600);
        encoder.soundBeside(90_000L * 3_600);
        encoder.runMs(12_000);
        encoder.soundLateMs(400);
        encoder.runMs(6_000);
        assertThat(hold().state()).as("the sound has its new time").isEqualTo(HoldState.LIVE);
        List<AccessUnit> pictures = received(MediaKind.VIDEO);
        for (int i = 1; i < pictures.size(); i++) {
            assertThat(pictures.get(i).dtsTicks() - pictures.get(i - 1).dtsTicks()).as("step to picture %d", i).isBetween(3_000L, 4_500L);
        }
        assertThat(pictures).allMatch(picture -> MadeEncoder.originOf(picture) != null);
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void aClockThatJumpsAtTheSecondSlideIsNoInterval() {
        beginAnew(BOTH);
        encoder.slidesOf(2);
        encoder.runMs(1_000);
        read();
        encoder.runMs(500);
        encoder.jump(90_000L * 3_600);
        encoder.runMs(3_000);
        lose();
        loop.advanceMs(9_000);
        long apart = received(MediaKind.AUDIO).getLast().dtsTicks() - received(MediaKind.VIDEO).getLast().dtsTicks();
        assertThat(Timebase.msFromTicks(Math.abs(apart))).as("ms between the last frame and the last slide").isLessThan(2_200);
        assertThat(hold().heldPictures()).isPositive();
    }

    /** A slide each two seconds, of which each 25th is a key picture: once it is known how seldom they come, none is missed. */
    @Test
    void picturesThatComeSeldomAreNotMissed() {
        beginAnew(BOTH);
        encoder.slidesOf(2);
        encoder.runMs(60_000);
        read();
        encoder.runMs(41_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        assertThat(hold().cycles()).as("holds, the first before it is known").isLessThanOrEqualTo(2);
        assertThat(received(MediaKind.VIDEO)).hasSizeBetween(20, 28).allMatch(picture -> MadeEncoder.originOf(picture) != null);
    }

    @Test
    void soundThatDiesBehindABurstIsFilledBesideItsPictures() {
        returnWithABurst(1_500);
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(20_000);
        assertTogether();
        lose();
        loop.advanceMs(500);
        assertTogether();
        encoder = encoder(9_000_000, 0, List.of(MadeEncoder.VIDEO));
        loop.advanceMs(500);
        encoder.runMs(20_000);
        assertTogether();
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500, 2_005, 2_777, 5_000})
    void eachSoundTrackOfAPublisherThatStaysLateFollowsItsSilenceToTheTick(int lateMs) throws IOException {
        Track second = new Track(0x202, new Ac3Format(48_000, 1), TsDescriptors.none());
        byte[] frame = new SampleRiver.Demuxed().feed(SampleRiver.sample("ac3")).units.getFirst().payload();
        beginAnew(List.of(MadeEncoder.VIDEO, MadeEncoder.AUDIO, second));
        long startNs = loop.nowNs();
        int sent = 0;
        for (int step = 0; step < 3_000; step++) {
            long lateNs = step < 1_200 ? 0 : lateMs * MS;
            encoder.runDelayed(5 * MS, lateNs);
            for (; startNs + sent * (32 * MS) + lateNs <= loop.nowNs(); sent++) {
                long ticks = 900_000 + sent * 2_880L;
                loop.batch(() -> encoder.publication().onUnit(AccessUnit.audio(second, ticks, 1_536, false, frame), loop.nowNs()));
            }
            if (step == 600) {
                read();
            }
        }
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        List<AccessUnit> ac3 = sound.stream().filter(unit -> unit.track().format() instanceof Ac3Format).toList();
        assertContiguous(sound.stream().filter(unit -> !ac3.contains(unit)).toList());
        for (int i = 1; i < ac3.size(); i++) {
            assertThat(ac3.get(i).dtsTicks() - ac3.get(i - 1).dtsTicks()).as("step to AC-3 frame %d of %d", i, ac3.size())
                    .isBetween(2_879L, 2_881L);
        }
    }

    @Test
    void picturesThatAreStoppedAreNotCounted() {
        reconfigure(new HoldOptions(true, 0, HoldOptions.Picture.STOP, 300 * MS));
        encoder.runMs(3_000);
        lose();
        loop.advanceMs(60_000);
        reconfigure(new HoldOptions(true, 0, HoldOptions.Picture.STOP, 400 * MS));
        assertThat(hold().heldPictures()).isZero();
    }
}
