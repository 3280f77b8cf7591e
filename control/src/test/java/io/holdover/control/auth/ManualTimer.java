package io.holdover.control.auth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs what is due on the thread that lets its time pass. */
final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final List<Alarm> alarms = new ArrayList<>();
    private long nowNs;
    private boolean shutdown;

    private static final class Alarm extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long atNs;

        Alarm(Runnable task, long atNs) {
            super(task, null);
            this.atNs = atNs;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }

    void advance(long byNs) {
        nowNs += byNs;
        List<Alarm> due =
                alarms.stream().filter(alarm -> alarm.atNs <= nowNs).sorted(Comparator.comparingLong(alarm -> alarm.atNs)).toList();
        alarms.removeAll(due);
        due.forEach(Alarm::run);
    }

    /** Alarms that are neither due nor cancelled. */
    long set() {
        return alarms.stream().filter(alarm -> !alarm.isCancelled()).count();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (shutdown) {
            throw new RejectedExecutionException();
        }
        Alarm alarm = new Alarm(task, nowNs + unit.toNanos(delay));
        alarms.add(alarm);
        return alarm;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
