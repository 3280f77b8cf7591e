package io.holdover.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** Lines on standard output. */
final class LogStdout implements LogSink {
    private final OutputStream out;
    private final LogLayout layout;

    LogStdout(OutputStream out, LogLayout layout) {
        this.out = out;
        this.layout = layout;
    }

    @Override
    public void write(ILoggingEvent event) {
        try {
            out.write(layout.textOf(event).getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException _) {
            // Whoever read it has gone.
        }
    }

    @Override
    public void close() {
        // It is the process's.
    }
}
