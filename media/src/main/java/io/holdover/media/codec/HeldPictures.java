package io.holdover.media.codec;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;

/**
 * Keeps the picture of one video track standing without an encoder: tiny pictures that show what was shown last, or the last key picture
 * once more. It sees every unit that is forwarded. A new encoder goes on with the same object. One thread.
 */
public interface HeldPictures {

    /**
     * Takes a live unit on its way to the readers, in decoding order.
     *
     * @return the payload to forward: the same array, or one that has what held pictures will need, or one that is safe after a hold;
     *         null if the unit must not be forwarded, because it refers to pictures from before the hold
     */
    byte @Nullable [] forward(AccessUnit unit);

    /** Whether units that follow go out as they come: nothing in them has to be changed or kept back for the sake of what was held. */
    boolean isSettled();

    /** Another encoder's units follow, although nothing was held: the next one forwarded is one with which a decoder can begin. */
    void spliced();

    /** How many more held pictures have to precede this unit, the first after a hold; nearly always 0. */
    int heldBefore(AccessUnit unit);

    /** Whether {@link #next} can show the last picture again now. */
    boolean canHold();

    /** Why not, as a part of a log line; empty while it can. */
    String obstacle();

    /**
     * The payload of a picture that looks like the last one shown, in decoding and output order behind everything before. The first call
     * after {@link #forward} begins a hold. Only while {@link #canHold}.
     */
    byte[] next();

    /**
     * The payload of the last key picture with its parameter sets, to be sent again: for a reader that joins in a hold, or where pictures
     * cannot be held. The next held picture shows it. Null if none came yet.
     */
    byte @Nullable [] keyPicture();
}
