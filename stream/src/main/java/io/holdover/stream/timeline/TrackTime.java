package io.holdover.stream.timeline;

import org.jspecify.annotations.Nullable;

import io.holdover.media.MediaKind;
import io.holdover.media.Track;

/** Where one track of a stream stands on the timeline. Stream thread only. */
final class TrackTime {

    /** Pictures may be moved by this much for a while, or they are late: half a second. */
    private static final long MAX_WARP_TICKS = Timeline.MAX_STEP_BACK_TICKS;
    /** Over how many times the shift it fades. */
    private static final int WARP_SPAN = 4;

    // For life
    final int trackId;
    final boolean isVideo;
    /** Whether it tells how the publisher's clock runs; a data track goes where the others are. */
    final boolean isPaced;
    /** What came when fillers had its place already. */
    final LateUnits late;

    // Per publication
    Lateness lateness = new Lateness();

    // Until the next splice
    int epoch;
    long offsetTicks;
    long adoptedNs;

    // Per unit
    boolean started;
    long lastInTicks;
    long lastOutTicks = Long.MIN_VALUE;
    long lastArrivalNs;
    long stepTicks;

    // A filler or another publication has put units behind the last one of this publication
    boolean filled;
    long shownTicks = Long.MIN_VALUE;
    long notBeforeTicks;

    // Of the track that lived when the first of these fillers came, and how late it was at the least
    private @Nullable TrackTime guide;
    private long guideTicks;

    // Pictures behind a filler whose order of output differs are squeezed for a moment
    private long warpTicks;
    private long warpStartTicks;

    TrackTime(Track track) {
        trackId = track.id();
        isVideo = track.kind() == MediaKind.VIDEO;
        isPaced = track.kind() != MediaKind.DATA;
        late = new LateUnits(isVideo);
    }

    void moveTo(int newEpoch, long newOffsetTicks, long nowNs) {
        epoch = newEpoch;
        offsetTicks = newOffsetTicks;
        adoptedNs = nowNs;
    }

    /** Another publication comes: only the output side stands. */
    void forgetInput() {
        filled |= isVideo && lastOutTicks != Long.MIN_VALUE;
        started = false;
        lateness = new Lateness();
        guide = null;
        late.forget();
        warpTicks = 0;
    }

    /** Fillers begin to take its place. */
    void beginFilling(@Nullable TrackTime other) {
        filled = true;
        guide = other;
        guideTicks = other == null ? 0 : other.lateness.leastTicks();
    }

    /** Its own units are back. Where they are so often, but each time without their first, it is later than was thought. */
    void endFilling(long arrivalNs) {
        if (late.endCut(arrivalNs)) {
            lateness.add(late.firstOfArrivalTicks(), arrivalNs);
        }
        filled = false;
        guide = null;
    }

    /** By how much later the publisher's units come than when the first of the fillers did. */
    long driftTicks() {
        return guide == null ? 0 : guide.lateness.leastTicks() - guideTicks;
    }

    /** How far a unit lies before the place that is free behind the fillers. */
    long aheadTicks(long dtsTicks) {
        return (isVideo ? lastOutTicks : notBeforeTicks) - dtsTicks;
    }

    /** Whether the first unit behind a filler fits in; prepares its track for what follows. */
    boolean followsFiller(long dtsTicks, long ptsTicks) {
        if (!isVideo) {
            return dtsTicks >= notBeforeTicks;
        }
        long shift = Math.max(0, leastStepTicks() + Math.max(lastOutTicks - dtsTicks, shownTicks - ptsTicks));
        if (shift > MAX_WARP_TICKS) {
            return false;
        }
        warpTicks = shift;
        warpStartTicks = ptsTicks;
        return true;
    }

    /** By how much a publication has to move so that its first picture comes behind the last one, but for another order of output. */
    long shiftTicks(long dtsTicks) {
        return leastStepTicks() + lastOutTicks - dtsTicks;
    }

    private long leastStepTicks() {
        return Timeline.leastStepTicks(stepTicks);
    }

    /** The time at which the unit of that time goes out: the whole shift at first, less and less from there, never in another order. */
    long warped(long ticks) {
        if (warpTicks == 0) {
            return ticks;
        }
        long beyond = ticks - warpStartTicks;
        if (beyond <= 0) {
            return ticks + warpTicks;
        }
        return ticks + Math.max(0, warpTicks - beyond / WARP_SPAN);
    }

    /** The warp has faded: nothing that comes is touched by it. */
    void settle(long dtsTicks) {
        if (warpTicks != 0 && dtsTicks - warpStartTicks > WARP_SPAN * warpTicks) {
            warpTicks = 0;
        }
    }
}
