package io.holdover.srt.net;

import org.jspecify.annotations.Nullable;

/** One deadline on a {@link DatagramLoop}'s wheel, armed again and again without an allocation. Loop thread only. */
public final class LoopTimer {

    // For life
    private final TimerWheel wheel;
    private final Runnable action;

    // While armed: this node of the wheel's list, its due tick and the list it is in
    @Nullable
    LoopTimer previous;
    @Nullable
    LoopTimer next;
    long tick;
    int slot;

    LoopTimer(TimerWheel wheel, Runnable action) {
        this.wheel = wheel;
        this.action = action;
    }

    /**
     * Runs the action once, at the first millisecond that is not before the deadline; a deadline that has passed means the next
     * millisecond. A timer that is armed moves. {@link Long#MAX_VALUE} is never: it cancels.
     */
    public void arm(long deadlineNs) {
        if (deadlineNs == Long.MAX_VALUE) {
            cancel();
        } else {
            wheel.arm(this, deadlineNs);
        }
    }

    /** The action will not run; harmless when nothing is armed. */
    public void cancel() {
        wheel.cancel(this);
    }

    /** True until the action runs or the timer is cancelled. */
    public boolean isArmed() {
        return next != null;
    }

    void run() {
        action.run();
    }
}
