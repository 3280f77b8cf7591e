package io.holdover.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Another program as a child process: ffmpeg, ffprobe, srt-live-transmit, gst-launch-1.0. Its output is captured up to a limit, it can be
 * paused and killed, and it never outlives {@link #close} or this JVM. Any thread.
 */
public final class ToolProcess implements AutoCloseable {

    /** How much of each output is kept: the newest bytes. */
    public static final int OUTPUT_LIMIT_BYTES = 4 << 20;

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    // signal(7), the numbers of Linux on x86 and ARM
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private static final Set<ToolProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ToolProcess::destroy), "end-tools"));
    }

    // For life
    private final List<String> command;
    private final Process process;
    private final Capture output;
    private final Capture errors;

    private ToolProcess(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.output = new Capture(process.getInputStream(), "stdout of " + command.getFirst());
        this.errors = new Capture(process.getErrorStream(), "stderr of " + command.getFirst());
    }

    /** Starts a program found on the PATH. */
    public static ToolProcess start(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(program);
        return start(command, Map.of(), Path.of("."));
    }

    /**
     * Starts a program.
     *
     * @param command the program and its arguments
     * @param environment added to this process's own
     * @throws AssertionError when there is no such program
     */
    public static ToolProcess start(List<String> command, Map<String, String> environment, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectInput(ProcessBuilder.Redirect.PIPE);
        builder.environment().putAll(environment);
        try {
            ToolProcess tool = new ToolProcess(List.copyOf(command), builder.start());
            RUNNING.add(tool);
            return tool;
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command.getFirst() + "; ./verify names the packages that the tests need", e);
        }
    }

    /** The child's process id. */
    public long pid() {
        return process.pid();
    }

    /** True until it ends. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its standard input. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** What it has written to its standard output so far, decoded as UTF-8. */
    public String output() {
        return output.text();
    }

    /** The bytes of its standard output so far. */
    public byte[] outputBytes() {
        return output.bytes();
    }

    /** What it has written to its standard error so far. */
    public String errors() {
        return errors.text();
    }

    /**
     * Waits for its end.
     *
     * @return the exit code; 128 + n after signal n
     * @throws AssertionError when it does not end in time; names its last words
     */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("did not end within " + limit + ": " + this);
            }
            output.awaitEnd();
            errors.awaitEnd();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for its end and demands exit code 0. */
    public ToolProcess awaitSuccess(Duration limit) {
        int code = awaitExit(limit);
        if (code != 0) {
            throw new AssertionError("exit code " + code + ": " + this);
        }
        return this;
    }

    /** Waits until its outputs fulfil the condition, given as standard output followed by standard error. */
    public ToolProcess awaitOutput(Predicate<String> condition, Duration limit) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (!condition.test(output() + errors())) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("did not say what was expected within " + limit + ": " + this);
            }
            RealTime.pass(POLL);
        }
        return this;
    }

    /** Stops it as a debugger does (SIGSTOP): its sockets stay open and silent. */
    public void pause() {
        signal(SIGSTOP);
    }

    /** Lets it go on (SIGCONT). */
    public void resume() {
        signal(SIGCONT);
    }

    /** Asks it to end, as Ctrl-C does (SIGINT): ffmpeg and srt-live-transmit close their connections. */
    public void interrupt() {
        signal(SIGINT);
    }

    /** Asks it to end (SIGTERM). Its last words are kept: Java's own way would close its outputs. */
    public void terminate() {
        signal(SIGTERM);
    }

    /** Ends it at once without a goodbye (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
    }

    /** Kills it and its children and waits for their end. */
    @Override
    public void close() {
        destroy();
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("outlives SIGKILL: " + this);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            RUNNING.remove(this);
        }
    }

    @Override
    public String toString() {
        String words = errors();
        return String.join(" ", command) + "\n" + words.substring(Math.max(0, words.length() - 4_000));
    }

    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void signal(int number) {
        // Java's Process knows only SIGTERM and SIGKILL.
        try {
            int result = (int) KillHolder.KILL.invokeExact((int) process.pid(), number);
            if (result != 0 && process.isAlive()) {
                throw new IllegalStateException("cannot signal process " + process.pid());
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }

    /** kill(2), bound when it is first used. */
    private static final class KillHolder {
        @SuppressWarnings("restricted")
        private static final MethodHandle KILL = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /** The newest bytes of one output, read by a thread of its own so that the child never waits for us. */
    private static final class Capture {
        private final Thread thread;

        // Guarded by this
        private byte[] kept = new byte[8_192];
        private int size;

        Capture(InputStream in, String name) {
            thread = Thread.ofPlatform().daemon().name(name).start(() -> read(in));
        }

        private void read(InputStream in) {
            byte[] chunk = new byte[65_536];
            try (in) {
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    append(chunk, length);
                }
            } catch (IOException | UncheckedIOException _) {
                // The pipe ends with the process.
            }
        }

        private synchronized void append(byte[] chunk, int length) {
            if (size + length > kept.length) {
                int keep = Math.min(size, OUTPUT_LIMIT_BYTES - length);
                byte[] larger = new byte[Math.clamp(2L * (keep + length), kept.length, OUTPUT_LIMIT_BYTES)];
                System.arraycopy(kept, size - keep, larger, 0, keep);
                kept = larger;
                size = keep;
            }
            System.arraycopy(chunk, 0, kept, size, length);
            size += length;
        }

        synchronized byte[] bytes() {
            byte[] copy = new byte[size];
            System.arraycopy(kept, 0, copy, 0, size);
            return copy;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        void awaitEnd() throws InterruptedException {
            thread.join(END_LIMIT);
        }
    }
}
