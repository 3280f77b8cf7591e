package io.holdover.gateway.srt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

import io.holdover.stream.StreamLoop;

/** A loop that the test turns by hand; its time stands still in between. */
final class ManualLoop implements StreamLoop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<TimedAction> batchEnd = new ArrayList<>();
    private final List<ManualAlarm> alarms = new ArrayList<>();
    private long nowNs = 1_000_000_000L;

    /** As a loop that has ended. */
    boolean rejects;

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void execute(Runnable task) {
        if (rejects) {
            throw new RejectedExecutionException("ended");
        }
        tasks.add(task);
    }

    @Override
    public Alarm alarm(TimedAction action) {
        ManualAlarm alarm = new ManualAlarm(action);
        alarms.add(alarm);
        return alarm;
    }

    @Override
    public void atBatchEnd(TimedAction action) {
        batchEnd.add(action);
    }

    /** Runs everything that waits, and what follows from it. */
    void turn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        List<TimedAction> due = List.copyOf(batchEnd);
        batchEnd.clear();
        due.forEach(action -> action.run(nowNs));
    }

    /** Lets time pass, a millisecond a turn. */
    void pass(long ms) {
        for (long i = 0; i < ms; i++) {
            nowNs += 1_000_000;
            List.copyOf(alarms).forEach(ManualAlarm::ringIfDue);
            turn();
        }
    }

    int armedAlarms() {
        return (int) alarms.stream().filter(alarm -> alarm.deadlineNs != Long.MAX_VALUE).count();
    }

    private final class ManualAlarm implements Alarm {
        private final TimedAction action;
        private long deadlineNs = Long.MAX_VALUE;

        ManualAlarm(TimedAction action) {
            this.action = action;
        }

        @Override
        public void arm(long newDeadlineNs) {
            deadlineNs = newDeadlineNs;
        }

        @Override
        public void cancel() {
            deadlineNs = Long.MAX_VALUE;
        }

        void ringIfDue() {
            if (nowNs >= deadlineNs) {
                deadlineNs = Long.MAX_VALUE;
                action.run(nowNs);
            }
        }
    }
}
