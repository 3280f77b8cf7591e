package io.holdover.stream.timeline;

/**
 * How a stream's output time runs against the wall clock: arrival minus output time of the units that come earliest. It lives as long as
 * the stream. From one publication to the next it is kept, else the errors of thousands of returns would add up; within one it follows
 * the publisher's clock. Stream thread only.
 */
final class WallRelation {

    /** The publication's place is known after this long; what moves afterwards is its clock. */
    private static final long BASELINE_NS = 10_000_000_000L;

    // Since the first publication
    private boolean kept;
    private long keptTicks;

    // Per publication
    private Lateness lateness = new Lateness();
    private long baselineTicks;
    private long baselineUntilNs;

    /** A unit on its output time. */
    void add(long latenessTicks, long arrivalNs) {
        if (!lateness.isKnown()) {
            baselineTicks = latenessTicks;
            baselineUntilNs = arrivalNs + BASELINE_NS;
        } else if (arrivalNs < baselineUntilNs) {
            baselineTicks = Math.min(baselineTicks, latenessTicks);
        }
        lateness.add(latenessTicks, arrivalNs);
    }

    /** Where output time stands: what is due at output time t is due at wall time t plus this. */
    long ticks() {
        return presentTicks() + besideTicks();
    }

    /** Where the present publication stands against it, as far as that is known. */
    long presentTicks() {
        return lateness.isKnown() ? lateness.leastTicks() : keptTicks;
    }

    /** Whether the present publication has units on their output time. */
    boolean isKnown() {
        return lateness.isKnown();
    }

    /** By how much what is due comes later than the present publication, as it was placed: splices are made in whole frames of sound. */
    long besideTicks() {
        return kept && lateness.isKnown() ? keptTicks - baselineTicks : 0;
    }

    /** Another publication begins. */
    void keep() {
        if (lateness.isKnown()) {
            keptTicks = ticks();
            kept = true;
            lateness = new Lateness();
        }
    }
}
