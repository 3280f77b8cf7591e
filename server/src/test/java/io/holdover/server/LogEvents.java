package io.holdover.server;

import java.time.Instant;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.slf4j.LoggerFactory;

/** Events as loggers make them. */
final class LogEvents {
    private LogEvents() {
    }

    static ILoggingEvent info(String text) {
        return event(Level.INFO, text, null);
    }

    static ILoggingEvent event(Level level, String text, Throwable thrown) {
        LoggingEvent event = new LoggingEvent("", (Logger) LoggerFactory.getLogger("test"), level, text, thrown, null);
        event.setInstant(Instant.parse("2026-11-22T09:00:00.000431230Z"));
        return event;
    }
}
