package io.holdover.control.hooks;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The few calls to the system that Java has no name for. Any thread. */
final class Posix {
    // signal(7); the same numbers on every system with these calls
    static final int SIGINT = 2;
    static final int SIGKILL = 9;

    private static final int NO_SIGNAL = 0;
    private static final int WNOHANG = 1;
    // waitid(2) and siginfo_t of Linux with 64 bits
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
    private static final int P_ALL = 0;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final long SIGINFO_BYTES = 128;
    private static final long SI_PID_OFFSET = 16;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final Optional<Posix> THIS_SYSTEM = bind();

    private final MethodHandle kill;
    private final MethodHandle waitpid;
    private final MethodHandle getpgid;
    private final @Nullable MethodHandle waitid;
    private final MethodHandle pipe;
    private final MethodHandle close;

    @SuppressWarnings("restricted")
    private Posix() {
        Linker linker = Linker.nativeLinker();
        kill = linker.downcallHandle(linker.defaultLookup().findOrThrow("kill"), FunctionDescriptor.of(INT, INT, INT));
        waitpid = linker.downcallHandle(linker.defaultLookup().findOrThrow("waitpid"), FunctionDescriptor.of(INT, INT, POINTER, INT));
        getpgid = linker.downcallHandle(linker.defaultLookup().findOrThrow("getpgid"), FunctionDescriptor.of(INT, INT));
        waitid = LINUX
                ? linker.downcallHandle(linker.defaultLookup().findOrThrow("waitid"), FunctionDescriptor.of(INT, INT, INT, POINTER, INT))
                : null;
        pipe = linker.downcallHandle(linker.defaultLookup().findOrThrow("pipe"), FunctionDescriptor.of(INT, POINTER));
        close = linker.downcallHandle(linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(INT, INT));
    }

    /** Empty where there are no such calls. */
    static Optional<Posix> ofThisSystem() {
        return THIS_SYSTEM;
    }

    private static Optional<Posix> bind() {
        try {
            return Optional.of(new Posix());
        } catch (RuntimeException | LinkageError _) {
            return Optional.empty(); // another kind of system, or native access is forbidden
        }
    }

    /** Sends a signal to a process; false if it is gone or another user's. */
    boolean signal(long pid, int signal) {
        return call(kill, (int) pid, signal) == 0;
    }

    /** Sends a signal to every process of a group; false if none is left. */
    boolean signalGroup(long leaderPid, int signal) {
        if (leaderPid <= 1) {
            throw new IllegalArgumentException("no group of ours: " + leaderPid); // kill(2): -1 means everybody
        }
        return call(kill, (int) -leaderPid, signal) == 0;
    }

    /** Whether a group has a process, be it one that nobody has waited for yet. */
    boolean groupExists(long leaderPid) {
        return signalGroup(leaderPid, NO_SIGNAL);
    }

    /** The leader of a process's group; -1 if it is gone. */
    long groupOf(long pid) {
        return call(getpgid, (int) pid);
    }

    /** Waits for those of a group's ended processes that were left to this one as their parent; a container's first process is. */
    void reapGroup(long leaderPid) {
        int reaped;
        do {
            reaped = reap((int) -leaderPid);
        } while (reaped > 0);
    }

    /** The same for one process, or for a group if negative; its number if there was one. */
    int reap(int pid) {
        try {
            return (int) waitpid.invokeExact(pid, MemorySegment.NULL, WNOHANG);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number of some child that has ended and that nobody has waited for; 0 if there is none. It can still be waited for. */
    long endedChild() {
        if (waitid == null) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment siginfo = arena.allocate(SIGINFO_BYTES, Long.BYTES);
            int result = (int) waitid.invokeExact(P_ALL, 0, siginfo, WEXITED | WNOHANG | WNOWAIT);
            return result == 0 ? siginfo.get(INT, SI_PID_OFFSET) : 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two descriptors: what is written to the second can be read from the first. None if the system has no more. */
    int[] pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(INT, 2);
            int result = (int) pipe.invokeExact(ends);
            return result == 0 ? ends.toArray(INT) : new int[0];
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void close(int descriptor) {
        int _ = call(close, descriptor);
    }

    private static int call(MethodHandle function, int argument) {
        try {
            return (int) function.invokeExact(argument);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static int call(MethodHandle function, int first, int second) {
        try {
            return (int) function.invokeExact(first, second);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
