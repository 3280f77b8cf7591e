package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.RandomAccess;
import io.holdover.stream.hold.HoldState;

/** Readers that have to begin, or begin again, while nobody publishes: no longer than two key pictures lie apart without a picture. */
class HoldJoinTest extends HoldScene {

    @Test
    void aReaderThatWasTooSlowInAHoldGetsAPictureAgain() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(500);
        lose();
        loop.advanceMs(4_000);
        reader.allow(0);
        loop.advanceMs(1_500);
        reader.forget();
        reader.allow(Integer.MAX_VALUE);
        loop.advanceMs(2_200);
        assertBeginsWithAKeyPicture();
    }

    @Test
    void aReaderThatWasTooSlowWhileOnlyPicturesAreHeldGetsAPictureAgain() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(500);
        lose();
        loop.advanceMs(1_000);
        encoder = encoder(5_000_000, 0, List.of(MadeEncoder.AUDIO));
        encoder.runMs(8_000); // no pictures in it: its sound goes on alone
        assertThat(lastOffsets(MediaKind.AUDIO)).containsKey(2);
        reader.allow(0);
        encoder.runMs(1_500);
        reader.forget();
        reader.allow(Integer.MAX_VALUE);
        encoder.runMs(2_200);
        assertBeginsWithAKeyPicture();
    }

    @Test
    void whoWasThereKeepsTheLastPictureWhileNobodyWaits() {
        encoder.runMs(3_000);
        read();
        encoder.runMs(500);
        lose();
        int before = keyPictures();
        loop.advanceMs(20_000);
        assertThat(keyPictures()).isEqualTo(before);
    }

    @Test
    void aReaderOfAStreamWithoutAnyKeyPictureGetsItsSoundAtOnce() {
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        encoder = encoder(900_000, 0).withoutKeyPictures();
        encoder.runMs(3_000);
        lose();
        loop.advanceMs(1_000);
        read();
        loop.advanceMs(1_000);
        assertThat(hold().state()).isEqualTo(HoldState.HOLDING);
        assertThat(received(MediaKind.AUDIO)).hasSizeGreaterThan(40);
    }

    private void assertBeginsWithAKeyPicture() {
        assertThat(reader.subscription().snapshot().skips()).isEqualTo(1);
        List<AccessUnit> pictures = received(MediaKind.VIDEO);
        assertThat(pictures).isNotEmpty();
        assertThat(pictures.getFirst().randomAccess()).isEqualTo(RandomAccess.EXACT);
        assertThat(received(MediaKind.AUDIO)).isNotEmpty();
    }

    private int keyPictures() {
        return (int) received(MediaKind.VIDEO).stream().filter(unit -> unit.randomAccess() == RandomAccess.EXACT).count();
    }
}
