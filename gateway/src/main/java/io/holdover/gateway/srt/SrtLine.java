package io.holdover.gateway.srt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.holdover.gateway.SessionSnapshot;
import io.holdover.srt.CloseReason;
import io.holdover.srt.SrtConnection;
import io.holdover.stream.PeerDescription;

/** What both kinds of session have: the peer, the connection once it stands, and why we closed it. Loop thread. */
final class SrtLine {
    private static final Logger LOG = System.getLogger("io.holdover.gateway.srt");

    /** Why a session ended that an operator ended. */
    static final String KICKED = "kicked";

    // For life
    private final PeerDescription peer;
    private final long createdNs;

    // State
    private @Nullable SrtConnection connection;
    private @Nullable String whyClosed;

    SrtLine(PeerDescription peer, long nowNs) {
        this.peer = peer;
        this.createdNs = nowNs;
    }

    PeerDescription peer() {
        return peer;
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

    /** The session at this instant; only while there is a connection, or was one. */
    SessionSnapshot snapshot(StreamId streamId, long missedChunks, long nowNs) {
        SrtConnection opened = Objects.requireNonNull(connection, "the caller was not answered yet");
        return new SessionSnapshot(peer.id(), SrtGateway.PROTOCOL, createdNs, peer.remoteAddress(), streamId.action(), streamId.path(),
                streamId.query(), streamId.user(), SrtFigures.of(opened.statistics(nowNs), missedChunks));
    }

    void info(String text) {
        log(Level.INFO, text);
    }

    void log(Level level, String text) {
        log(level, peer.remoteAddress(), text);
    }

    /** As a session's line, about a caller that has none. */
    static void log(Level level, String remoteAddress, String text) {
        if (LOG.isLoggable(level)) {
            LOG.log(level, "[SRT] [conn " + remoteAddress + "] " + text);
        }
    }
}
