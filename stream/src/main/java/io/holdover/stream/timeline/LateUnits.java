package io.holdover.stream.timeline;

import io.holdover.media.Timebase;

/**
 * What of one track came when fillers had its place already: whether it is a scrap, a publisher that catches up, or one that stays late.
 * Stream thread only.
 */
final class LateUnits {

    /** For so long, what a publisher sends after a stall may be late before it is taken for its new time. */
    private static final long PATIENCE_NS = 2_000_000_000L;

    /** What pauses for longer is not the beginning of what is late for good; of pictures, only key pictures come so far. */
    private static final long SOUND_PAUSE_NS = PATIENCE_NS;
    private static final long PICTURES_PAUSE_NS = 60_000_000_000L;

    /** Who is less late by 200 ms after {@link #PATIENCE_NS} catches up. */
    private static final long CATCHING_UP_TICKS = Timebase.TICKS_PER_SECOND / 5;

    /** Arrivals that are cut within this time of each other are the publisher's way of being late. */
    private static final long CUTS_NS = 5_000_000_000L;

    // For life
    private final long pauseNs;

    // Until the track's own units are back
    private boolean present;
    private long sinceNs;
    private long lastNs = Long.MIN_VALUE;
    private long byTicks;
    private long firstOfArrivalTicks;

    // Until another publication comes
    private long lastCutNs = Long.MIN_VALUE / 2;

    LateUnits(boolean isVideo) {
        pauseNs = isVideo ? PICTURES_PAUSE_NS : SOUND_PAUSE_NS;
    }

    /**
     * A unit is late.
     *
     * @param aheadTicks how far its place lies before the one that is free behind the fillers
     * @return whether such units stay late: they have been coming for long, and fillers do not wait for them
     */
    boolean isForGood(long aheadTicks, long arrivalNs) {
        boolean anew = !present || arrivalNs - lastNs >= pauseNs;
        boolean isPatienceOver = !anew && arrivalNs - sinceNs >= PATIENCE_NS;
        if (anew || (isPatienceOver && aheadTicks <= byTicks - CATCHING_UP_TICKS)) {
            present = true;
            sinceNs = arrivalNs;
            byTicks = aheadTicks;
            return false;
        }
        return isPatienceOver;
    }

    /**
     * It goes nowhere.
     *
     * @return whether it is the first of those that arrive together, which alone tells how late they come
     */
    boolean drop(long latenessTicks, long arrivalNs) {
        boolean isFirst = arrivalNs != lastNs;
        firstOfArrivalTicks = isFirst ? latenessTicks : firstOfArrivalTicks;
        lastNs = arrivalNs;
        return isFirst;
    }

    /** Whether some came just now. */
    boolean areComing(long arrivalNs) {
        return present && arrivalNs - lastNs < PATIENCE_NS;
    }

    /** The track's own units are back. True if they are back so often, but each time without the first of an arrival. */
    boolean endCut(long arrivalNs) {
        boolean isCut = lastNs == arrivalNs;
        boolean isCutAgain = isCut && arrivalNs - lastCutNs < CUTS_NS;
        lastCutNs = isCut ? arrivalNs : lastCutNs;
        end();
        return isCutAgain;
    }

    /** How late the first unit of the last arrival was. */
    long firstOfArrivalTicks() {
        return firstOfArrivalTicks;
    }

    /** Another publication comes. */
    void forget() {
        end();
        lastCutNs = Long.MIN_VALUE / 2;
    }

    private void end() {
        present = false;
        lastNs = Long.MIN_VALUE;
    }
}
