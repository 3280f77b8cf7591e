package io.holdover.gateway.srt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.CloseReason;
import io.holdover.srt.SrtConnection;

/** What both kinds of session have: the connection once it stands, the name under which it logs, and why we closed it. Loop thread. */
final class SrtLine {
    private static final Logger LOG = System.getLogger("io.holdover.gateway.srt");

    // For life
    private final String id;
    private final String remoteAddress;

    // State
    private @Nullable SrtConnection connection;
    private @Nullable String whyClosed;

    SrtLine(String id, String remoteAddress) {
        this.id = id;
        this.remoteAddress = remoteAddress;
    }

    /** The session's id. */
    String id() {
        return id;
    }

    String remoteAddress() {
        return remoteAddress;
    }

    /** The connection stands. */
    void connect(SrtConnection opened) {
        connection = opened;
    }

    /** Null until the caller was answered. */
    @Nullable
    SrtConnection connection() {
        return connection;
    }

    /** Says goodbye to the peer; the first reason given is the one that is logged. */
    void close(String why, long nowNs) {
        if (whyClosed == null) {
            whyClosed = why;
        }
        SrtConnection open = connection;
        if (open != null && !open.isClosed()) {
            open.close(nowNs);
        }
    }

    /** Why the connection ended, in words. */
    String closedText(CloseReason reason) {
        String why = whyClosed;
        return reason == CloseReason.CLOSED_BY_APPLICATION && why != null ? why : reason.text();
    }

    void info(String text) {
        log(Level.INFO, text);
    }

    void log(Level level, String text) {
        if (LOG.isLoggable(level)) {
            LOG.log(level, "[SRT] [conn " + remoteAddress + "] " + text);
        }
    }
}
