package io.holdover.stream.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.RandomAccess;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.stream.MadeUnits;

class TimelineTest {

    private static final long MS = 1_000_000L;
    private static final long FRAME = 3600;
    private static final long AAC_FRAME = 1920;

    private final List<AccessUnit> out = new ArrayList<>();
    private final List<Long> splices = new ArrayList<>();
    private final Timeline timeline = new Timeline(new Timeline.Output() {
        @Override
        public void onUnit(AccessUnit unit, long arrivalNs) {
            out.add(unit);
        }

        @Override
        public void onOvertaken(Track track, long beyondTicks) {
            throw new AssertionError(track);
        }

        @Override
        public void onSplice(long jumpTicks) {
            splices.add(jumpTicks);
        }
    });

    /** The wall clock of the publisher, which begins here; its media time begins anywhere. */
    private long wallTicks;
    private final long startNs = 77_000 * MS;

    @BeforeEach
    void announce() {
        timeline.onTracks(List.of(MadeUnits.VIDEO, MadeUnits.AUDIO, MadeUnits.KLV));
    }

    @Test
    void keepsTheTimesOfAPublisherThatBehaves() {
        AccessUnit unit = MadeUnits.idr(8_000_000_000L, 100);
        timeline.onUnit(unit, startNs);
        assertThat(out).containsExactly(unit);
        play(8_000_003_600L, 10_000);
        assertThat(splices).isEmpty();
        assertThat(timeline.offsetTicks()).isZero();
        assertThat(timeline.droppedUnits()).isZero();
    }

    @Test
    void keepsCountingPastTheWrapOf33Bits() {
        play((1L << 33) - 90_000, 3000);
        assertThat(of(MadeUnits.VIDEO).getLast().dtsTicks()).isGreaterThan(1L << 33);
        assertThat(splices).isEmpty();
    }

    @Test
    void goesOnWhereTheWallClockIsWhenAPlayoutLoops() {
        play(900_000, 10_000);
        long end = of(MadeUnits.VIDEO).getLast().dtsTicks();
        play(900_000, 10_000);
        play(900_000, 10_000);

        assertThat(splices).hasSize(2);
        assertThat(timeline.droppedUnits()).isLessThanOrEqualTo(2);
        assertThat(of(MadeUnits.VIDEO).get(250).dtsTicks()).isEqualTo(end + FRAME);
        assertMonotonic();
        assertInStep();
        assertThat(of(MadeUnits.VIDEO)).hasSize(750);
    }

    @Test
    void doesNotDriftFromTheWallClockOverThousandsOfLoops() {
        for (int i = 0; i < 2000; i++) {
            play(900_000, 1000);
        }
        assertMonotonic();
        List<AccessUnit> video = of(MadeUnits.VIDEO);
        assertThat(video.getLast().dtsTicks() - video.getFirst().dtsTicks()).isCloseTo(2000 * 90_000L - FRAME, within(FRAME));
        assertInStep();
    }

    @Test
    void followsAnEncoderThatResynchronisesForward() {
        play(900_000, 5000);
        play(900_000_000, 5000);

        assertThat(splices).hasSize(1);
        assertThat(splices.getFirst()).isCloseTo(900_000 + 450_000 - 900_000_000L, within(FRAME));
        assertMonotonic();
        assertInStep();
        assertThat(timeline.droppedUnits()).isLessThanOrEqualTo(1);
    }

    @Test
    void followsAnEncoderThatResynchronisesBackwardsWithReorderedPictures() {
        for (int jump = 0; jump < 2; jump++) {
            long base = jump == 0 ? 5_000_000 : 1_000_000;
            for (int i = 0; i < 100; i++) {
                long dts = base + i * FRAME;
                long pts = dts + (i % 3 == 0 ? 3 * FRAME : i % 3 == 1 ? FRAME : 0);
                timeline.onUnit(MadeUnits.picture(dts, pts, RandomAccess.NONE, 0x41, 20), startNs + (jump * 100 + i) * 40L * MS);
            }
        }
        assertThat(out).hasSize(200);
        assertThat(splices).containsExactly(5_000_000 + 100 * FRAME - 1_000_000);
        assertMonotonic();
        for (int i = 0; i < 100; i++) {
            assertThat(out.get(100 + i).ptsTicks() - out.get(100 + i).dtsTicks()).isEqualTo(out.get(i).ptsTicks() - out.get(i).dtsTicks());
        }
    }

    @Test
    void waitsOutAPauseWhoseClockWentOn() {
        play(900_000, 2000);
        wallTicks += 30 * Timebase.TICKS_PER_SECOND;
        play(900_000 + 32 * 90_000, 2000);
        assertThat(splices).isEmpty();
        assertThat(timeline.droppedUnits()).isZero();
    }

    @Test
    void waitsOutAPauseWhoseClockStoodStill() {
        play(900_000, 2000);
        wallTicks += 30 * Timebase.TICKS_PER_SECOND;
        play(900_000 + 2 * 90_000, 2000);
        assertThat(splices).isEmpty();
        assertThat(timeline.droppedUnits()).isZero();
    }

    @Test
    void takesAGapOfTwoSecondsForAGapAndALongerOneForAJump() {
        play(900_000, 2000);
        play(900_000 + 2 * 90_000 + 170_000, 2000);
        assertThat(splices).isEmpty();
        play(900_000 + 4 * 90_000 + 170_000 + 190_000, 2000);
        assertThat(splices).hasSize(1);
        assertMonotonic();
    }

    @Test
    void dropsUnitsThatStepBackALittle() {
        play(900_000, 2000);
        int before = of(MadeUnits.VIDEO).size();
        for (int i = 0; i < 10; i++) {
            timeline.onUnit(MadeUnits.picture(900_000 + 180_000 - 36_000 + i * FRAME, 20), nowNs());
        }
        assertThat(timeline.droppedUnits()).isEqualTo(9); // the tenth is where the last one was
        assertThat(of(MadeUnits.VIDEO)).hasSize(before + 1);
        assertThat(splices).isEmpty();
    }

    @Test
    void splicesASmallStepThatWasAnnounced() {
        play(900_000, 5000);
        timeline.onTimeDiscontinuity(nowNs());
        play(900_000 + 450_000 - 27_000, 5000); // 300 ms back

        assertThat(splices).hasSize(1);
        assertThat(timeline.droppedUnits()).isLessThanOrEqualTo(1);
        assertMonotonic();
        assertInStep();
    }

    @Test
    void leavesTheTimesAloneWhenAnAnnouncedJumpIsNone() {
        play(900_000, 5000);
        timeline.onTimeDiscontinuity(nowNs());
        play(900_000 + 450_000, 5000);
        assertThat(splices).isEmpty();
        assertThat(timeline.offsetTicks()).isZero();
    }

    @Test
    void letsOldAndNewUnitsInterleaveAroundAJump() {
        play(900_000, 5000);
        long at = nowNs();
        // the picture jumps first, the sound of the old time is still on its way
        timeline.onUnit(MadeUnits.idr(100_000, 20), at);
        for (int i = 0; i < 5; i++) {
            timeline.onUnit(MadeUnits.aac(900_000 + 449_280 + i * AAC_FRAME), at + i * MS);
        }
        timeline.onUnit(MadeUnits.aac(100_000 + 5 * AAC_FRAME), at + 100 * MS);
        timeline.onUnit(MadeUnits.picture(100_000 + FRAME, 20), at + 40 * MS);

        assertThat(splices).hasSize(1);
        assertMonotonic();
        assertInStep();
        AccessUnit firstNewSound = of(MadeUnits.AUDIO).getLast();
        AccessUnit secondNewPicture = of(MadeUnits.VIDEO).getLast();
        long beside = firstNewSound.dtsTicks() - secondNewPicture.dtsTicks() - (5 * AAC_FRAME - FRAME);
        assertThat(Math.abs(beside)).as("ticks that bring sound to whole frames behind the last one").isLessThanOrEqualTo(AAC_FRAME / 2);
        List<AccessUnit> sound = of(MadeUnits.AUDIO);
        assertThat((firstNewSound.dtsTicks() - sound.get(sound.size() - 2).dtsTicks()) % AAC_FRAME).isZero();
    }

    @Test
    void movesPicturesOfAJumpThatOverlapBehindWhatWasSent() {
        play(900_000, 5000);
        long at = nowNs();
        // sound jumps and lands 100 ms before the last picture: the key picture must not be lost
        timeline.onUnit(MadeUnits.aac(100_000), at);
        long soundAt = of(MadeUnits.AUDIO).getLast().dtsTicks();
        long lastPicture = of(MadeUnits.VIDEO).getLast().dtsTicks();
        timeline.onUnit(MadeUnits.idr(100_000 - (soundAt - lastPicture) - 9000, 20), at + MS);

        assertThat(splices).hasSize(1);
        assertThat(of(MadeUnits.VIDEO).getLast().dtsTicks()).isEqualTo(lastPicture + 1);
        assertThat(timeline.droppedUnits()).isZero();
    }

    @Test
    void takesDataTracksAlong() {
        play(900_000, 5000);
        timeline.onUnit(MadeUnits.klv(900_000 + 450_000), nowNs());
        play(90_000_000, 1000);
        timeline.onUnit(MadeUnits.klv(900_000 + 460_000), nowNs()); // still of the old time
        timeline.onUnit(MadeUnits.klv(90_000_000 + 90_000), nowNs());
        List<AccessUnit> data = of(MadeUnits.KLV);
        assertThat(data.get(1).dtsTicks()).isEqualTo(900_000 + 460_000);
        assertThat(data.get(2).dtsTicks()).isEqualTo(90_000_000 + 90_000 + timeline.offsetTicks());
        assertMonotonic();
    }

    @Test
    void dataOfAnotherPublicationIsNeverTakenForThatOfTheOneBefore() {
        play(900_000, 5000);
        timeline.goOn(-1_000, nowNs());
        timeline.onUnit(MadeUnits.idr(1_350_000 + FRAME, 20), nowNs());
        timeline.onUnit(MadeUnits.klv(1_350_000), nowNs());
        assertThat(of(MadeUnits.KLV).getFirst().dtsTicks()).isEqualTo(1_349_000);
    }

    @Test
    void aSpliceStandsHoweverFarBesideTheWallItLies() {
        play(900_000, 5000);
        long ahead = out.getLast().dtsTicks() + 20 * Timebase.TICKS_PER_SECOND;
        timeline.goOn(ahead - 50_000_000, nowNs());
        timeline.onUnit(MadeUnits.idr(50_000_000, 20), nowNs());
        timeline.onUnit(MadeUnits.aac(50_000_000), nowNs());
        assertThat(of(MadeUnits.VIDEO).getLast().dtsTicks()).isEqualTo(ahead);
        assertThat(of(MadeUnits.AUDIO).getLast().dtsTicks()).isEqualTo(ahead);
        assertThat(splices).isEmpty();
    }

    @Test
    void soundThatComesFarTooLateDoesNotKeepSilenceWaiting() {
        play(900_000, 5000);
        long next = of(MadeUnits.AUDIO).getLast().dtsTicks() + AAC_FRAME;
        timeline.goOn(next - 20 * Timebase.TICKS_PER_SECOND - 50_000_000, nowNs());
        timeline.filled(MadeUnits.AUDIO, next, next, 1024);
        long dueNs = timeline.fillers().dueNs(MadeUnits.AUDIO, next + AAC_FRAME);
        timeline.onUnit(MadeUnits.aac(50_000_000), nowNs());
        assertThat(timeline.droppedUnits()).isEqualTo(1);
        assertThat(timeline.fillers().dueNs(MadeUnits.AUDIO, next + AAC_FRAME)).isEqualTo(dueNs);
    }

    @Test
    void neverDropsDataButKeepsItInOrder() {
        timeline.onUnit(MadeUnits.idr(900_000, 20), startNs);
        timeline.onUnit(MadeUnits.klv(900_000), startNs);
        timeline.onUnit(MadeUnits.klv(890_000), startNs);
        assertThat(of(MadeUnits.KLV).stream().map(AccessUnit::dtsTicks)).containsExactly(900_000L, 900_000L);
    }

    @Test
    void bundledSoundIsNoJumpHoweverLongTheBundle() {
        for (int bundle = 0; bundle < 50; bundle++) {
            long at = startNs + bundle * 360L * MS;
            if (bundle == 25) {
                timeline.onTimeDiscontinuity(at);
            }
            for (int i = 0; i < 17; i++) {
                timeline.onUnit(MadeUnits.aac(bundle * 32_400L + i * AAC_FRAME), at);
            }
        }
        assertThat(splices).isEmpty();
        assertThat(timeline.droppedUnits()).isLessThanOrEqualTo(50); // 17 frames are 363 ms: one overlaps by 240 ticks
    }

    @Test
    void showsNoPictureBeforeItIsDecoded() {
        timeline.onUnit(MadeUnits.picture(900_000, 890_000, RandomAccess.EXACT, 0x65, 20), startNs);
        assertThat(out.getFirst().ptsTicks()).isEqualTo(900_000);
    }

    /** 25 pictures and 46.9 frames of sound a second, interleaved, arriving with a jitter of 3 ms. */
    private void play(long firstTicks, long durationMs) {
        long duration = durationMs * 90;
        long video = 0;
        long audio = 0;
        while (video < duration || audio < duration) {
            if (video <= audio) {
                timeline.onUnit(MadeUnits.picture(firstTicks + video, 20),
                        startNs + Timebase.nsFromTicks(wallTicks + video) + jitter(video));
                video += FRAME;
            } else {
                timeline.onUnit(MadeUnits.aac(firstTicks + audio), startNs + Timebase.nsFromTicks(wallTicks + audio) + jitter(audio));
                audio += AAC_FRAME;
            }
        }
        wallTicks += duration;
    }

    private static long jitter(long ticks) {
        return ticks / 10 % 3 * MS;
    }

    private long nowNs() {
        return startNs + Timebase.nsFromTicks(wallTicks);
    }

    private List<AccessUnit> of(Track track) {
        return out.stream().filter(unit -> unit.track() == track).toList();
    }

    private void assertMonotonic() {
        for (Track track : List.of(MadeUnits.VIDEO, MadeUnits.AUDIO, MadeUnits.KLV)) {
            List<AccessUnit> units = of(track);
            for (int i = 1; i < units.size(); i++) {
                assertThat(units.get(i).dtsTicks()).as(track + " unit " + i).isGreaterThanOrEqualTo(units.get(i - 1).dtsTicks());
                assertThat(units.get(i).ptsTicks()).isGreaterThanOrEqualTo(units.get(i).dtsTicks());
            }
        }
    }

    /** Sound and picture that arrive together are together. */
    private void assertInStep() {
        long video = 0;
        for (AccessUnit unit : out) {
            if (unit.track() == MadeUnits.VIDEO) {
                video = unit.dtsTicks();
            } else if (unit.track() == MadeUnits.AUDIO && video != 0) {
                assertThat(unit.dtsTicks() - video).isBetween(-2 * FRAME - 9000, 2 * FRAME + 9600);
            }
        }
    }

    private static Offset<Long> within(long ticks) {
        return Offset.offset(ticks);
    }
}
