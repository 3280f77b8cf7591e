package io.holdover.control.hooks;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs hooks: one thread of its own starts their processes, reads what they write, and sees to it that nothing of them is left when they
 * are over. {@link #start}, {@link #end} and {@link #close} on any thread; the first two return at once.
 */
public final class HookRunner implements AutoCloseable {
    /** Hooks that run, wait for their start or for their end. What comes beyond is not run, and logged. */
    static final int LIMIT_HOOKS = 4_096;

    /** When the server stops, hooks that run to their own end have this long for it. */
    private static final long CLOSING_PATIENCE_NS = 2_500_000_000L;

    private static final long CLOSING_LIMIT_MS = 5_000;

    // A start takes milliseconds; what runs is looked at in between.
    private static final int LIMIT_STARTS_PER_TURN = 16;

    // How often a process is looked at: output is to be had soon, idle processes are to cost nothing.
    private static final long SHORTEST_PAUSE_NS = 5_000_000L;
    private static final long LONGEST_PAUSE_NS = 100_000_000L;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final Logger LOG = System.getLogger("io.holdover.control.hooks");

    // For life
    private final LongSupplier nowNs;
    private final int limitHooks;
    private final boolean adoptsOrphans;
    private final MarkedProcesses marks = new MarkedProcesses(UUID.randomUUID().toString());
    private final Thread thread;

    // Any thread
    private final Queue<RunningHook> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicLong refusalLoggedNs;
    private volatile boolean closing;

    // The thread's own
    private final List<RunningHook> hooks = new ArrayList<>();
    private final byte[] buffer = HookProcess.newBuffer();
    private long pauseNs = SHORTEST_PAUSE_NS;
    private boolean closingSeen;
    private long closingSinceNs;

    private HookRunner(LongSupplier nowNs, int limitHooks, boolean adoptsOrphans) {
        this.nowNs = nowNs;
        this.adoptsOrphans = adoptsOrphans;
        this.limitHooks = limitHooks;
        this.refusalLoggedNs = new AtomicLong(nowNs.getAsLong() - SECOND_NS);
        this.thread = Thread.ofPlatform().name("hooks").daemon().unstarted(this::run);
    }

    /** @param nowNs a clock that never goes back */
    public static HookRunner open(LongSupplier nowNs) {
        // A container's first process is the parent of all who lose theirs.
        return open(nowNs, LIMIT_HOOKS, ProcessHandle.current().pid() == 1);
    }

    static HookRunner open(LongSupplier nowNs, int limitHooks, boolean adoptsOrphans) {
        HookRunner runner = new HookRunner(nowNs, limitHooks, adoptsOrphans);
        runner.thread.start();
        return runner;
    }

    /** Has a hook run. Null if there is nothing to run, if too many run or if the server stops. */
    @Nullable
    RunningHook start(HookLaunch launch) {
        if (launch.line().isEmpty() || closing) {
            return null;
        }
        if (count.incrementAndGet() > limitHooks) {
            count.decrementAndGet();
            refuse(launch);
            return null;
        }
        RunningHook hook = new RunningHook(launch, numbers.incrementAndGet());
        arrivals.add(hook);
        wake();
        return hook;
    }

    /** Has a hook end. */
    void end(RunningHook hook) {
        hook.end();
        wake();
    }

    /** Hooks that are not over. */
    int running() {
        return count.get();
    }

    /** Ends all hooks; those that run to their own end have a few seconds for it. Returns when no process is left. */
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(CLOSING_LIMIT_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(HookLaunch launch) {
        long now = nowNs.getAsLong();
        long last = refusalLoggedNs.get();
        if (now - last >= SECOND_NS && refusalLoggedNs.compareAndSet(last, now)) {
            LOG.log(Level.ERROR, launch.about() + " " + launch.name() + " command is not run: there are " + limitHooks + " hooks already");
        }
    }

    private void wake() {
        woken.set(true);
        LockSupport.unpark(thread);
    }

    private void run() {
        boolean over = false;
        while (!over) {
            try {
                over = turn();
            } catch (RuntimeException | Error e) {
                // Whatever it was: hooks that run must be ended one day, and later ones be run.
                log(e);
                LockSupport.parkNanos(this, LONGEST_PAUSE_NS);
            }
        }
    }

    private void log(Throwable failure) {
        try {
            LOG.log(Level.ERROR, "hooks could not be looked after for a moment", failure);
        } catch (RuntimeException | Error _) {
            // Not even that: what matters is that the thread goes on.
        }
    }

    /** Looks at everything once, then waits. True when the server stops and nothing is left. */
    private boolean turn() {
        boolean news = woken.getAndSet(false);
        for (RunningHook hook = arrivals.poll(); hook != null; hook = arrivals.poll()) {
            hooks.add(hook);
        }
        Turn turn = new Turn(nowNs.getAsLong());
        if (closing) {
            hurry(turn);
        }
        boolean busy = step(turn);
        if (closing && hooks.isEmpty() && arrivals.isEmpty()) {
            turn.killAllStrays();
            return true;
        }
        pauseNs = busy || news ? SHORTEST_PAUSE_NS : Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
        if (!busy && !woken.get()) {
            LockSupport.parkNanos(this, hooks.isEmpty() ? idleNs() : pauseNs);
        }
        return false;
    }

    private void hurry(Turn turn) {
        if (!closingSeen) {
            closingSeen = true;
            closingSinceNs = turn.nowNs();
            hooks.stream().filter(RunningHook::lasts).forEach(RunningHook::end);
        }
        if (turn.nowNs() - closingSinceNs >= CLOSING_PATIENCE_NS) {
            hooks.forEach(RunningHook::end);
        }
        hooks.forEach(hook -> hook.hurry(turn.nowNs()));
    }

    private long idleNs() {
        return adoptsOrphans ? SECOND_NS : Long.MAX_VALUE;
    }

    private boolean step(Turn turn) {
        boolean busy = false;
        for (RunningHook hook : hooks) {
            try {
                busy |= hook.step(turn);
            } catch (RuntimeException | Error e) {
                hook.giveUp(e); // a bug in one must not stop the others
            }
        }
        if (adoptsOrphans) {
            HookProcess.reapAdopted(pid -> hooks.stream().anyMatch(hook -> hook.isLeader(pid)));
        }
        int before = hooks.size();
        hooks.removeIf(RunningHook::isGone);
        count.addAndGet(hooks.size() - before);
        return busy;
    }

    /** One look at all hooks. */
    final class Turn {
        private final long nowNs;
        private @Nullable Map<Integer, List<Long>> marked;
        private int starts;

        Turn(long nowNs) {
            this.nowNs = nowNs;
        }

        long nowNs() {
            return nowNs;
        }

        /** For whoever reads something at present. */
        byte[] buffer() {
            return buffer;
        }

        long graceNs() {
            return closing ? RunningHook.CLOSING_GRACE_NS : RunningHook.GRACE_NS;
        }

        Map<String, String> environmentOf(HookLaunch launch, int hook) {
            Map<String, String> environment = new HashMap<>(launch.environment());
            marks.mark(environment, hook);
            return environment;
        }

        long killLimitNs() {
            return closing ? RunningHook.CLOSING_KILL_NS : RunningHook.KILL_NS;
        }

        /** Whether another process may be started in this turn. */
        boolean mayStart() {
            return starts++ < LIMIT_STARTS_PER_TURN;
        }

        /** Every process of a hook, even if it has left the hook's group. */
        List<Long> processesOf(int hook) {
            Map<Integer, List<Long>> found = marked;
            if (found == null) {
                found = marks.find();
                marked = found;
            }
            return found.getOrDefault(hook, List.of());
        }

        /** What hooks left behind that were over long ago. */
        void killAllStrays() {
            marks.find().values().forEach(pids -> pids.forEach(HookProcess::killStray));
        }
    }
}
