package io.holdover.control.hooks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server that a script started in its background ignores SIGINT, and whatever it starts would do so too: hooks could only be killed.
 * Where that is so, and the system's {@code env} can do it, hooks get the signal's usual effect back.
 */
final class SignalDefaults {
    /** What a command line is to begin with; empty where nothing is to be done. */
    static final List<String> PREFIX = ignoresInterrupts() ? prefix() : List.of();

    // signal(7): SIGINT is 2, and the first bit of the mask stands for signal 1
    private static final long SIGINT_BIT = 1L << 1;
    private static final String IGNORED = "SigIgn:";
    private static final int LIMIT_SECONDS = 5;

    private SignalDefaults() {
    }

    /** proc(5): a mask of 16 hexadecimal digits. */
    static boolean ignores(List<String> status) {
        return status.stream().filter(line -> line.startsWith(IGNORED))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16) & SIGINT_BIT) != 0);
    }

    private static boolean ignoresInterrupts() {
        try {
            return ignores(Files.readAllLines(Path.of("/proc/self/status")));
        } catch (IOException | NumberFormatException e) {
            return false; // another system
        }
    }

    private static List<String> prefix() {
        Optional<Path> env = Executables.find("env");
        if (env.isEmpty()) {
            return List.of();
        }
        List<String> prefix = List.of(env.get().toString(), "--default-signal=INT");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        try {
            Process process = new ProcessBuilder(trial).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return prefix;
            }
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }
}
