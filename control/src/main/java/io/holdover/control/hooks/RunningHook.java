package io.holdover.control.hooks;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A hook from its beginning to the end of the last process that came of it. {@link #end} on any thread, everything else on that of the
 * {@link HookRunner}.
 */
final class RunningHook {
    /** Between the end of a command and its next start. */
    static final long RESTART_PAUSE_NS = 5_000_000_000L;

    /** Between the request to end and the end by force. */
    static final long GRACE_NS = 10_000_000_000L;

    /** The same when the server stops. */
    static final long CLOSING_GRACE_NS = 1_000_000_000L;

    /** Between the end by force and giving up: what cannot even be killed hangs in the system. */
    static final long KILL_NS = 10_000_000_000L;

    /** The same when the server stops. */
    static final long CLOSING_KILL_NS = 500_000_000L;

    private static final long LOOK_PAUSE_NS = 250_000_000L;

    /** The same while nothing has to end. */
    private static final long LEFT_LOOK_PAUSE_NS = 5_000_000_000L;

    private static final Logger LOG = System.getLogger("io.holdover.control.hooks");

    private enum State {
        /** Not started yet. */
        WAITING,
        /** The command runs. */
        RUNNING,
        /** The command has ended; what it left behind may run on. */
        LEFT,
        /** The command has ended and is to be run again. */
        PAUSED,
        /** It was asked to end. */
        INTERRUPTED,
        /** It was killed. */
        KILLED,
        /** Nothing is left. */
        GONE
    }

    // For life
    private final HookLaunch launch;
    private final int number;
    private volatile boolean endAsked;

    // Runner's thread
    private State state = State.WAITING;
    private @Nullable HookProcess process;
    private long deadlineNs;
    private long nextLookNs;
    private boolean ranToTheEnd;
    private final Set<Long> interrupted = new HashSet<>();

    RunningHook(HookLaunch launch, int number) {
        this.launch = launch;
        this.number = number;
    }

    /** It is to end, with everything that came of it. Takes effect when the runner is woken. */
    void end() {
        endAsked = true;
    }

    boolean lasts() {
        return launch.lasts();
    }

    /** Whether Java waits for the end of that process. */
    boolean isLeader(long pid) {
        HookProcess run = process;
        return run != null && run.isLeader(pid);
    }

    boolean isGone() {
        return state == State.GONE;
    }

    /** No more than this is left to it when the server stops. */
    void hurry(long nowNs) {
        if (state == State.INTERRUPTED) {
            deadlineNs = Math.min(deadlineNs, nowNs + CLOSING_GRACE_NS);
        }
    }

    /** Does what there is to do. True if there was output, of which there may be more. */
    boolean step(HookRunner.Turn turn) {
        HookProcess run = process;
        boolean busy = run != null && run.pump(turn.buffer(), turn.nowNs());
        switch (state) {
            case WAITING -> {
                if (endAsked) {
                    state = State.GONE;
                } else if (turn.mayStart()) {
                    start(turn);
                } else {
                    busy = true;
                }
            }
            case RUNNING -> {
                if (run == null || !run.isRunning()) {
                    exited(turn);
                } else if (endAsked) {
                    interrupt(turn);
                }
            }
            case LEFT -> {
                if (endAsked) {
                    interrupt(turn);
                } else if (isGone(run) && (!launch.lasts() || leftNothing(turn))) {
                    gone(turn);
                }
            }
            case PAUSED -> {
                if (endAsked) {
                    interrupt(turn);
                } else {
                    boolean nothingLeft = isGone(run);
                    if (turn.nowNs() - deadlineNs >= 0) {
                        startAgain(run, nothingLeft, turn);
                    }
                }
            }
            case INTERRUPTED -> {
                if (isGone(run) && mayLook(turn, LOOK_PAUSE_NS) && !signalStrays(turn, Posix.SIGINT)) {
                    gone(turn);
                } else if (turn.nowNs() - deadlineNs >= 0) {
                    log(Level.WARNING, "command did not end when it was asked to, and is killed");
                    kill(turn);
                }
            }
            case KILLED -> {
                if (isGone(run) && mayLook(turn, LOOK_PAUSE_NS) && !signalStrays(turn, Posix.SIGKILL)) {
                    gone(turn);
                } else if (turn.nowNs() - deadlineNs >= 0) {
                    log(Level.ERROR, "command cannot be killed");
                    gone(turn);
                }
            }
            case GONE -> {
            }
        }
        return busy;
    }

    private void start(HookRunner.Turn turn) {
        try {
            HookOutput output =
                    new HookOutput(line -> LOG.log(Level.INFO, launch.about() + " [" + launch.name() + "] " + line), turn.nowNs());
            process = HookProcess.start(launch.line().command(), turn.environmentOf(launch, number), output);
            state = State.RUNNING;
            log(Level.INFO, launch.lasts() ? "command started" : "command launched");
        } catch (IOException e) {
            log(Level.WARNING, "command cannot be started: " + e.getMessage());
            left(turn);
        }
    }

    private void startAgain(@Nullable HookProcess former, boolean nothingLeft, HookRunner.Turn turn) {
        if (former != null) {
            if (!nothingLeft) {
                former.signal(Posix.SIGKILL); // it had the whole pause for its end
            }
            former.close(turn.buffer(), turn.nowNs());
            process = null;
        }
        ranToTheEnd = false;
        start(turn);
    }

    private void exited(HookRunner.Turn turn) {
        HookProcess run = process;
        if (run != null) {
            run.pump(turn.buffer(), turn.nowNs()); // what it said last comes before its end
            int code = run.exitCode();
            ranToTheEnd = true;
            log(launch.lasts() || code != 0 ? Level.INFO : Level.DEBUG, "command exited with code " + code);
        }
        left(turn);
    }

    private void left(HookRunner.Turn turn) {
        if (launch.line().restart() && !endAsked) {
            HookProcess run = process;
            if (run != null && !run.isGone()) {
                run.signal(Posix.SIGINT);
            }
            state = State.PAUSED;
            deadlineNs = turn.nowNs() + RESTART_PAUSE_NS;
        } else {
            state = State.LEFT;
            nextLookNs = turn.nowNs();
        }
    }

    private void interrupt(HookRunner.Turn turn) {
        HookProcess run = process;
        if (run != null && !run.isGone()) {
            run.signal(Posix.SIGINT);
        }
        signalStrays(turn, Posix.SIGINT);
        state = State.INTERRUPTED;
        nextLookNs = turn.nowNs();
        deadlineNs = turn.nowNs() + turn.graceNs();
    }

    private void kill(HookRunner.Turn turn) {
        HookProcess run = process;
        if (run != null) {
            run.signal(Posix.SIGKILL);
        }
        signalStrays(turn, Posix.SIGKILL);
        state = State.KILLED;
        nextLookNs = turn.nowNs();
        deadlineNs = turn.nowNs() + turn.killLimitNs();
    }

    /** To look at every process of the system takes a while: not in every turn. */
    private boolean mayLook(HookRunner.Turn turn, long pauseNs) {
        boolean may = turn.nowNs() - nextLookNs >= 0;
        if (may) {
            nextLookNs = turn.nowNs() + pauseNs;
        }
        return may;
    }

    /** Whether nothing that came of the command has to be ended one day. */
    private boolean leftNothing(HookRunner.Turn turn) {
        return mayLook(turn, LEFT_LOOK_PAUSE_NS) && turn.processesOf(number).isEmpty();
    }

    /** Signals what has left the group of the hook. True if there was any. */
    private boolean signalStrays(HookRunner.Turn turn, int signal) {
        HookProcess run = process;
        boolean any = false;
        for (long pid : turn.processesOf(number)) {
            if (run == null || !run.leadsGroupOf(pid)) {
                any = true;
                if (signal == Posix.SIGKILL) {
                    HookProcess.killStray(pid);
                } else if (interrupted.add(pid)) {
                    HookProcess.interruptStray(pid);
                }
            }
        }
        return any;
    }

    private void gone(HookRunner.Turn turn) {
        HookProcess run = process;
        if (run != null) {
            run.close(turn.buffer(), turn.nowNs());
            process = null;
            if (endAsked && !ranToTheEnd) {
                log(Level.INFO, "command stopped");
            }
        }
        state = State.GONE;
    }

    /** After a bug of ours: whatever there is ends at once. */
    void giveUp(Throwable e) {
        LOG.log(Level.ERROR, launch.about() + " " + launch.name() + " is given up", e);
        state = State.GONE;
        HookProcess run = process;
        if (run != null) {
            try {
                run.signal(Posix.SIGKILL);
            } catch (RuntimeException again) {
                LOG.log(Level.ERROR, launch.about() + " " + launch.name() + " may run on", again);
            }
        }
    }

    private static boolean isGone(@Nullable HookProcess run) {
        return run == null || run.isGone();
    }

    private void log(Level level, String text) {
        if (LOG.isLoggable(level)) {
            LOG.log(level, launch.about() + " " + launch.name() + " " + text);
        }
    }
}
