package io.holdover.media.codec;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.RandomAccess;

/** For video codecs without a way to hold a picture: the last whole key picture can be sent again. One thread. */
public final class KeyPictureOnly implements HeldPictures {
    /** A larger key picture is not kept: eight times what 25 Mbit/s need for one. */
    public static final int KEY_MAX_BYTES = 8 << 20;

    private byte @Nullable [] key;
    private boolean begins;
    private boolean leads;
    private long keyTicks;

    @Override
    public byte @Nullable [] forward(AccessUnit unit) {
        byte[] payload = unit.payload();
        if (begins) {
            begins = false;
            leads = true;
            keyTicks = unit.ptsTicks();
        } else if (leads) {
            // Shown before the key picture: they refer to what was before the hold as well.
            leads = unit.ptsTicks() < keyTicks;
            if (leads) {
                return null;
            }
        }
        if (unit.randomAccess() == RandomAccess.EXACT && !unit.damaged() && payload.length <= KEY_MAX_BYTES) {
            key = payload;
        }
        return payload;
    }

    @Override
    public boolean isSettled() {
        return !begins && !leads;
    }

    @Override
    public void spliced() {
        begins = true;
    }

    @Override
    public int heldBefore(AccessUnit unit) {
        return 0;
    }

    @Override
    public boolean canHold() {
        return false;
    }

    @Override
    public String obstacle() {
        return "this codec's pictures cannot be repeated without an encoder";
    }

    @Override
    public byte[] next() {
        throw new IllegalStateException(obstacle());
    }

    @Override
    public byte @Nullable [] keyPicture() {
        begins |= key != null;
        return key;
    }
}
