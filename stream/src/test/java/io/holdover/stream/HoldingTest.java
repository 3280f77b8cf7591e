package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.RandomAccess;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.stream.hold.HoldOptions;

/** Publishers that vanish and return, and what a reader sees of it, on a clock that is moved by hand. */
class HoldingTest extends HoldScene {

    @Test
    void soundGoesOnWithoutAGapWhenThePublisherLeaves() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(2_000);
        lose();
        loop.advanceMs(10_000);
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        assertContiguous(sound);
        assertThat(Timebase.msFromTicks(sound.getLast().dtsTicks() - sound.getFirst().dtsTicks())).isBetween(11_900L, 13_100L);
        assertIncreasing(received(MediaKind.VIDEO));
        assertThat(received(MediaKind.VIDEO).getLast().dtsTicks()).isCloseTo(sound.getLast().dtsTicks(),
                within(90_000L / 5));
        assertThat(story).containsExactly("online", "available", "lost", "filling", "offline");
    }

    @Test
    void theNewPublisherGoesOnOnTheSameLine() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        lose();
        loop.advanceMs(3_000);
        encoder = encoder(77_000_123, 0);
        encoder.runMs(4_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).containsExactly("online", "available", "lost", "filling", "offline", "returning", "online", "filled");
    }

    @Test
    void staysInStepThroughAThousandCycles() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        long relation = wallRelation();
        for (int cycle = 1; cycle <= 1_000; cycle++) {
            lose();
            loop.advanceMs(50 + cycle * 37 % 900);
            encoder = encoder(cycle * 1_234_567L, cycle % 2 * 2);
            encoder.runMs(300 + cycle * 61 % 800);
            if (cycle % 50 == 0) {
                assertThat(Math.abs(wallRelation() - relation)).as("cycle %d: ticks that output time has moved against the wall", cycle)
                        .isLessThanOrEqualTo(FRAME_TICKS);
            }
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
    }

    @Test
    void aStalledPublisherGoesOnWhereItsUnitsAreOnTimeAgain() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(2_000);
        encoder.loseUntil(loop.nowNs() + 2_500 * MS);
        assertThat(story).containsExactly("online", "available", "filling");
        encoder.runMs(3_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).containsExactly("online", "available", "filling", "filled");
    }

    @Test
    void bundledSoundOfAHealthyPublisherNeverStalls() {
        encoder.bundles(17);
        encoder.runMs(3_000);
        read();
        encoder.runMs(20_000);
        assertThat(story).containsExactly("online", "available");
        lose();
        loop.advanceMs(2_000);
        encoder = encoder(5_000, 0).bundles(17);
        encoder.runMs(5_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertNoSkew();
    }

    @Test
    void aTakeoverIsNoHold() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_010);
        MadeEncoder old = encoder;
        encoder = encoder(33_000_000, 0);
        for (int i = 0; i < 200; i++) {
            old.runUntil(loop.nowNs() + 5 * MS);
            encoder.runUntil(loop.nowNs());
        }
        assertThat(old.publication().isOpen()).isFalse();
        encoder.runMs(1_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).containsExactly("online", "available", "replaced");
    }

    @Test
    void aHundredTakeoversDoNotMoveTheStreamAgainstTheWall() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        long relation = wallRelation();
        for (int i = 0; i < 100; i++) {
            MadeEncoder old = encoder;
            encoder = encoder(33_000_000 + i * 7_777_777L, i % 2 * 2);
            while (old.publication().isOpen()) {
                old.runUntil(loop.nowNs() + 3 * MS);
                encoder.runUntil(loop.nowNs());
            }
            encoder.runMs(1_013);
            if (i % 10 == 9) {
                assertThat(Math.abs(wallRelation() - relation)).as("ticks after takeover %d", i).isLessThanOrEqualTo(FRAME_TICKS);
            }
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).doesNotContain("filling");
    }

    @Test
    void aReaderThatJoinsInAHoldGetsPictureAndSoundAtOnce() {
        encoder.runMs(3_000);
        lose();
        loop.advanceMs(30_000);
        read();
        loop.advanceMs(500);
        assertThat(received(MediaKind.VIDEO).size()).isBetween(10, 16);
        assertThat(received(MediaKind.VIDEO).getFirst().randomAccess()).isEqualTo(RandomAccess.EXACT);
        assertThat(received(MediaKind.AUDIO).size()).isBetween(18, 28);
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void theTimeoutEndsTheStream() {
        options = options.with(new HoldOptions(true, 5_000 * MS, HoldOptions.Picture.FREEZE, 300 * MS));
        beginAnew(BOTH);
        encoder.runMs(3_000);
        lose();
        loop.advanceMs(4_900);
        assertThat(registry.find(LIVE)).isPresent();
        encoder = encoder(0, 0);
        encoder.runMs(10_000);
        lose();
        loop.advanceMs(5_600);
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(story).endsWith("lost", "filling", "offline", "timeout", "unavailable HOLD_TIMEOUT");
        assertThat(loop.anyAlarmArmed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 2_000, 4_000})
    void aPublisherThatSendsItsBacklogAfterAStallLosesOnlyWhatWasFilled(int stallMs) {
        encoder.runMs(3_000);
        read();
        for (int i = 0; i < 20; i++) {
            encoder.runMs(1_500);
            loop.advanceMs(stallMs); // then all that it has made since at once
            encoder.runMs(1_500);
        }
        encoder.runMs(2_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).hasSize(2 + 2 * 20).endsWith("filled");
        assertThat(received(MediaKind.AUDIO).stream().filter(unit -> MadeEncoder.originOf(unit) != null).count())
                .isGreaterThan(20 * 130);
    }

    @Test
    void aPublisherThatStaysLateIsSplicedOnAnew() {
        encoder.runMs(3_000);
        read();
        loop.advanceMs(5_000);
        MadeEncoder late = encoder;
        for (int i = 0; i < 1_200; i++) {
            late.runDelayed(5 * MS, 5_000 * MS);
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).endsWith("filling", "filled");
    }

    @Test
    void soundAloneIsHeldAndContinued() {
        beginAnew(List.of(MadeEncoder.AUDIO));
        encoder.runMs(3_000);
        read();
        lose();
        loop.advanceMs(2_000);
        encoder = encoder(1_000_000_000, 0, List.of(MadeEncoder.AUDIO));
        encoder.runMs(2_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(story).endsWith("returning", "online", "filled");
    }

    @Test
    void picturesAloneAreHeldAndContinued() {
        beginAnew(List.of(MadeEncoder.VIDEO));
        encoder.runMs(3_000);
        read();
        encoder.runMs(200);
        lose();
        loop.advanceMs(2_000);
        encoder = encoder(1_000_000_000, 0, List.of(MadeEncoder.VIDEO));
        encoder.runMs(2_000);
        assertIncreasing(received(MediaKind.VIDEO));
        assertThat(lastOffsets(MediaKind.VIDEO)).hasSize(2);
        assertThat(story).endsWith("returning", "online", "filled");
    }

    @Test
    void aTrackThatTheNewPublisherLacksIsFilledOn() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(5_000_000, 0, List.of(MadeEncoder.VIDEO));
        encoder.runMs(5_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertThat(lastOffsets(MediaKind.VIDEO)).hasSize(2);
        AccessUnit lastSound = received(MediaKind.AUDIO).getLast();
        AccessUnit lastPicture = received(MediaKind.VIDEO).getLast();
        assertThat(Math.abs(lastSound.dtsTicks() - lastPicture.dtsTicks())).isLessThan(90_000 / 4);
    }

    @Test
    void soundResumesAloneWhenNoKeyPictureComesForFiveSeconds() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(1_000);
        long relation = wallRelation();
        encoder = encoder(5_000_000, 0).withoutKeyPictures();
        encoder.runMs(8_000);
        assertThat(Math.abs(wallRelation() - relation)).as("ticks that output time has moved against the wall")
                .isLessThanOrEqualTo(2 * FRAME_TICKS);
        assertThat(lastOffsets(MediaKind.AUDIO)).hasSize(2);
        assertThat(lastOffsets(MediaKind.VIDEO)).hasSize(1);
        encoder.keyPicturesNow();
        encoder.runMs(2_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).endsWith("returning", "online", "filled");
    }

    @Test
    void aSecondPublisherWithoutAKeyPictureIsRefusedWhileTheFirstDelivers() {
        encoder.runMs(3_000);
        read();
        MadeEncoder second = encoder(5_000_000, 0).withoutKeyPictures();
        for (int i = 0; i < 60; i++) {
            second.runUntil(loop.nowNs());
            encoder.runMs(100);
        }
        assertThat(second.publication().isOpen()).isFalse();
        assertThat(encoder.publication().isOpen()).isTrue();
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void aPublisherWithAnotherCodecBeginsAnotherStream() {
        encoder.runMs(3_000);
        read();
        lose();
        Track mpegAudio = new Track(0x300, new MpegAudioFormat(2, 48_000, 2), TsDescriptors.none());
        encoder = encoder(0, 0, List.of(MadeEncoder.VIDEO, mpegAudio));
        encoder.runMs(200);
        assertThat(story).endsWith("unavailable CODEC_CHANGED", "offline", "online", "available");
        assertThat(encoder.publication().isOpen()).isTrue();
        assertThat(reader.ended()).isEqualTo(EndReason.CODEC_CHANGED);
        reader = new FakeReader("1");
        read();
        encoder.runMs(2_000);
        assertThat(received(MediaKind.VIDEO).getFirst().dtsTicks()).as("the very first picture").isEqualTo(0);
        lose();
        loop.advanceMs(1_000);
        assertThat(story).endsWith("lost", "filling", "offline");
    }

    @Test
    void aPublisherThatChangesItsCodecAfterAReturnBeginsAnotherStream() {
        encoder.runMs(3_000);
        lose();
        encoder = encoder(0, 0);
        encoder.runMs(2_000);
        Track mpegAudio = new Track(0x300, new MpegAudioFormat(2, 48_000, 2), TsDescriptors.none());
        loop.batch(() -> encoder.publication().onTracks(List.of(MadeEncoder.VIDEO, mpegAudio)));
        assertThat(story).endsWith("unavailable CODEC_CHANGED", "offline", "online");
        encoder.runMs(2_000);
        assertThat(story).endsWith("online", "available");
        assertThat(encoder.publication().isOpen()).isTrue();
    }

    @Test
    void aPublisherWithoutAnythingThatTheStreamHasIsSentAway() {
        beginAnew(List.of(MadeEncoder.AUDIO));
        encoder.runMs(3_000);
        lose();
        encoder = encoder(0, 0, List.of(MadeEncoder.VIDEO));
        encoder.runMs(6_000);
        assertThat(encoder.publication().isOpen()).isFalse();
        assertThat(registry.find(LIVE)).isPresent();
    }

    @Test
    void theTimeoutCountsFromTheLossNotFromAnEarlierStall() {
        options = options.with(new HoldOptions(true, 5_000 * MS, HoldOptions.Picture.FREEZE, 300 * MS));
        beginAnew(BOTH);
        encoder.runMs(3_000);
        lose();
        encoder = encoder(5_000_000, 0, List.of(MadeEncoder.VIDEO));
        encoder.runMs(20_000); // its sound is filled all the while
        lose();
        loop.advanceMs(4_000);
        assertThat(registry.find(LIVE)).isPresent();
        loop.advanceMs(2_000);
        assertThat(registry.find(LIVE)).isEmpty();
    }

    @Test
    void aLossWhileTheNextPublisherIsBeingSplicedOnHoldsOn() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0).withoutKeyPictures();
        encoder.runMs(1_000);
        lose();
        loop.advanceMs(500);
        encoder = encoder(8_000_000, 0);
        encoder.runMs(1_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertThat(lastOffsets(MediaKind.AUDIO)).hasSize(2).containsKey(3);
    }

    @Test
    void closingThePathWhileHoldingFreesEverything() {
        encoder.runMs(3_000);
        read();
        lose();
        loop.advanceMs(500);
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(loop.anyAlarmArmed()).isFalse();
        assertThat(story).endsWith("unavailable PATH_CLOSED");
    }

    @Test
    void switchingPersistenceOffWhileHoldingEndsTheStream() {
        encoder.runMs(3_000);
        lose();
        options = PathOptions.defaults();
        registry.reconfigure(loop.nowNs());
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(story).endsWith("unavailable NOT_PERSISTENT");
        assertThat(loop.anyAlarmArmed()).isFalse();
    }

    @Test
    void switchingPersistenceOnWhileLiveWorksFromTheNextLoss() {
        options = PathOptions.defaults();
        beginAnew(BOTH);
        encoder.runMs(3_000);
        read();
        options = options.with(HoldOptions.on());
        registry.reconfigure(loop.nowNs());
        encoder.runMs(2_000);
        lose();
        loop.advanceMs(1_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(registry.find(LIVE)).isPresent();
    }

    @Test
    void aLossBeforeTheFirstUnitIsTheEnd() {
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        encoder = encoder(0, 0);
        lose();
        assertThat(registry.find(LIVE)).isEmpty();
    }

    @Test
    void aWeekOfHoldingDoesNotDrift() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(1_000);
        long before = wallRelation();
        loop.batch(() -> reader.leave(loop.nowNs()));
        loop.advanceMs(Duration.ofDays(7).toMillis());
        reader = new FakeReader("1");
        read();
        loop.advanceMs(1_000);
        // The reader unwraps 33 bits from its first stamp.
        long drift = Math.floorMod(wallRelation() - before + (1L << 32), 1L << 33) - (1L << 32);
        assertThat(Math.abs(drift)).isLessThanOrEqualTo(FRAME_TICKS);
    }

    @ParameterizedTest
    @ValueSource(longs = {-90_000L * 600, 90_000L * 3_600})
    void aJumpOfThePublishersClockIsNoHold(long jumpTicks) {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        long relation = wallRelation();
        for (int i = 0; i < 30; i++) {
            encoder.jump(jumpTicks);
            encoder.runMs(2_013);
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertThat(Math.abs(wallRelation() - relation)).isLessThanOrEqualTo(2 * FRAME_TICKS);
        assertNoSkew();
        lose();
        loop.advanceMs(1_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(story).containsExactly("online", "available", "lost", "filling", "offline");
    }

    @Test
    void withoutPersistenceTheStreamEnds() {
        options = PathOptions.defaults();
        beginAnew(BOTH);
        encoder.runMs(1_000);
        lose();
        assertThat(registry.find(LIVE)).isEmpty();
    }
}
