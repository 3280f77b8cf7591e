package io.holdover.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A loop whose time is moved by hand: alarms ring at their deadline while time advances, what is left for the end of a batch runs at
 * once after it.
 */
public final class ManualLoop implements StreamLoop {

    private final List<ManualAlarm> alarms = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private List<TimedAction> batchEnd = new ArrayList<>();
    private List<TimedAction> spare = new ArrayList<>();
    private long nowNs;
    private int batches;

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
        while (true) {
            ManualAlarm first = null;
            for (int i = 0; i < alarms.size(); i++) {
                ManualAlarm alarm = alarms.get(i);
                if (alarm.armed && alarm.deadlineNs <= targetNs && (first == null || alarm.deadlineNs < first.deadlineNs)) {
                    first = alarm;
                }
            }
            if (first == null) {
                break;
            }
            nowNs = Math.max(nowNs, first.deadlineNs);
            first.armed = false;
            first.action.run(nowNs);
            endBatch();
        }
        nowNs = Math.max(nowNs, targetNs);
    }

    public void advanceMs(long ms) {
        advanceTo(nowNs + ms * 1_000_000L);
    }

    public boolean anyAlarmArmed() {
        return alarms.stream().anyMatch(alarm -> alarm.armed);
    }

    @Override
    public void execute(Runnable task) {
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

    private static final class ManualAlarm implements Alarm {
        private final TimedAction action;
        private boolean armed;
        private long deadlineNs;

        ManualAlarm(TimedAction action) {
            this.action = action;
        }

        @Override
        public void arm(long newDeadlineNs) {
            armed = true;
            deadlineNs = newDeadlineNs;
        }

        @Override
        public void cancel() {
            armed = false;
        }
    }
}
