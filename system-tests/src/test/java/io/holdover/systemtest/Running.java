package io.holdover.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.testkit.ToolProcess;

/** The clients of one case, all of them gone at its end. */
final class Running implements AutoCloseable {

    private final List<ToolProcess> tools = new ArrayList<>();
    private final List<ToolProcess> readers = new ArrayList<>();

    ToolProcess add(ToolProcess tool) {
        tools.add(tool);
        return tool;
    }

    /** Starts a reader that ends when the server ends its connection; returns the file that it writes. */
    Path addReader(ReaderKind kind, String url, Path folder) {
        Path file = folder.resolve(kind.name().toLowerCase(Locale.ROOT) + readers.size() + ".ts");
        deleteFormer(file);
        readers.add(add(kind.start(url, file)));
        return file;
    }

    /** What a former run left there is not to be taken for what comes. */
    private static void deleteFormer(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitEnd(Duration limit) {
        for (ToolProcess reader : readers) {
            reader.awaitExit(limit);
        }
    }

    /** Lets the readers leave by themselves; none may have ended before. */
    void interruptReaders(Duration limit) {
        for (ToolProcess reader : readers) {
            if (!reader.isAlive()) {
                throw new AssertionError("a reader lost its stream: " + reader);
            }
            reader.interrupt();
        }
        awaitEnd(limit);
    }

    @Override
    public void close() {
        for (ToolProcess tool : tools) {
            tool.close();
        }
    }
}
