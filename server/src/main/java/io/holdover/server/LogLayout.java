package io.holdover.server;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;

/** A log line as MediaMTX writes it: {@code 2026/11/22 10:00:00 INF [path live] ...}. */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private final DateTimeFormatter time;

    LogLayout(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(zone);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        time.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(abbreviation(event.getLevel())).append(' ').append(event.getFormattedMessage()).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    private static String abbreviation(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "ERR";
            case Level.WARN_INT -> "WAR";
            case Level.INFO_INT -> "INF";
            default -> "DEB";
        };
    }
}
