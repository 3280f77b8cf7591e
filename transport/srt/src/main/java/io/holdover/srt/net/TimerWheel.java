package io.holdover.srt.net;

import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A hashed wheel of 1 ms slots: arming, moving and cancelling are O(1), the timers are the list nodes, and a bitmap of used slots finds
 * the next deadline. Timers further away than one turn (4.096 s) stay in their slot and are looked at once a turn. Runs on its loop's
 * thread; time is an argument.
 */
final class TimerWheel {

    static final long TICK_NS = 1_000_000;

    /** 64 words of 64 slots: a turn of 4.096 s is longer than every deadline of a busy connection. */
    static final int SLOTS = Long.SIZE * Long.SIZE;

    /** Ten timers for each of 100,000 connections; more are a leak. */
    static final int MAX_ARMED = 1_000_000;

    private static final int MASK = SLOTS - 1;

    /** The list after the slots: timers taken out of theirs to run now. Actions may still cancel or move them. */
    private static final int DUE = SLOTS;

    // For life
    private final long originNs;
    private final @Nullable LoopTimer[] heads = new LoopTimer[SLOTS + 1];
    private final long[] used = new long[SLOTS / Long.SIZE];

    // Moves on
    private long currentTick;
    private int armed;

    /** An empty wheel whose time begins at {@code nowNs}. */
    TimerWheel(long nowNs) {
        originNs = nowNs;
    }

    /** Number of armed timers. */
    int armed() {
        return armed;
    }

    void arm(LoopTimer timer, long deadlineNs) {
        long tick = Math.max(Math.ceilDiv(deadlineNs - originNs, TICK_NS), currentTick + 1);
        if (timer.isArmed()) {
            if (timer.tick == tick && timer.slot != DUE) {
                return;
            }
            unlink(timer);
        } else if (armed == MAX_ARMED) {
            throw new IllegalStateException(MAX_ARMED + " timers are armed");
        }
        timer.tick = tick;
        link(timer, (int) (tick & MASK));
    }

    void cancel(LoopTimer timer) {
        if (timer.isArmed()) {
            unlink(timer);
        }
    }

    /**
     * Moves the time and hands over every timer that is due, slot by slot. What an action arms runs in a later call.
     *
     * @return number of timers that were due
     */
    int advance(long nowNs, Consumer<LoopTimer> firing) {
        long nowTick = Math.floorDiv(nowNs - originNs, TICK_NS);
        if (nowTick <= currentTick) {
            return 0;
        }
        // After a pause longer than a turn each slot is still looked at only once.
        long tick = Math.max(currentTick + 1, nowTick - MASK);
        currentTick = nowTick;
        int fired = 0;
        while (tick <= nowTick) {
            int distance = distanceToUsed((int) (tick & MASK));
            if (distance < 0 || tick + distance > nowTick) {
                break;
            }
            tick += distance;
            collectDue((int) (tick & MASK));
            fired += fireDue(firing);
            tick++;
        }
        return fired;
    }

    /** When {@link #advance} may have something to do, or {@link Long#MAX_VALUE}: never later than the first deadline. */
    long nextDeadlineNs() {
        int distance = distanceToUsed((int) ((currentTick + 1) & MASK));
        return distance < 0 ? Long.MAX_VALUE : originNs + (currentTick + 1 + distance) * TICK_NS;
    }

    private void collectDue(int slot) {
        LoopTimer first = heads[slot];
        if (first == null) {
            return;
        }
        LoopTimer last = Objects.requireNonNull(first.previous);
        LoopTimer timer = first;
        while (true) {
            LoopTimer following = Objects.requireNonNull(timer.next);
            if (timer.tick <= currentTick) {
                unlink(timer);
                link(timer, DUE);
            }
            if (timer == last) {
                return;
            }
            timer = following;
        }
    }

    private int fireDue(Consumer<LoopTimer> firing) {
        int fired = 0;
        for (LoopTimer timer = heads[DUE]; timer != null; timer = heads[DUE]) {
            unlink(timer);
            fired++;
            firing.accept(timer);
        }
        return fired;
    }

    private void link(LoopTimer timer, int slot) {
        LoopTimer first = heads[slot];
        if (first == null) {
            timer.previous = timer;
            timer.next = timer;
            heads[slot] = timer;
            if (slot != DUE) {
                used[slot / Long.SIZE] |= 1L << slot;
            }
        } else {
            LoopTimer last = Objects.requireNonNull(first.previous);
            timer.previous = last;
            timer.next = first;
            last.next = timer;
            first.previous = timer;
        }
        timer.slot = slot;
        armed++;
    }

    private void unlink(LoopTimer timer) {
        int slot = timer.slot;
        LoopTimer next = Objects.requireNonNull(timer.next);
        LoopTimer previous = Objects.requireNonNull(timer.previous);
        if (next == timer) {
            heads[slot] = null;
            if (slot != DUE) {
                used[slot / Long.SIZE] &= ~(1L << slot);
            }
        } else {
            previous.next = next;
            next.previous = previous;
            if (heads[slot] == timer) {
                heads[slot] = next;
            }
        }
        timer.next = null;
        timer.previous = null;
        armed--;
    }

    /** Slots from {@code slot} to the first used one, over the end of the array; -1 when the wheel is empty. */
    private int distanceToUsed(int slot) {
        int word = slot / Long.SIZE;
        long bits = used[word] & (-1L << slot);
        for (int i = 0; i <= used.length; i++) {
            if (bits != 0) {
                int found = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                return (found - slot) & MASK;
            }
            word = (word + 1) & (used.length - 1);
            bits = used[word];
        }
        return -1;
    }
}
