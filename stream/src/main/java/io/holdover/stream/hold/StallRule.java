package io.holdover.stream.hold;

import io.holdover.media.Timebase;
import io.holdover.stream.timeline.FillerClock;

/**
 * When a track's next unit is missed: so much later than its units usually are. Stream thread only.
 *
 * @param timeoutNs of sound; 0 if nothing is ever missed while a publisher is there
 */
record StallRule(long timeoutNs, FillerClock clock) {

    private static final long PICTURES_NS = 1_000_000_000L;
    private static final int PICTURE_INTERVALS = 3;
    private static final long NEVER_NS = Long.MAX_VALUE;

    long stallNs(AudioFiller filler) {
        return timeoutNs == 0 ? NEVER_NS : clock.latestNs(filler.track(), filler.nextTicks()) + timeoutNs;
    }

    /** Pictures that come seldom are given three of their intervals. */
    long stallNs(VideoFiller filler) {
        if (timeoutNs == 0) {
            return NEVER_NS;
        }
        long patienceNs = Math.max(PICTURES_NS, Timebase.nsFromTicks(PICTURE_INTERVALS * filler.intervalTicks()));
        return clock.latestNs(filler.track(), filler.nextTicks()) + patienceNs;
    }

    /** Whether silence stands in for what is missing between two frames. */
    boolean isMissed(long holeTicks) {
        return timeoutNs > 0 && Timebase.nsFromTicks(holeTicks) >= timeoutNs;
    }

    /** Whether sound that comes so much later than usual would have been missed. */
    boolean isStall(long beyondTicks) {
        return Timebase.nsFromTicks(beyondTicks) >= timeoutNs;
    }
}
