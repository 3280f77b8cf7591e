package io.holdover.server;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

/**
 * Lines at the end of a file, which is put aside when it has grown large, and opened anew when somebody else has put it aside. While it
 * cannot be written lines are lost; that is said once, and how many they were as soon as it can be written again.
 */
final class LogFile implements LogSink {
    private static final long RETRY_NS = 5_000_000_000L;
    private static final long LOOK_NS = 1_000_000_000L;

    // For life
    private final Path file;
    private final long limitBytes;
    private final int oldFiles;
    private final LogLayout layout;
    private final LongSupplier nowNs;
    private final Consumer<String> warnings;

    // While it is open
    private @Nullable FileOutputStream out;
    private @Nullable Object fileKey;
    private long bytes;
    private long lookedNs;
    private long growsUntilNs;

    // While it cannot be written
    private long failedNs;
    private long lost;
    private boolean torn;

    /** @param warnings hears what the operator should know, without a name */
    LogFile(Path file, long limitBytes, int oldFiles, LogLayout layout, LongSupplier nowNs, Consumer<String> warnings) {
        this.file = file;
        this.limitBytes = limitBytes;
        this.oldFiles = oldFiles;
        this.layout = layout;
        this.nowNs = nowNs;
        this.warnings = warnings;
        this.growsUntilNs = nowNs.getAsLong();
    }

    @Override
    public void write(ILoggingEvent event) {
        byte[] line = layout.textOf(event).getBytes(StandardCharsets.UTF_8);
        long now = nowNs.getAsLong();
        if (lost > 0 && now - failedNs < RETRY_NS) {
            lost++;
            return;
        }
        try {
            FileOutputStream target = opened(now);
            if (bytes > 0 && bytes + line.length > limitBytes && now - growsUntilNs >= 0) {
                target = putAside(target, now);
            }
            if (lost > 0) {
                append(target, ((torn ? "\n" : "") + "(" + lost + " log lines were lost while this file could not be written)\n")
                        .getBytes(StandardCharsets.UTF_8));
                warnings.accept("log file " + file + " can be written again, " + lost + " lines were lost");
                lost = 0;
                torn = false;
            }
            append(target, line);
        } catch (IOException e) {
            failed(e, now);
        }
    }

    private void append(FileOutputStream target, byte[] line) throws IOException {
        torn = true;
        target.write(line);
        torn = false;
        bytes += line.length;
    }

    private FileOutputStream opened(long now) throws IOException {
        FileOutputStream present = out;
        if (present != null && now - lookedNs >= LOOK_NS) {
            lookedNs = now;
            if (!isStillThere()) {
                close();
                present = null;
            }
        }
        return present == null ? open(now) : present;
    }

    private FileOutputStream open(long now) throws IOException {
        FileOutputStream opened = new FileOutputStream(file.toFile(), true);
        out = opened;
        lookedNs = now;
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        fileKey = attributes.fileKey();
        bytes = attributes.size();
        return opened;
    }

    /** A tool that rotates logs may have moved it. */
    private boolean isStillThere() {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null || key.equals(fileKey);
        } catch (IOException _) {
            return false;
        }
    }

    private FileOutputStream putAside(FileOutputStream full, long now) throws IOException {
        try {
            for (int i = oldFiles - 1; i >= 1; i--) {
                moveIfThere(numbered(i), numbered(i + 1));
            }
            Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Better a file that is too large than none.
            growsUntilNs = now + RETRY_NS;
            warnings.accept("log file " + file + " is full and cannot be put aside: " + reason(e));
            return full;
        }
        close();
        return open(now);
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException _) {
            // There have not been so many yet.
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private void failed(IOException e, long now) {
        if (lost == 0) {
            warnings.accept("log file " + file + " cannot be written, lines are lost: " + reason(e));
        }
        lost++;
        failedNs = now;
        close();
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    @Override
    public void close() {
        FileOutputStream present = out;
        out = null;
        if (present != null) {
            try {
                present.close();
            } catch (IOException _) {
                // What was written is written.
            }
        }
    }
}
