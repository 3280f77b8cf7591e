package io.holdover.stream.timeline;

import java.util.Arrays;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;

/**
 * How far a publication's program clock is behind the DTS of its pictures: learnt from its own PCR, and never less than what its latest
 * audio
 * needs. It only grows, since a clock that changes its distance is a clock that jumps. Stream thread only.
 */
public final class ClockLead {

    /** A greater distance is a publisher's error and does not count: 10 s. */
    public static final long MAX_TICKS = 10 * Timebase.TICKS_PER_SECOND;

    /**
     * A distance counts when so many in a row reach it: around a jump, units and clock belong to different times for a moment. The first
     * counts at once.
     */
    private static final int PROOF = 4;

    // At the publisher's time
    private long pcrTicks;
    private boolean hasPcr;
    private boolean hasVideo;
    private final long[] distances = new long[PROOF];
    private long distanceCount;

    // At output time
    private long newestDtsTicks;
    private boolean hasNewestDts;
    private long burstNs = Long.MIN_VALUE;
    private int burstTrack;
    private long burstTicks;

    // The result
    private long leadTicks;

    /** A program clock reference at the publisher's time. */
    public void onPcr(long ticks) {
        pcrTicks = ticks;
        hasPcr = true;
    }

    /** A unit at the publisher's time, in the order of arrival. */
    public void onArrived(AccessUnit unit) {
        MediaKind kind = unit.track().kind();
        hasVideo |= kind == MediaKind.VIDEO;
        if (!hasPcr || kind == MediaKind.DATA || (hasVideo && kind != MediaKind.VIDEO)) {
            return;
        }
        long distance = unit.dtsTicks() - pcrTicks;
        if (distanceCount == 0) {
            Arrays.fill(distances, distance);
        }
        distances[(int) (distanceCount % PROOF)] = distance;
        distanceCount++;
        long proved = distance;
        for (long former : distances) {
            proved = Math.min(proved, former);
        }
        learn(proved);
    }

    /**
     * A unit at output time, in the order of arrival.
     *
     * @param arrivalNs the same for units that arrived together
     */
    public void onPlaced(AccessUnit unit, long arrivalNs) {
        if (unit.track().kind() == MediaKind.DATA) {
            return;
        }
        if (unit.track().format() instanceof AudioFormat audio && audio.sampleRateHz() > 0) {
            long endTicks = unit.dtsTicks() + Timebase.ticksFromSamples(unit.durationSamples(), audio.sampleRateHz());
            if (arrivalNs != burstNs || unit.track().id() != burstTrack) {
                burstNs = arrivalNs;
                burstTrack = unit.track().id();
                burstTicks = unit.dtsTicks();
            }
            learn(endTicks - burstTicks);
        }
        if (hasNewestDts) {
            learn(newestDtsTicks - unit.dtsTicks());
        }
        if (!hasNewestDts || unit.dtsTicks() > newestDtsTicks) {
            newestDtsTicks = unit.dtsTicks();
            hasNewestDts = true;
        }
    }

    /** 0 to {@link #MAX_TICKS}. */
    public long leadTicks() {
        return leadTicks;
    }

    private void learn(long distanceTicks) {
        if (distanceTicks > leadTicks && distanceTicks <= MAX_TICKS) {
            leadTicks = distanceTicks;
        }
    }
}
