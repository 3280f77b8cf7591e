package io.holdover.server;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

/** How an event looks in the log: one line whatever its text contains; only the trace of a failure follows on lines of its own. */
@FunctionalInterface
interface LogLayout {

    /** The text, with a line feed at the end. */
    String textOf(ILoggingEvent event);

    /** As MediaMTX writes it: {@code 2026/11/22 10:00:00 INF [path live] ...}. */
    static LogLayout plain(ZoneId zone) {
        return lines(zone, false);
    }

    /** The same for a terminal. */
    static LogLayout coloured(ZoneId zone) {
        return lines(zone, true);
    }

    private static LogLayout lines(ZoneId zone, boolean coloured) {
        DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss ").withZone(zone);
        return event -> {
            StringBuilder line = new StringBuilder(160);
            String level = abbreviation(event.getLevel());
            if (coloured) {
                line.append("\u001B[90m").append(time.format(event.getInstant())).append("\u001B[0m");
                line.append("\u001B[").append(colour(event.getLevel())).append('m').append(level).append("\u001B[0m ");
            } else {
                line.append(time.format(event.getInstant())).append(level).append(' ');
            }
            return line.append(oneLine(event.getFormattedMessage())).append('\n').append(trace(event)).toString();
        };
    }

    /** A JSON object with MediaMTX's names: {@code {"timestamp":"2026-11-22T10:00:00.5+01:00","level":"INF","message":"..."}}. */
    static LogLayout structured(ZoneId zone) {
        DateTimeFormatter time = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).appendOffset("+HH:MM", "Z").toFormatter().withZone(zone);
        return event -> {
            StringBuilder line = new StringBuilder(200);
            line.append("{\"timestamp\":\"").append(time.format(event.getInstant()));
            line.append("\",\"level\":\"").append(abbreviation(event.getLevel())).append("\",\"message\":\"");
            String trace = trace(event).strip();
            appendEscaped(line, event.getFormattedMessage() + (trace.isEmpty() ? "" : "\n" + trace));
            return line.append("\"}\n").toString();
        };
    }

    /** Three letters for a level. */
    static String abbreviation(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "ERR";
            case Level.WARN_INT -> "WAR";
            case Level.INFO_INT -> "INF";
            default -> "DEB";
        };
    }

    private static String colour(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "97;41";
            case Level.WARN_INT -> "1;33";
            case Level.INFO_INT -> "32";
            default -> "36";
        };
    }

    /** What peers send must neither look like a line of ours nor give orders to a terminal. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else {
                line.append(c != '\t' && Character.isISOControl(c) ? '?' : c);
            }
        }
        return line.toString();
    }

    /** The trace of what an event reports; "" if that is no failure. */
    static String trace(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
    }

    // RFC 8259 7
    private static void appendEscaped(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (c < ' ' || (Character.isSurrogate(c) && !isPaired(text, i))) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
