package io.holdover.server;

import java.util.ArrayList;
import java.util.List;

import io.holdover.srt.net.DatagramLoop;
import io.holdover.srt.net.LoopTimer;
import io.holdover.stream.StreamLoop;

/** A {@link DatagramLoop} as streams see it. */
final class PinnedLoop implements StreamLoop {
    private final DatagramLoop loop;
    private final Runnable endOfBatch = this::endOfBatch;
    private final List<TimedAction> actions = new ArrayList<>();
    private final List<TimedAction> running = new ArrayList<>();

    PinnedLoop(DatagramLoop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public long nowNs() {
        return loop.nowNs();
    }

    @Override
    public Alarm alarm(TimedAction action) {
        LoopTimer timer = loop.newTimer(() -> action.run(loop.nowNs()));
        return new Alarm() {
            @Override
            public void arm(long deadlineNs) {
                timer.arm(deadlineNs);
            }

            @Override
            public void cancel() {
                timer.cancel();
            }
        };
    }

    @Override
    public void atBatchEnd(TimedAction action) {
        if (actions.isEmpty()) {
            loop.atBatchEnd(endOfBatch);
        }
        actions.add(action);
    }

    /** What actions ask for meanwhile belongs to the end of this batch as well, but comes after them. */
    private void endOfBatch() {
        running.addAll(actions);
        actions.clear();
        RuntimeException failure = null;
        for (int i = 0; i < running.size(); i++) {
            try {
                running.get(i).run(loop.nowNs());
            } catch (RuntimeException e) {
                failure = e; // a bug in one stream must not stop the others
            }
        }
        running.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
