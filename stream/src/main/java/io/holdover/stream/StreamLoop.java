package io.holdover.stream;

import java.util.concurrent.Executor;

/**
 * The loop a stream is pinned to for life, as far as the stream needs it; bound in the server's wiring. All but {@link #execute} on the
 * loop's own thread.
 */
public interface StreamLoop extends Executor {

    /** Runs the task on the loop's thread. Any thread may call this. */
    @Override
    void execute(Runnable task);

    /** The time of the loop's present batch. */
    long nowNs();

    /** A deadline that can be armed again and again without an allocation. */
    Alarm alarm(TimedAction action);

    /** Runs the action once when the loop has handled its current batch of datagrams, before it sends what the batch caused. */
    void atBatchEnd(TimedAction action);

    /** Something to do at a time. */
    @FunctionalInterface
    interface TimedAction {

        /** @param nowNs the loop's time of this batch */
        void run(long nowNs);
    }

    /** One deadline. */
    interface Alarm {

        /** The action runs once, at the first tick of the loop that is not before the deadline. An armed alarm moves. */
        void arm(long deadlineNs);

        /** The action does not run; harmless when the alarm is not armed. */
        void cancel();
    }
}
