package io.holdover.testkit;

import java.time.Duration;

/**
 * Lets real time pass for foreign peers, which live by their own clock: a rule's own time span, or how long a viewer watches. Never a wait
 * for
 * something to happen, which is a condition with a limit. The one place that sleeps.
 */
public final class RealTime {
    private RealTime() {
    }

    /** Returns when the span is over; an interrupt ends the test. */
    public static void pass(Duration span) {
        try {
            Thread.sleep(span);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
