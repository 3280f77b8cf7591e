package io.holdover.control.hooks;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The way from a process to us, of its own where that can be had: Java closes the pipes of its processes when the process ends, and a child
 * that it left behind would then die of its next word. Thread of the {@link HookRunner}.
 */
final class OutputPipe {
    private static final File DESCRIPTORS = new File("/proc/self/fd");

    private final @Nullable InputStream own;
    private final Redirect writingEnd;
    private final Runnable afterStart;

    private OutputPipe(@Nullable InputStream own, Redirect writingEnd, Runnable afterStart) {
        this.own = own;
        this.writingEnd = writingEnd;
        this.afterStart = afterStart;
    }

    /** @throws IOException when the system has no more */
    static OutputPipe open() throws IOException {
        Optional<Posix> posix = Posix.ofThisSystem();
        if (posix.isEmpty() || !DESCRIPTORS.isDirectory()) {
            return new OutputPipe(null, Redirect.PIPE, () -> {
            });
        }
        Posix system = posix.get();
        int[] ends = system.pipe();
        if (ends.length == 0) {
            throw new IOException("too many open files");
        }
        int reading = ends[0];
        int writing = ends[1];
        try {
            // Opened once more through its name, because Java does not take numbers.
            InputStream in = new FileInputStream(new File(DESCRIPTORS, String.valueOf(reading)));
            return new OutputPipe(in, Redirect.to(new File(DESCRIPTORS, String.valueOf(writing))), () -> system.close(writing));
        } catch (IOException | RuntimeException e) {
            system.close(writing);
            throw e;
        } finally {
            system.close(reading);
        }
    }

    /** Where the process is to write to. */
    Redirect writingEnd() {
        return writingEnd;
    }

    /** To be called once, when the process has been started or could not be. */
    void started() {
        afterStart.run();
    }

    /** What the process writes; {@code available} says what can be read at once. */
    InputStream readingEnd(Process process) {
        return own == null ? process.getInputStream() : own;
    }

    /** To be called when there is no process. */
    void abandon() {
        started();
        if (own != null) {
            try {
                own.close();
            } catch (IOException _) {
                // It is ours alone.
            }
        }
    }
}
