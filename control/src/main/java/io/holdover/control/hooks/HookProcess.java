package io.holdover.control.hooks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

import io.holdover.control.hooks.HookArguments.MalformedCommandException;

/**
 * One run of a command: its process and whatever came of it. The process leads a session and so a group of its own, as far as the system
 * can do that: a Ctrl-C meant for the server does not reach it. Thread of the {@link HookRunner}.
 */
final class HookProcess {
    private static final Optional<Posix> POSIX = Posix.ofThisSystem();
    private static final Optional<Path> SETSID = POSIX.flatMap(_ -> Executables.find("setsid"));
    private static final int READ_BYTES = 65_536;
    // What one hook may say before it is another's turn.
    private static final int LIMIT_BYTES_PER_TURN = 1 << 20;

    private final Process process;
    private final InputStream in;
    private final HookOutput output;
    private final List<ProcessHandle> descendants = new ArrayList<>();
    private boolean inClosed;
    private boolean gone; // once and for all: its number may be another's

    private HookProcess(Process process, InputStream in, HookOutput output) {
        this.process = process;
        this.in = in;
        this.output = output;
    }

    /**
     * Starts a command.
     *
     * @param variables come on top of the server's environment
     * @throws IOException when it cannot be; the message is for the operator
     */
    static HookProcess start(String command, Map<String, String> variables, HookOutput output) throws IOException {
        List<String> arguments;
        try {
            arguments = HookArguments.of(command, name -> {
                String value = variables.get(name);
                return value == null ? System.getenv().getOrDefault(name, "") : value;
            });
        } catch (MalformedCommandException e) {
            throw new IOException(e.getMessage(), e);
        }
        List<String> line = new ArrayList<>();
        if (POSIX.isPresent() && Executables.find(arguments.getFirst()).isEmpty()) {
            throw new IOException("'" + arguments.getFirst() + "' is not a program that can be found and run");
        }
        SETSID.ifPresent(setsid -> line.add(setsid.toString()));
        line.addAll(SignalDefaults.PREFIX);
        line.addAll(arguments);
        OutputPipe pipe = OutputPipe.open();
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(pipe.writingEnd());
        File nothing = new File("/dev/null");
        if (nothing.exists()) {
            builder.redirectInput(Redirect.from(nothing));
        }
        builder.environment().putAll(variables);
        Process process;
        try {
            process = builder.start();
        } catch (IOException | RuntimeException e) {
            pipe.abandon();
            throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
        }
        pipe.started();
        return new HookProcess(process, pipe.readingEnd(process), output);
    }

    /** Takes what the process has written. True if there was something. */
    boolean pump(byte[] buffer, long nowNs) {
        int taken = 0;
        try {
            int available = inClosed ? 0 : in.available();
            while (available > 0 && taken < LIMIT_BYTES_PER_TURN) {
                int count = in.read(buffer, 0, Math.min(available, buffer.length));
                if (count < 0) {
                    break;
                }
                output.append(buffer, count, nowNs);
                taken += count;
                available = in.available();
            }
        } catch (IOException _) {
            inClosed = true; // the pipe ended with its process
        }
        output.pause(nowNs);
        return taken > 0;
    }

    /** A buffer for {@link #pump}, which any number of processes may share. */
    static byte[] newBuffer() {
        return new byte[READ_BYTES];
    }

    /** Whether the process itself, which is the parent of the others, still runs. */
    boolean isRunning() {
        return process.isAlive();
    }

    /** Of one that runs no more; 128 + n after signal n. */
    int exitCode() {
        return process.exitValue();
    }

    /**
     * Whether neither the process nor any of its group is left, and nobody waits in vain for a parent to hear of its end. To be asked often
     * once the process has ended: soon the system gives its number to another.
     */
    boolean isGone() {
        gone = gone || (!process.isAlive() && !isGroupLeft());
        return gone;
    }

    private boolean isGroupLeft() {
        if (SETSID.isEmpty() || POSIX.isEmpty()) {
            return descendants.stream().anyMatch(ProcessHandle::isAlive);
        }
        // Java has heard of the end of the leader: what is there to be waited for are orphans.
        POSIX.get().reapGroup(process.pid());
        return POSIX.get().groupExists(process.pid());
    }

    /** Whether Java will hear of the end of that process. */
    boolean isLeader(long pid) {
        return pid == process.pid() && process.isAlive();
    }

    /** Sends a signal to all of them, as far as the system has signals: else they are told to end, or killed. */
    void signal(int signal) {
        if (gone) {
            return;
        }
        if (SETSID.isPresent() && POSIX.isPresent()) {
            // While setsid itself has not come to its call there is no group yet.
            if (!POSIX.get().signalGroup(process.pid(), signal) && process.isAlive()) {
                POSIX.get().signal(process.pid(), signal);
            }
            return;
        }
        process.descendants().filter(child -> !descendants.contains(child)).forEach(descendants::add);
        List<ProcessHandle> all = new ArrayList<>(descendants);
        all.add(process.toHandle());
        for (ProcessHandle each : all) {
            if (!each.isAlive()) {
                continue;
            }
            if (POSIX.isPresent()) {
                POSIX.get().signal(each.pid(), signal);
            } else if (signal == Posix.SIGKILL) {
                each.destroyForcibly();
            } else {
                each.destroy();
            }
        }
    }

    /** Whether {@link #signal} reaches that process. */
    boolean leadsGroupOf(long pid) {
        if (SETSID.isPresent() && POSIX.isPresent()) {
            return POSIX.get().groupOf(pid) == process.pid();
        }
        return pid == process.pid() || descendants.stream().anyMatch(child -> child.pid() == pid);
    }

    /** Waits for one ended process that was left to this one, unless {@code isOurs} says that Java does. */
    static void reapAdopted(LongPredicate isOurs) {
        POSIX.ifPresent(system -> {
            long ended = system.endedChild();
            if (ended > 0 && !isOurs.test(ended)) {
                system.reap((int) ended);
            }
        });
    }

    /** Asks a process to end that is out of its hook's reach. */
    static void interruptStray(long pid) {
        POSIX.ifPresent(system -> system.signal(pid, Posix.SIGINT));
    }

    /** The same by force. */
    static void killStray(long pid) {
        POSIX.ifPresent(system -> {
            system.signal(pid, Posix.SIGKILL);
            system.reap((int) pid);
        });
    }

    /** Says the last words. Nothing is read any more. */
    void close(byte[] buffer, long nowNs) {
        pump(buffer, nowNs);
        output.end(nowNs);
        inClosed = true;
        try {
            in.close();
        } catch (IOException _) {
            // It is ours alone.
        }
    }
}
