package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.holdover.media.MediaKind;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldState;

/** An operator's hand on a stream: hold, release, close. */
class ManualHoldTest extends HoldScene {

    @Test
    void throwsThePublishersUnitsAwayUntilItIsReleased() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        assertThat(answer(registry.hold(LIVE))).isEqualTo(CommandOutcome.DONE);
        int before = received(MediaKind.AUDIO).size();
        long liveBefore = liveUnits();
        encoder.runMs(4_000);
        assertThat(hold().state()).isEqualTo(HoldState.HOLDING);
        assertThat(hold().reason()).isEqualTo("manual");
        assertThat(registry.find(LIVE).orElseThrow().snapshot().online()).isTrue();
        assertThat(encoder.publication().isOpen()).isTrue();
        assertThat(received(MediaKind.AUDIO).size() - before).isBetween(180, 192);
        assertThat(liveUnits()).isEqualTo(liveBefore);

        assertThat(answer(registry.release(LIVE))).isEqualTo(CommandOutcome.DONE);
        assertThat(hold().state()).isEqualTo(HoldState.RESUMING);
        encoder.runMs(3_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        assertThat(liveUnits()).isGreaterThan(liveBefore + 80);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
        assertThat(story).containsExactly("online", "available", "held", "filling", "released", "filled");
    }

    @Test
    void aReleaseWaitsForTheNextRandomAccessPoint() {
        encoder.runMs(3_400);
        read();
        answer(registry.hold(LIVE));
        encoder.runMs(100);
        answer(registry.release(LIVE));
        encoder.runMs(300);
        assertThat(hold().state()).isEqualTo(HoldState.RESUMING);
        encoder.runMs(400);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
    }

    @Test
    void aHundredHoldsDoNotMoveTheStreamAgainstTheWall() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        long relation = wallRelation();
        for (int i = 0; i < 100; i++) {
            answer(registry.hold(LIVE));
            encoder.runMs(37 + i * 91 % 700);
            answer(registry.release(LIVE));
            encoder.runMs(1_500 + i * 53 % 400);
        }
        assertThat(Math.abs(wallRelation() - relation)).isLessThanOrEqualTo(FRAME_TICKS);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
    }

    @Test
    void aLossInAHoldByHandHoldsOnAfterTheRelease() {
        encoder.runMs(3_000);
        read();
        answer(registry.hold(LIVE));
        encoder.runMs(500);
        lose();
        assertThat(registry.find(LIVE)).isPresent();
        loop.advanceMs(1_000);
        assertThat(hold().reason()).isEqualTo("manual");
        assertThat(answer(registry.release(LIVE))).isEqualTo(CommandOutcome.DONE);
        assertThat(hold().state()).isEqualTo(HoldState.HOLDING);
        assertThat(hold().reason()).isEqualTo("shutdown");
        loop.advanceMs(1_000);
        encoder = encoder(7_000_000, 0);
        encoder.runMs(2_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(story).containsExactly("online", "available", "held", "filling", "lost", "offline", "released", "returning", "online",
                "filled");
    }

    @Test
    void whoComesInAHoldByHandWaitsForTheRelease() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(500);
        assertThat(answer(registry.hold(LIVE))).isEqualTo(CommandOutcome.DONE);
        encoder = encoder(7_000_000, 0);
        encoder.runMs(3_000);
        assertThat(hold().state()).isEqualTo(HoldState.HOLDING);
        assertThat(lastOffsets(MediaKind.AUDIO)).containsOnlyKeys(1);
        MadeEncoder second = encoder;
        encoder = encoder(9_000_000, 0);
        assertThat(second.publication().isOpen()).as("the one whose turn never came").isFalse();
        encoder.runMs(100);
        answer(registry.release(LIVE));
        encoder.runMs(3_000);
        assertThat(lastOffsets(MediaKind.AUDIO)).containsOnlyKeys(1, 3);
        assertThat(lastOffsets(MediaKind.VIDEO)).containsOnlyKeys(1, 3);
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(story).containsExactly("online", "available", "lost", "filling", "offline", "held", "online", "replaced", "released",
                "filled");
    }

    @Test
    void aTakeoverThatIsUnderWayIsCompleteWhenAHoldBegins() {
        encoder.runMs(3_000);
        MadeEncoder first = encoder;
        encoder = encoder(7_000_000, 0).withoutKeyPictures();
        encoder.runMs(100);
        assertThat(first.publication().isOpen()).isTrue();
        answer(registry.hold(LIVE));
        assertThat(first.publication().isOpen()).isFalse();
        assertThat(encoder.publication().isOpen()).isTrue();
        assertThat(story).containsExactly("online", "available", "replaced", "held", "filling");
    }

    @Test
    void theTimeoutDoesNotRunWhileSomebodyPublishesIntoAHoldByHand() {
        options = options.with(new HoldOptions(true, 5_000 * MS, HoldOptions.Picture.FREEZE, 300 * MS));
        beginAnew(BOTH);
        encoder.runMs(3_000);
        answer(registry.hold(LIVE));
        encoder.runMs(20_000);
        assertThat(registry.find(LIVE)).isPresent();
        lose();
        loop.advanceMs(4_900);
        assertThat(registry.find(LIVE)).isPresent();
        loop.advanceMs(200);
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(story).endsWith("offline", "timeout", "unavailable HOLD_TIMEOUT");
    }

    @Test
    void answersWhatCannotBeDone() {
        assertThat(answer(registry.hold(new StreamPath("other")))).isEqualTo(CommandOutcome.NO_STREAM);
        assertThat(answer(registry.release(new StreamPath("other")))).isEqualTo(CommandOutcome.NO_STREAM);
        assertThat(answer(registry.close(new StreamPath("other")))).isEqualTo(CommandOutcome.NO_STREAM);
        assertThat(answer(registry.hold(LIVE))).as("before its first unit").isEqualTo(CommandOutcome.NO_STREAM);
        encoder.runMs(1_000);
        assertThat(answer(registry.release(LIVE))).isEqualTo(CommandOutcome.NOT_HELD);
        assertThat(answer(registry.hold(LIVE))).isEqualTo(CommandOutcome.DONE);
        assertThat(answer(registry.hold(LIVE))).isEqualTo(CommandOutcome.DONE);
        assertThat(answer(registry.release(LIVE))).isEqualTo(CommandOutcome.DONE);
        assertThat(answer(registry.release(LIVE))).isEqualTo(CommandOutcome.NOT_HELD);
        options = PathOptions.defaults();
        beginAnew(BOTH);
        encoder.runMs(1_000);
        assertThat(answer(registry.hold(LIVE))).isEqualTo(CommandOutcome.NOT_PERSISTENT);
        assertThat(answer(registry.release(LIVE))).isEqualTo(CommandOutcome.NOT_HELD);
    }

    @Test
    void closesAStreamLiveOrHeld() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        assertThat(answer(registry.close(LIVE))).isEqualTo(CommandOutcome.DONE);
        assertThat(encoder.publication().isOpen()).isFalse();
        assertThat(reader.ended()).isEqualTo(EndReason.PATH_CLOSED);
        assertThat(story).endsWith("unavailable PATH_CLOSED", "offline");

        encoder = encoder(0, 0);
        encoder.runMs(1_000);
        answer(registry.hold(LIVE));
        encoder.runMs(1_000);
        assertThat(answer(registry.close(LIVE))).isEqualTo(CommandOutcome.DONE);
        assertThat(encoder.publication().isOpen()).isFalse();
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(loop.anyAlarmArmed()).isFalse();
        assertThat(story).endsWith("unavailable PATH_CLOSED", "offline");
    }

    @Test
    void switchingPersistenceOffEndsAHoldByHandToo() {
        encoder.runMs(3_000);
        answer(registry.hold(LIVE));
        reconfigure(HoldOptions.off());
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(encoder.publication().isOpen()).isFalse();
        assertThat(story).endsWith("unavailable NOT_PERSISTENT", "offline");
    }

    @Test
    void aKickedPublisherIsALoss() {
        encoder.runMs(3_000);
        loop.batch(() -> encoder.publication().end(EndReason.PUBLISHER_KICKED, loop.nowNs()));
        assertThat(hold().state()).isEqualTo(HoldState.HOLDING);
        assertThat(hold().reason()).isEqualTo("kicked");
        assertThat(story).endsWith("lost", "filling", "offline");
    }

    private long liveUnits() {
        return received(MediaKind.AUDIO).stream().filter(unit -> MadeEncoder.originOf(unit) != null).count();
    }
}
