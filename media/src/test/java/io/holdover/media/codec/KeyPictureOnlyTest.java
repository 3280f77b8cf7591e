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
    void holdsNothing() {
        AccessUnit unit = unit(RandomAccess.EXACT, false, 10);
        held.forward(unit);
        assertThat(held.canHold()).isFalse();
        assertThat(held.obstacle()).isNotEmpty();
        assertThat(held.heldBefore(unit)).isZero();
        assertThatIllegalStateException().isThrownBy(held::next);
    }
}
