package io.holdover.media.codec.aac;

import org.jspecify.annotations.Nullable;

/** What the SBR payloads of one channel element have told so far. One thread. */
final class SbrMemory {
    /** Encoders that have parametric stereo send it in every frame, or nearly. */
    private static final int WITHOUT_STEREO_MAX = 8;

    /** The newest header; null before the first. */
    @Nullable
    SbrHeader header;
    /** {@code bs_var_bord_1} of each channel in the payload read last: how far it reaches into the next frame, in pairs of time slots. */
    final int[] trailing = new int[2];
    private @Nullable PsHeader stereo;
    private int withoutStereo;

    /** The newest header of parametric stereo; null if there is no parametric stereo. */
    @Nullable
    PsHeader stereo() {
        return stereo;
    }

    /** Takes what a payload had of parametric stereo. */
    void note(@Nullable PsHeader found) {
        if (found != null) {
            stereo = found;
            withoutStereo = 0;
        } else if (stereo != null && ++withoutStereo == WITHOUT_STEREO_MAX) {
            stereo = null;
            withoutStereo = 0;
        }
    }
}
