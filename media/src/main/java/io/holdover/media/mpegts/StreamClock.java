package io.holdover.media.mpegts;

/**
 * Unwraps the 33-bit time stamps of a program with one reference for all of them, so that its tracks can never be a wrap apart. One
 * thread.
 */
final class StreamClock {
    /** 33 of 64 bits (ISO/IEC 13818-1 2.4.3.7). */
    private static final int UNUSED_BITS = 64 - 33;

    private boolean known;
    private long referenceTicks;
    private long newestDtsTicks;
    private boolean dtsKnown;

    /** The value nearest to the one before; the first stays as it is. */
    long unwrap(long stamp) {
        if (known) {
            referenceTicks += (stamp - referenceTicks) << UNUSED_BITS >> UNUSED_BITS;
        } else {
            known = true;
            referenceTicks = stamp;
        }
        return referenceTicks;
    }

    /** Tells the DTS of a unit that is delivered. */
    void delivered(long dtsTicks) {
        newestDtsTicks = dtsTicks;
        dtsKnown = true;
    }

    /** Whether anything had a time yet. */
    boolean isKnown() {
        return known;
    }

    /** The stream's time for what has none of its own: the newest DTS, or the newest stamp of any kind. */
    long nowTicks() {
        return dtsKnown ? newestDtsTicks : referenceTicks;
    }
}
