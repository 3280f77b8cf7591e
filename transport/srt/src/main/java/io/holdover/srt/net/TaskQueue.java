package io.holdover.srt.net;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue with many producers and one consumer, without locks: a producer claims an index by compare-and-set and publishes its
 * task in that cell. Tasks of one producer keep their order.
 */
final class TaskQueue {

    // For life
    private final AtomicReferenceArray<@Nullable Runnable> cells;
    private final int mask;

    // Producers
    private final AtomicLong tail = new AtomicLong();

    // Written by the consumer, read by producers
    private final AtomicLong head = new AtomicLong();

    /**
     * @param limit capacity, a power of two
     */
    TaskQueue(int limit) {
        if (Integer.bitCount(limit) != 1) {
            throw new IllegalArgumentException("task limit " + limit + " is not a power of two");
        }
        cells = new AtomicReferenceArray<>(limit);
        mask = limit - 1;
    }

    /** False when the queue is full. Any thread. */
    boolean offer(Runnable task) {
        long index;
        do {
            index = tail.get();
            if (index - head.get() > mask) {
                return false;
            }
        } while (!tail.compareAndSet(index, index + 1));
        // Volatile, not release: the loop's "is anything there" must not pass its "I am waiting", see DatagramLoop.
        cells.set((int) index & mask, task);
        return true;
    }

    /** The oldest task, or null when there is none or its producer has not finished {@link #offer}. Consumer only. */
    @Nullable
    Runnable poll() {
        long index = head.getPlain();
        int cell = (int) index & mask;
        Runnable task = cells.getAcquire(cell);
        if (task != null) {
            cells.setPlain(cell, null);
            head.setRelease(index + 1);
        }
        return task;
    }

    /** True when {@link #poll} has nothing to give, an unfinished {@link #offer} included. */
    boolean isEmpty() {
        return cells.get((int) head.getPlain() & mask) == null;
    }
}
