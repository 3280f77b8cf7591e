package io.holdover.control.hooks;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What hooks write to the log while a test runs. */
final class HookLog extends Handler {
    private static final Logger LOGGER = Logger.getLogger("io.holdover.control.hooks");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    HookLog() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(Level.ALL);
        LOGGER.addHandler(this);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord event) {
        lines.add(event.getMessage());
    }

    @Override
    public void flush() {
        // Nothing waits.
    }

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
