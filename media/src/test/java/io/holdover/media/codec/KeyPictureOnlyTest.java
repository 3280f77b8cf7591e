package io.holdover.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;

class KeyPictureOnlyTest {
    private final KeyPictureOnly held = new KeyPictureOnly();

    private static AccessUnit unit(RandomAccess access, boolean damaged, int length) {
        return AccessUnit.video(new Track(1, H264Format.unknown(), TsDescriptors.none()), 0, 0, access, 0, damaged, new byte[length]);
    }

    @Test
    void keepsTheLastWholeKeyPicture() {
        assertThat(held.keyPicture()).isNull();
        AccessUnit first = unit(RandomAccess.EXACT, false, 10);
        assertThat(held.forward(first)).isSameAs(first.payload());
        held.forward(unit(RandomAccess.NONE, false, 11));
        held.forward(unit(RandomAccess.GRADUAL, false, 12));
        held.forward(unit(RandomAccess.EXACT, true, 13));
        held.forward(unit(RandomAccess.EXACT, false, KeyPictureOnly.KEY_MAX_BYTES + 1));
        assertThat(held.keyPicture()).isSameAs(first.payload());
        AccessUnit largest = unit(RandomAccess.EXACT, false, KeyPictureOnly.KEY_MAX_BYTES);
        held.forward(largest);
        assertThat(held.keyPicture()).isSameAs(largest.payload());
    }

    @Test
    void dropsWhatIsShownBeforeTheFirstKeyPictureBehindAHold() {
        int[] live = {3, 1, 2, 6, 4, 5};
        for (int i = 0; i < live.length; i++) {
            assertThat(held.forward(picture(i == 0, live[i]))).as("picture %d", i).isNotNull();
        }
        assertThat(held.isSettled()).isTrue();
        assertThat(held.keyPicture()).isNotNull();
        assertThat(held.isSettled()).isFalse();
        assertThat(held.forward(picture(true, 10))).isNotNull();
        assertThat(held.forward(picture(false, 8))).isNull();
        assertThat(held.forward(picture(false, 9))).isNull();
        assertThat(held.isSettled()).isFalse();
        assertThat(held.forward(picture(false, 13))).isNotNull();
        assertThat(held.isSettled()).isTrue();
        assertThat(held.forward(picture(false, 11))).isNotNull();

        held.spliced();
        assertThat(held.forward(picture(true, 23))).isNotNull();
        assertThat(held.forward(picture(false, 21))).isNull();
        assertThat(held.forward(picture(true, 26))).isNotNull();
        assertThat(held.forward(picture(false, 24))).as("it refers to the key picture before").isNotNull();
    }

    private static AccessUnit picture(boolean key, long pts) {
        return AccessUnit.video(new Track(1, H264Format.unknown(), TsDescriptors.none()), 0, pts,
                key ? RandomAccess.EXACT : RandomAccess.NONE, 0, false, new byte[1]);
    }

    @Test
    void holdsNothing() {
        AccessUnit unit = unit(RandomAccess.EXACT, false, 10);
        held.forward(unit);
        assertThat(held.canHold()).isFalse();
        assertThat(held.obstacle()).isNotEmpty();
        assertThat(held.heldBefore(unit)).isZero();
        assertThatIllegalStateException().isThrownBy(held::next);
    }
}
