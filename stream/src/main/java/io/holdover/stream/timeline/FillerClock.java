package io.holdover.stream.timeline;

import io.holdover.media.Timebase;
import io.holdover.media.Track;

/**
 * When fillers are due. Beside a publication that is on air they go in the rhythm of its units; when it has left, more and more where the
 * wall clock has them, lest errors add up. Stream thread only.
 */
public final class FillerClock {

    /** Where a publication lies beside the wall clock, fillers return to it by so much of the time they fill, at the least. */
    private static final double LEAST_SLOPE = 1.0 / 8;

    /** However far ahead, fillers go at a quarter of their pace at least: somebody may join. */
    private static final double GREATEST_SLOPE = 3;

    /** What encoders that read a file send at once when they begin, half a second: fillers go at half their pace then. */
    private static final long SURPLUS_TICKS = Timebase.TICKS_PER_SECOND / 2;

    /** What a clock may seem to have moved by because units come a little earlier or later: 25 ms. */
    private static final long UNCERTAIN_TICKS = Timebase.TICKS_PER_SECOND / 40;

    private final TrackTimes tracks;
    private final WallRelation wall;
    private boolean isLeft;
    private long leftTicks;

    FillerClock(TrackTimes tracks, WallRelation wall) {
        this.tracks = tracks;
        this.wall = wall;
    }

    /** Nobody's units come from that output time on, so that it is not bound to any publisher's clock. Harmless when that is so already. */
    public void leave(long outTicks) {
        leftTicks = isLeft ? leftTicks : outTicks;
        isLeft = true;
    }

    /** A publication's units go out. Harmless when that is so already. */
    public void onAir() {
        isLeft = false;
    }

    /** When a filler of that output time leaves. */
    public long dueNs(Track track, long ticks) {
        return Timebase.nsFromTicks(ticks + leastLatenessTicks(tracks.of(track)) + returnTicks(ticks));
    }

    /** The newest output time of the track that is due. */
    public long dueTicks(Track track, long nowNs) {
        long ticks = Timebase.ticksFromNs(nowNs) - leastLatenessTicks(tracks.of(track));
        return isLeft && ticks > leftTicks ? returnedTicks(ticks) : ticks;
    }

    /** When a unit of that output time would arrive, as late as units of the track usually are. */
    public long latestNs(Track track, long ticks) {
        TrackTime time = tracks.of(track);
        long late = time.lateness.isKnown() ? time.lateness.greatestTicks() : wall.ticks();
        return Timebase.nsFromTicks(ticks + late);
    }

    /** How much of the way back to the wall clock lies behind that output time. */
    private long returnTicks(long ticks) {
        long beside = wall.besideTicks();
        long way = isLeft ? (long) (Math.max(0, ticks - leftTicks) * slope(beside)) : 0;
        return beside < 0 ? Math.max(beside, way) : Math.min(beside, way);
    }

    /** The output time of which the way back leads to that time. */
    private long returnedTicks(long ticks) {
        long beside = wall.besideTicks();
        long onItsWay = leftTicks + (long) ((ticks - leftTicks) / (1 + slope(beside)));
        return beside < 0 ? Math.min(ticks - beside, onItsWay) : Math.max(ticks - beside, onItsWay);
    }

    /** Fillers go slower the more output time is ahead: what one publisher sent too much is gone before the next one adds to it. */
    private static double slope(long besideTicks) {
        return besideTicks < 0 ? -LEAST_SLOPE : Math.clamp((double) besideTicks / SURPLUS_TICKS, LEAST_SLOPE, GREATEST_SLOPE);
    }

    private long leastLatenessTicks(TrackTime time) {
        return time.lateness.isKnown() ? time.lateness.leastTicks() + missedDriftTicks(time) : wall.presentTicks();
    }

    /** How far the publisher's clock has moved since that track died: in days it would come apart from those that live. */
    private static long missedDriftTicks(TrackTime dead) {
        long drift = dead.driftTicks();
        return drift - Math.clamp(drift, -UNCERTAIN_TICKS, UNCERTAIN_TICKS);
    }
}
