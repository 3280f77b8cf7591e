package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.stream.hold.HoldState;

/** What a user reads of holds in which not everything is missing, or not everything comes back. */
class HoldStoryTest extends HoldScene {

    @Test
    void aStreamWithoutPicturesTellsOfSilence() {
        begin(List.of(MadeEncoder.AUDIO));
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(5_000_000, 0, List.of(MadeEncoder.AUDIO));
        encoder.runMs(1_000);
        assertThat(story).containsExactly("lost", "filling", "offline", "returning", "online", "filled");
    }

    @Test
    void aStreamWithoutSoundDoesNotTellOfSilence() {
        begin(List.of(MadeEncoder.VIDEO));
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(5_000_000, 0, List.of(MadeEncoder.VIDEO));
        encoder.runMs(2_000);
        assertThat(story).containsExactly("lost", "filling pictures", "offline", "returning", "online", "filled");
    }

    @Test
    void picturesThatStallAloneDoNotTellOfSilenceUntilTheSoundStallsToo() {
        begin(BOTH);
        encoder.stop(MediaKind.VIDEO);
        encoder.runMs(3_000);
        assertThat(story).containsExactly("filling pictures");
        loop.advanceMs(1_000);
        assertThat(story).containsExactly("filling pictures", "filling");
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(5_000_000, 0);
        encoder.runMs(2_000);
        assertThat(story).containsExactly("filling pictures", "filling", "lost", "offline", "returning", "online", "filled");
    }

    @Test
    void aLossWhilePicturesStallTellsOfSilence() {
        begin(BOTH);
        encoder.stop(MediaKind.VIDEO);
        encoder.runMs(3_000);
        lose();
        assertThat(story).containsExactly("filling pictures", "lost", "filling", "offline");
    }

    @Test
    void whatTheNewPublisherLacksIsToldOf() {
        begin(BOTH);
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(5_000_000, 0, List.of(MadeEncoder.VIDEO));
        encoder.runMs(3_000);
        assertThat(story).containsExactly("lost", "filling", "offline", "returning", "online", "missing AUDIO");
        assertThat(hold().state()).as("with pictures of the new publisher and silence").isEqualTo(HoldState.STALLED);
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(8_000_000, 0);
        encoder.runMs(3_000);
        assertThat(story.subList(6, story.size())).containsExactly("lost", "offline", "returning", "online", "filled");
    }

    @Test
    void soundThatNoSilenceIsKnownForPausesWhileThePictureIsHeld() {
        List<Track> tracks = List.of(MadeEncoder.VIDEO, MadeEncoder.MAIN_AUDIO);
        begin(tracks);
        lose();
        loop.advanceMs(2_000);
        encoder = encoder(5_000_000, 0, tracks);
        encoder.runMs(2_000);
        assertThat(story).containsExactly("lost", "filling", "AUDIO cannot: AAC Main", "offline", "returning", "online", "filled");
        assertThat(hold().silenceFrames()).isZero();
        assertThat(hold().heldPictures()).isGreaterThan(45);
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        assertThat(sound).allMatch(frame -> MadeEncoder.originOf(frame) != null).hasSizeGreaterThan(90);
        long pauseTicks = 0;
        for (int i = 1; i < sound.size(); i++) {
            pauseTicks = Math.max(pauseTicks, sound.get(i).dtsTicks() - sound.get(i - 1).dtsTicks());
        }
        assertThat(Timebase.msFromTicks(pauseTicks)).as("ms of the pause").isBetween(1_900L, 2_100L);

        story.clear();
        lose();
        loop.advanceMs(5_000);
        assertThat(story).as("told once in each hold").containsExactly("lost", "filling", "AUDIO cannot: AAC Main", "offline");
    }

    @Test
    void aPublisherThatComesWhileAnotherStallsIsToldOf() {
        begin(BOTH);
        loop.advanceMs(3_000);
        encoder = encoder(5_000_000, 0);
        encoder.runMs(2_000);
        assertThat(story).containsExactly("filling", "returning", "replaced", "filled");
    }

    @Test
    void aTakeoverThatTheOldPublisherDoesNotOutliveIsAHold() {
        begin(BOTH);
        encoder.runMs(200);
        MadeEncoder old = encoder;
        encoder = encoder(5_000_000, 0).withoutKeyPictures();
        encoder.runMs(100);
        loop.batch(() -> old.publication().end(EndReason.PUBLISHER_LEFT, loop.nowNs()));
        encoder.keyPicturesNow();
        encoder.runMs(2_000);
        assertThat(story).containsExactly("replaced", "lost", "filling", "returning", "filled");
    }

    private void begin(List<Track> tracks) {
        if (!tracks.equals(BOTH)) {
            beginAnew(tracks);
        }
        encoder.runMs(3_000);
        read();
        encoder.runMs(500);
        story.clear();
    }
}
