package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldState;

/** Options that change while a stream lives or is held: each works at once. */
class HoldSwitchingTest extends HoldScene {

    private static HoldOptions options(long timeoutMs, HoldOptions.Picture picture, long stallTimeoutMs) {
        return new HoldOptions(true, timeoutMs * MS, picture, stallTimeoutMs * MS);
    }

    @Test
    void aTimeoutThatIsSetInAHoldCountsFromTheLoss() {
        encoder.runMs(3_000);
        read();
        lose();
        loop.advanceMs(10_000);
        reconfigure(options(12_000, HoldOptions.Picture.FREEZE, 300));
        loop.advanceMs(1_900);
        assertThat(registry.find(LIVE)).isPresent();
        reconfigure(options(20_000, HoldOptions.Picture.FREEZE, 300));
        loop.advanceMs(7_000);
        assertThat(registry.find(LIVE)).isPresent();
        reconfigure(options(0, HoldOptions.Picture.FREEZE, 300));
        loop.advanceMs(100_000);
        assertThat(registry.find(LIVE)).isPresent();
        reconfigure(options(1_000, HoldOptions.Picture.FREEZE, 300));
        loop.advanceMs(50);
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(reader.ended()).isEqualTo(EndReason.HOLD_TIMEOUT);
    }

    @Test
    void withoutReadersTheTimeoutIsAsPunctual() {
        reconfigure(options(600_000, HoldOptions.Picture.FREEZE, 300));
        encoder.runMs(3_000);
        lose();
        loop.advanceMs(599_990);
        assertThat(registry.find(LIVE)).isPresent();
        loop.advanceMs(40);
        assertThat(registry.find(LIVE)).isEmpty();
    }

    @Test
    void picturesStopAndStandAgainInTheMiddleOfAHold() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(2_000);
        reconfigure(options(0, HoldOptions.Picture.STOP, 300));
        int stopped = received(MediaKind.VIDEO).size();
        loop.advanceMs(60_000);
        assertThat(received(MediaKind.VIDEO)).hasSize(stopped);
        reconfigure(options(0, HoldOptions.Picture.FREEZE, 300));
        loop.advanceMs(1_000);
        assertThat(received(MediaKind.VIDEO).size() - stopped).as("not those of the whole minute").isBetween(20, 28);
        assertIncreasing(received(MediaKind.VIDEO));
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(Timebase.msFromTicks(received(MediaKind.AUDIO).getLast().dtsTicks() - received(MediaKind.VIDEO).getLast().dtsTicks()))
                .isBetween(-60L, 60L);
        encoder = encoder(5_000_000, 0);
        encoder.runMs(2_000);
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
    }

    @Test
    void whoJoinsWhilePicturesAreStoppedGetsOneKeyPicture() {
        reconfigure(options(0, HoldOptions.Picture.STOP, 300));
        encoder.runMs(3_000);
        lose();
        loop.advanceMs(30_000);
        read();
        loop.advanceMs(5_000);
        assertThat(received(MediaKind.VIDEO)).hasSize(1);
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void aStallTimeoutThatIsSetDuringAStallEndsTheWait() {
        reconfigure(options(0, HoldOptions.Picture.FREEZE, 0));
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        loop.advanceMs(5_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        reconfigure(options(0, HoldOptions.Picture.FREEZE, 300));
        loop.advanceMs(50);
        assertThat(hold().state()).isEqualTo(HoldState.STALLED);
        assertContiguous(received(MediaKind.AUDIO));
    }

    @Test
    void aLongerStallTimeoutIsWaitedFor() {
        encoder.runMs(3_000);
        reconfigure(options(0, HoldOptions.Picture.FREEZE, 900));
        loop.advanceMs(800);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        loop.advanceMs(200);
        assertThat(hold().state()).isEqualTo(HoldState.STALLED);
    }

    @Test
    void aPathThatIsRemovedWhileHeldLeavesNothing() {
        encoder.runMs(3_000);
        read();
        lose();
        loop.advanceMs(500);
        LiveStream stream = registry.find(LIVE).orElseThrow();
        assertThat(stream.snapshot().bufferedUnits()).isPositive();
        options = null;
        loop.batch(() -> registry.reconfigure(loop.nowNs()));
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(loop.anyAlarmArmed()).isFalse();
        assertThat(stream.snapshot().bufferedUnits()).isZero();
        assertThat(stream.snapshot().chunkStorageBytes()).isZero();
        assertThat(reader.ended()).isEqualTo(EndReason.PATH_CLOSED);
        assertThat(story).endsWith("offline", "unavailable PATH_CLOSED");
    }

    @Test
    void aServerThatStopsWhileHoldingSaysGoodbyeToReaders() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        lose();
        loop.advanceMs(500);
        loop.batch(() -> registry.closeAll(EndReason.SERVER_STOPPED, loop.nowNs()));
        assertThat(reader.ended()).isEqualTo(EndReason.SERVER_STOPPED);
        assertThat(loop.anyAlarmArmed()).isFalse();
        assertContiguous(received(MediaKind.AUDIO));
        assertThat(story).endsWith("offline", "unavailable SERVER_STOPPED");
    }

    @Test
    void persistenceThatIsSwitchedOffAndOnAgainInAStallHolds() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(100);
        loop.advanceMs(2_000);
        assertThat(hold().state()).isEqualTo(HoldState.STALLED);
        reconfigure(HoldOptions.off());
        assertThat(registry.find(LIVE)).isPresent();
        reconfigure(HoldOptions.on());
        loop.advanceMs(1_000);
        assertThat(hold().state()).isEqualTo(HoldState.STALLED);
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(5_000_000, 0);
        encoder.runMs(2_000);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertNoSkew();
    }
}
