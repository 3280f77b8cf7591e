package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.stream.hold.HoldOptions;

/** A track that nobody fills, since stalls are not looked for: what becomes of its past when it is filled after all. */
class DeadTracksTest extends HoldScene {

    private static final HoldOptions WITHOUT_STALLS = new HoldOptions(true, 0, HoldOptions.Picture.FREEZE, 0);

    @BeforeEach
    void begin() {
        reconfigure(WITHOUT_STALLS);
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
    }

    @Test
    void soundThatIsDeadForALongTimeIsFilledFromNowOn() {
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(60_000);
        int before = received(MediaKind.AUDIO).size();
        reconfigure(HoldOptions.on());
        encoder.runMs(1_000);
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        assertThat(sound.size() - before).isBetween(40, 60);
        assertOnTheGridOf(sound.get(before - 1), sound.subList(before, sound.size()));
        assertThat(Math.abs(sound.getLast().dtsTicks() - received(MediaKind.VIDEO).getLast().dtsTicks())).isLessThan(9_000);
        assertThat(hold().silenceFrames()).as("the passed over ones are counted").isBetween(2_800L, 2_900L);
    }

    @Test
    void soundThatWasDeadForALongTimeIsFilledFromTheLossOn() {
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(60_000);
        int before = received(MediaKind.AUDIO).size();
        lose();
        loop.advanceMs(1_000);
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        assertThat(sound.size() - before).isBetween(40, 60);
        assertOnTheGridOf(sound.get(before - 1), sound.subList(before, sound.size()));
    }

    @Test
    void soundThatIsDeadForAMomentIsFilledFromItsEnd() {
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(9_000);
        reconfigure(HoldOptions.on());
        encoder.runMs(1_000);
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void picturesThatAreDeadForALongTimeAreHeldFromNowOn() {
        encoder.stop(MediaKind.VIDEO);
        encoder.runMs(60_000);
        int before = received(MediaKind.VIDEO).size();
        reconfigure(HoldOptions.on());
        encoder.runMs(1_000);
        List<AccessUnit> pictures = received(MediaKind.VIDEO);
        assertThat(pictures.size() - before).isBetween(20, 30);
        assertIncreasing(pictures);
        long step = pictures.get(before).dtsTicks() - pictures.get(before - 1).dtsTicks();
        assertThat(step % 3600).as("ticks beside the grid of the pictures").isZero();
        assertThat(Math.abs(pictures.getLast().dtsTicks() - received(MediaKind.AUDIO).getLast().dtsTicks())).isLessThan(9_000);
        assertThat(hold().heldPictures()).as("the passed over ones are counted").isBetween(1_500L, 1_550L);
    }

    @Test
    void picturesThatAreDeadForAMomentAreHeldFromTheirEnd() {
        encoder.stop(MediaKind.VIDEO);
        encoder.runMs(9_000);
        reconfigure(HoldOptions.on());
        encoder.runMs(1_000);
        List<AccessUnit> pictures = received(MediaKind.VIDEO);
        for (int i = 1; i < pictures.size(); i++) {
            assertThat(pictures.get(i).dtsTicks() - pictures.get(i - 1).dtsTicks()).as("step to picture %d", i).isEqualTo(3600);
        }
    }

    /** An hour at 1000 ppm is three days of a bad oscillator. */
    @ParameterizedTest
    @EnumSource(names = {"AUDIO", "VIDEO"})
    void whatIsDeadFollowsTheClockOfWhatLives(MediaKind dead) {
        beginAnew(BOTH);
        encoder.fasterByPpm(1_000);
        reconfigure(HoldOptions.on());
        encoder.runMs(20_000);
        encoder.stop(dead);
        encoder.runMs(3_600_000);
        reader = new FakeReader("late");
        read();
        encoder.runMs(2_000);
        assertTogether();

        lose();
        loop.advanceMs(3_000);
        assertTogether();
        if (dead == MediaKind.AUDIO) {
            assertContiguous(received(MediaKind.AUDIO));
        }
        encoder = encoder(9_000_000, 0);
        encoder.runMs(3_000);
        assertTogether();
        assertIncreasing(received(MediaKind.VIDEO));
        assertContiguous(received(MediaKind.AUDIO));
    }

    /** For a minute or more, while the publisher's clock moves by a frame or two. */
    @ParameterizedTest
    @ValueSource(ints = {-1_000, -300, -100, 100, 300, 1_000})
    void soundThatComesBackFollowsTheSilenceToTheTick(int ppm) {
        beginAnew(BOTH);
        encoder.fasterByPpm(ppm);
        reconfigure(HoldOptions.on());
        encoder.runMs(20_000);
        reader = new FakeReader("early");
        read();
        for (int deadMs = 20_000; deadMs <= 120_000; deadMs += 7_000) {
            encoder.stop(MediaKind.AUDIO);
            encoder.runMs(deadMs);
            encoder.stop(null);
            encoder.runMs(3_000);
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertTogether();
    }

    @Test
    void theNextPublishersSoundFollowsSoundThatWasDeadForALongTimeOnItsGrid() {
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(60_000);
        int before = received(MediaKind.AUDIO).size();
        takeOver();
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        assertThat(MadeEncoder.originOf(sound.get(before + 1))).as("behind no more than one frame of silence").isNotNull();
        assertOnTheGridOf(sound.get(before - 1), sound.subList(before, sound.size()));
        assertNoSkew();
    }

    @Test
    void theNextPublishersSoundFollowsSoundThatWasDeadForAMomentWithoutAGap() {
        encoder.stop(MediaKind.AUDIO);
        encoder.runMs(40_000);
        takeOver();
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
    }

    private void takeOver() {
        MadeEncoder old = encoder;
        encoder = encoder(7_000_000, 0);
        while (old.publication().isOpen()) {
            old.runUntil(loop.nowNs() + 3 * MS);
            encoder.runUntil(loop.nowNs());
        }
        encoder.runMs(2_000);
        assertThat(lastOffsets(MediaKind.AUDIO)).containsKey(publishers);
    }

    /** Whole frames behind that one, and without a gap among themselves. */
    private static void assertOnTheGridOf(AccessUnit last, List<AccessUnit> sound) {
        assertContiguous(sound);
        long behind = sound.getFirst().dtsTicks() - last.dtsTicks();
        long frames = Math.round((double) behind / FRAME_TICKS);
        assertThat(Math.abs(behind - Timebase.ticksFromSamples(1024 * frames, 48_000))).as("ticks beside the grid").isLessThanOrEqualTo(1);
    }
}
