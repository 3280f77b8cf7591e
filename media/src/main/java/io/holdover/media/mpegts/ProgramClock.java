package io.holdover.media.mpegts;

import io.holdover.media.Timebase;

/**
 * The PCR of one output: the DTS of the units that carry it minus a lead, and the time argument in between. It never goes back unless a
 * discontinuity is signalled. One thread at a time.
 *
 * <pre>
 *   DTS of pictures    D0          D1          D2
 *   PCR             D0-lead  .  D1-lead  .  D2-lead      . = a packet for the clock alone, when pictures are further apart than 40 ms
 * </pre>
 */
final class ProgramClock {
    /** ISO/IEC 13818-1 2.7.2 asks for 100 ms, ETSI TR 101 290 for 40 ms. */
    static final long MAX_INTERVAL_TICKS = 40 * Timebase.TICKS_PER_MILLISECOND;
    private static final long MAX_INTERVAL_NS = 40_000_000L;
    /** Where no unit is due in time, the clock's own packet goes 4 ms before it must: timers are as late as that. */
    private static final long TIMER_MARGIN_NS = 4_000_000L;
    /** A unit that is due in time may come this much later before a packet of its own replaces it. */
    private static final long UNIT_PATIENCE_NS = 10_000_000L;
    /** A longer step is remembered for this many units, so that changing frame rates count by their slowest step. */
    private static final int STEP_MEMORY_UNITS = 16;
    /** Units that are further ahead of the clock than this are no burst: the clock jumps to them. */
    private static final long JUMP_TICKS = Timebase.TICKS_PER_SECOND;
    /** Until then it catches up with 1 % of the time that passes. */
    private static final int CATCH_UP_DIVISOR = 100;
    static final long NEVER_NS = Long.MAX_VALUE;
    private static final int SYSTEM_CLOCKS_PER_TICK = 300;

    // Until a splice
    private long leadTicks;
    private boolean started;
    private boolean discontinuity;
    private boolean inBursts;

    // The last PCR sent, and the last one that a unit gave with its time
    private long lastTicks;
    private long lastLeadTicks;
    private long anchorTicks;
    private long anchorLeadTicks;
    private long anchorNs;
    private boolean held;

    // The rhythm of the units that carry it
    private long longestStepTicks;
    private int unitsSinceLongestStep;

    void leadBy(long ticks) {
        leadTicks = Math.max(0, ticks);
    }

    /** Whether units may come several at a time, as sound does: then the time argument sets the pace, and not each unit. */
    void expectBursts(boolean expected) {
        inBursts = expected;
    }

    /** False until the first PCR. */
    boolean isStarted() {
        return started;
    }

    /** A unit of any track came: what {@link #between} could not say before, it may say now. */
    void release() {
        held = false;
    }

    void signalDiscontinuity() {
        discontinuity = true;
    }

    /** Whether the next PCR goes with a discontinuity_indicator; asking for it settles it. */
    boolean takeDiscontinuity() {
        boolean signalled = discontinuity;
        discontinuity = false;
        return signalled;
    }

    /**
     * The PCR that goes with a unit of the clock's track.
     *
     * @param stepTicks from the unit before
     * @return in 27 MHz, or {@link PacketWriter#NO_PCR} when the last one sent is as far already
     */
    long atUnit(long dtsTicks, long stepTicks, long nowNs) {
        rememberStep(stepTicks);
        long ticks = inBursts && started && !discontinuity ? smoothed(dtsTicks - leadTicks, nowNs) : dtsTicks - leadTicks;
        anchorTicks = ticks;
        anchorLeadTicks = leadTicks;
        anchorNs = nowNs;
        if (started && !discontinuity && ticks <= lastTicks) {
            return PacketWriter.NO_PCR;
        }
        started = true;
        lastTicks = ticks;
        lastLeadTicks = leadTicks;
        return ticks * SYSTEM_CLOCKS_PER_TICK;
    }

    /**
     * The PCR of a packet of its own.
     *
     * @param ceilingTicks the earliest DTS that is still to come
     * @return in 27 MHz, or {@link PacketWriter#NO_PCR} when it has to wait for units
     */
    long between(long ceilingTicks, long nowNs) {
        long elapsed = anchorTicks + Timebase.ticksFromNs(nowNs - anchorNs);
        long ticks = Math.min(Math.min(elapsed, lastTicks + MAX_INTERVAL_TICKS), ceilingTicks);
        if (!started || discontinuity || ticks <= lastTicks) {
            held = true;
            return PacketWriter.NO_PCR;
        }
        lastTicks = ticks;
        lastLeadTicks = anchorLeadTicks;
        return ticks * SYSTEM_CLOCKS_PER_TICK;
    }

    /** When {@link #between} wants to be asked; {@link #NEVER_NS} before the first unit. */
    long nextNs() {
        if (!started || discontinuity || held) {
            return NEVER_NS;
        }
        long lastNs = anchorNs + Timebase.nsFromTicks(lastTicks - anchorTicks);
        boolean unitInTime = !inBursts && longestStepTicks > 0 && longestStepTicks <= MAX_INTERVAL_TICKS;
        return lastNs + (unitInTime ? MAX_INTERVAL_NS + UNIT_PATIENCE_NS : MAX_INTERVAL_NS - TIMER_MARGIN_NS);
    }

    /** Whether the last PCR is ahead of a unit that comes only now; it should not be. */
    boolean isAheadOf(long dtsTicks) {
        return started && !discontinuity && lastTicks > dtsTicks;
    }

    /** The lead with which the last PCR would not have been ahead of that unit. */
    long leadFor(long dtsTicks) {
        return lastLeadTicks + lastTicks - dtsTicks;
    }

    /** The clock waits for units that are late, and follows those that are early only slowly: they are the rest of a burst. */
    private long smoothed(long ticks, long nowNs) {
        long elapsed = Timebase.ticksFromNs(nowNs - anchorNs);
        long expected = anchorTicks + elapsed;
        boolean early = ticks > expected && ticks - expected < JUMP_TICKS;
        return early ? Math.min(ticks, expected + elapsed / CATCH_UP_DIVISOR) : ticks;
    }

    private void rememberStep(long stepTicks) {
        unitsSinceLongestStep++;
        if (stepTicks >= longestStepTicks || unitsSinceLongestStep > STEP_MEMORY_UNITS) {
            longestStepTicks = stepTicks;
            unitsSinceLongestStep = 0;
        }
    }
}
