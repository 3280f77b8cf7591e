package io.holdover.control.api;

import java.time.Instant;

/**
 * Relates the loops' clock, which nobody sets, to the time of day.
 *
 * @param atStart
 *            when the server started
 * @param startNs
 *            the same on the loops' clock
 */
public record WallTime(Instant atStart, long startNs) {

    /** The time of day of an instant on the loops' clock. */
    public Instant of(long ns) {
        return atStart.plusNanos(ns - startNs);
    }
}
