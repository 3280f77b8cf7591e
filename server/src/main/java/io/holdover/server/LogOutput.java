package io.holdover.server;

import java.time.ZoneId;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.slf4j.LoggerFactory;

import io.holdover.control.config.LogLevel;

/** Where log lines go: standard output, through a queue, so that a reader of it who stands still holds up nothing. */
final class LogOutput {
    /** Lines that wait; what comes beyond is dropped. */
    private static final int LIMIT_LINES = 8_192;

    private static final int FLUSH_LIMIT_MS = 1_000;

    private LogOutput() {
    }

    /** Replaces whatever logging there was. */
    static void install(LogLevel level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();

        LogLayout layout = new LogLayout(ZoneId.systemDefault());
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setEncoder(encoder);
        console.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(LIMIT_LINES);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_LIMIT_MS);
        queue.addAppender(console);
        queue.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(queue);
        context.getLogger("io.holdover").setLevel(switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        });
    }

    /** Writes what waits and logs nothing more. */
    static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
