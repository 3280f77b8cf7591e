package io.holdover.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * A loop whose time is moved by hand: alarms ring at their deadline while time advances, what is left for the end of a batch runs at
 * once after it.
 */
public class ManualLoop implements StreamLoop {

    /** A heap, the earliest first: arming one must not cost a search, and no memory either. */
    private ManualAlarm[] armed = new ManualAlarm[16];
    private int armedCount;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private List<TimedAction> batchEnd = new ArrayList<>();
    private List<TimedAction> spare = new ArrayList<>();
    private long nowNs;
    private int batches;
    private long made;
    private long rings;
    private boolean keepsFailures;
    private final List<RuntimeException> failures = new ArrayList<>();

    public ManualLoop(long startNs) {
        nowNs = startNs;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    /** From now on what fails at the end of a batch is not thrown but kept, as a loop only logs it. */
    public List<RuntimeException> keepFailures() {
        keepsFailures = true;
        return failures;
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
        while (armedCount > 0 && armed[0].deadlineNs <= targetNs) {
            ManualAlarm first = armed[0];
            first.cancel();
            nowNs = Math.max(nowNs, first.deadlineNs);
            rings++;
            first.action.run(nowNs);
            endBatch();
        }
        nowNs = Math.max(nowNs, targetNs);
    }

    /** Time passes in which the loop does not get its processor. */
    public void stand(long ns) {
        nowNs += ns;
    }

    public void advanceMs(long ms) {
        advanceTo(nowNs + ms * 1_000_000L);
    }

    public boolean anyAlarmArmed() {
        return armedCount > 0;
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
                runLast(actions.get(i));
            }
            actions.clear();
        }
        if (!failures.isEmpty() && !keepsFailures) {
            throw failures.removeFirst();
        }
    }

    private void runLast(TimedAction action) {
        try {
            action.run(nowNs);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private void place(ManualAlarm alarm, int slot) {
        armed[slot] = alarm;
        alarm.slot = slot;
    }

    private void raise(ManualAlarm alarm, int from) {
        int slot = from;
        while (slot > 0 && alarm.isBefore(armed[(slot - 1) / 2])) {
            place(armed[(slot - 1) / 2], slot);
            slot = (slot - 1) / 2;
        }
        place(alarm, slot);
    }

    private void sink(ManualAlarm alarm, int from) {
        int slot = from;
        while (2 * slot + 1 < armedCount) {
            int child = 2 * slot + 1;
            child += child + 1 < armedCount && armed[child + 1].isBefore(armed[child]) ? 1 : 0;
            if (!armed[child].isBefore(alarm)) {
                break;
            }
            place(armed[child], slot);
            slot = child;
        }
        place(alarm, slot);
    }

    private final class ManualAlarm implements Alarm {
        private final TimedAction action;
        private final long number;
        private long deadlineNs;
        private int slot = -1;

        ManualAlarm(TimedAction action, long number) {
            this.action = action;
            this.number = number;
        }

        boolean isBefore(ManualAlarm other) {
            return deadlineNs < other.deadlineNs || (deadlineNs == other.deadlineNs && number < other.number);
        }

        @Override
        public void arm(long newDeadlineNs) {
            cancel();
            deadlineNs = newDeadlineNs;
            if (armedCount == armed.length) {
                armed = Arrays.copyOf(armed, 2 * armed.length);
            }
            raise(this, armedCount++);
        }

        @Override
        public void cancel() {
            if (slot < 0) {
                return;
            }
            int hole = slot;
            slot = -1;
            ManualAlarm last = armed[--armedCount];
            armed[armedCount] = null;
            if (last != this) {
                raise(last, hole);
                sink(last, last.slot);
            }
        }
    }
}
