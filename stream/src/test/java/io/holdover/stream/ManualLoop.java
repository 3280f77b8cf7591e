package io.holdover.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;

/**
 * A loop whose time is moved by hand: alarms ring at their deadline while time advances, what is left for the end of a batch runs at
 * once after it.
 */
public final class ManualLoop implements StreamLoop {

    private static final Comparator<ManualAlarm> EARLIEST =
            Comparator.<ManualAlarm>comparingLong(alarm -> alarm.deadlineNs).thenComparingLong(alarm -> alarm.number);

    private final NavigableSet<ManualAlarm> armed = new TreeSet<>(EARLIEST);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private List<TimedAction> batchEnd = new ArrayList<>();
    private List<TimedAction> spare = new ArrayList<>();
    private long nowNs;
    private int batches;
    private long made;
    private long rings;

    public ManualLoop(long startNs) {
        nowNs = startNs;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    /** How often something was done at the end of a batch. */
    public int batches() {
        return batches;
    }

    /** One batch of the loop: the action, tasks, then what was left for its end. */
    public void batch(Runnable action) {
        action.run();
        endBatch();
    }

    /** Lets time pass; each alarm is a batch of its own. */
    public void advanceTo(long targetNs) {
        while (!armed.isEmpty() && armed.first().deadlineNs <= targetNs) {
            ManualAlarm first = armed.pollFirst();
            nowNs = Math.max(nowNs, first.deadlineNs);
            rings++;
            first.action.run(nowNs);
            endBatch();
        }
        nowNs = Math.max(nowNs, targetNs);
    }

    public void advanceMs(long ms) {
        advanceTo(nowNs + ms * 1_000_000L);
    }

    public boolean anyAlarmArmed() {
        return !armed.isEmpty();
    }

    /** How often an alarm has rung. */
    public long rings() {
        return rings;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Alarm alarm(TimedAction action) {
        return new ManualAlarm(action, made++);
    }

    @Override
    public void atBatchEnd(TimedAction action) {
        batchEnd.add(action);
    }

    private void endBatch() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        while (!batchEnd.isEmpty()) {
            List<TimedAction> actions = batchEnd;
            batchEnd = spare;
            spare = actions;
            batches++;
            for (int i = 0; i < actions.size(); i++) {
                actions.get(i).run(nowNs);
            }
            actions.clear();
        }
    }

    private final class ManualAlarm implements Alarm {
        private final TimedAction action;
        private final long number;
        private long deadlineNs;

        ManualAlarm(TimedAction action, long number) {
            this.action = action;
            this.number = number;
        }

        @Override
        public void arm(long newDeadlineNs) {
            armed.remove(this);
            deadlineNs = newDeadlineNs;
            armed.add(this);
        }

        @Override
        public void cancel() {
            armed.remove(this);
        }
    }
}
