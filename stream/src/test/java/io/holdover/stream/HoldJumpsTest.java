package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AacFormat;
import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.MediaKind;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.testkit.Seed;

/** Publishers whose clock, pace or tracks become others at awkward moments. */
class HoldJumpsTest extends HoldScene {

    @Test
    void aClockThatJumpsWhileItsPublisherWaitsIsFollowed() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        long relation = wallRelation();
        lose();
        loop.advanceMs(500);
        encoder = encoder(90_000L * 3_600, 0).withoutKeyPictures();
        encoder.runMs(300);
        encoder.jump(-90_000L * 3_500);
        encoder.keyPicturesNow();
        encoder.runMs(4_000);

        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(Math.abs(wallRelation() - relation)).as("and a picture's length").isLessThanOrEqualTo(2 * FRAME_TICKS + 3_600);
    }

    /** By so many percent faster than time passes, with no picture to begin with before it is over. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8, 20, 50})
    void aPublisherThatCatchesUpAfterAStallKeepsSoundAndPicturesTogether(int percent) {
        encoder.withoutKeyPictures();
        encoder.keyPicturesNow();
        encoder.runMs(3_000);
        read();
        encoder.withoutKeyPictures();
        encoder.runMs(1_000);
        loop.advanceMs(6_000);
        for (long lateNs = 6_000 * MS; lateNs > 0; lateNs -= 5 * MS * percent / 100) {
            encoder.runDelayed(5 * MS, lateNs);
        }
        encoder.keyPicturesNow();
        encoder.runMs(3_000);

        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).endsWith("filled");
    }

    @Test
    void soundThatJumpsBesideItsPicturesStaysOnItsGrid(@Seed long seed) {
        Random random = new Random(seed);
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        for (int i = 0; i < 30; i++) {
            encoder.jump(-90_000L * 600);
            encoder.soundBeside(random.nextInt(-900, 900));
            encoder.runMs(2_013);
        }
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        for (int i = 1; i < sound.size(); i++) {
            long step = sound.get(i).dtsTicks() - sound.get(i - 1).dtsTicks();
            long frames = Math.round((double) step / FRAME_TICKS);
            assertThat(frames).as("frames to number %d, of which the publisher may lack some", i).isBetween(1L, 3L);
            assertThat(Math.abs(step - frames * FRAME_TICKS)).as("ticks beside the grid at frame %d", i).isLessThanOrEqualTo(1);
        }
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
    }

    @Test
    void soundThatItsPublisherDoesNotAnnounceAnyMoreIsFilledOn() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        encoder.stop(MediaKind.AUDIO);
        loop.batch(() -> encoder.publication().onTracks(List.of(MadeEncoder.VIDEO)));
        encoder.runMs(3_000);
        int silent = received(MediaKind.AUDIO).size();
        assertThat(MadeEncoder.originOf(received(MediaKind.AUDIO).getLast())).as("silence").isNull();

        loop.batch(() -> encoder.publication().onTracks(BOTH));
        encoder.stop(null);
        encoder.runMs(2_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(received(MediaKind.AUDIO)).hasSizeGreaterThan(silent + 80);
        assertThat(MadeEncoder.originOf(received(MediaKind.AUDIO).getLast())).as("sound").isNotNull();
        assertNoSkew();
    }

    @Test
    void tracksThatCameLaterAreTheStreamsOwn() {
        beginAnew(List.of(MadeEncoder.VIDEO));
        encoder.runMs(2_000);
        loop.batch(() -> encoder.publication().onTracks(BOTH));
        read();
        encoder.runMs(1_000);
        assertThat(registry.find(LIVE).orElseThrow().tracks()).extracting(Track::id)
                .containsExactly(MadeEncoder.VIDEO.id(), MadeEncoder.AUDIO.id());
    }

    @Test
    void optionsChangeWhileATrackIsOnlyAnnounced() {
        Track announced = new Track(0x201, AacFormat.unknown(AacFormat.Transport.ADTS), TsDescriptors.none());
        Track video = new Track(0x202, H264Format.unknown(), TsDescriptors.none());
        beginAnew(List.of(MadeEncoder.VIDEO, announced, video));
        encoder.runMs(3_000);
        read();
        reconfigure(new HoldOptions(true, 0, HoldOptions.Picture.STOP, 100 * MS));
        lose();
        loop.advanceMs(11_000);
        reconfigure(HoldOptions.on());
        loop.advanceMs(1_000);
        assertThat(hold().heldPictures()).isPositive();
    }

    @Test
    void aPublisherThatBringsNothingToGoOnWithCostsNoTurns() {
        encoder.runMs(3_000);
        lose();
        loop.advanceMs(60_000);
        encoder = encoder(5_000_000, 0, List.of(MadeEncoder.VIDEO));
        loop.advanceMs(6_000);
        long before = loop.rings();
        loop.advanceMs(60_000);
        assertThat(loop.rings() - before).as("alarms in a minute").isLessThanOrEqualTo(2 * 60 + 1);
    }
}
