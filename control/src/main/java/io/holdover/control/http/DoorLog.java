package io.holdover.control.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What a door writes into the log: whatever callers cause, at most one line a second. Any thread. */
final class DoorLog {
    private static final Logger LOG = System.getLogger("io.holdover.control.http");
    private static final int FAILED = 500;
    private static final long INTERVAL_NS = 1_000_000_000L;

    private final String prefix;
    private final LongSupplier nowNs;
    private final AtomicLong writtenNs;
    private final AtomicInteger unwritten = new AtomicInteger();

    DoorLog(String name, LongSupplier nowNs) {
        prefix = "[" + name + "] ";
        this.nowNs = nowNs;
        writtenNs = new AtomicLong(nowNs.getAsLong() - INTERVAL_NS);
    }

    /** Something that the server itself does. */
    void log(Level level, String text) {
        LOG.log(level, prefix + text);
    }

    /** A mistake of ours. */
    void failure(String text, Throwable cause) {
        LOG.log(Level.ERROR, prefix + text, cause);
    }

    /** What a caller was told; its own mistakes are of interest to nobody else. */
    void refused(String caller, Refusal refusal) {
        if (refusal.status() >= FAILED) {
            caused(caller, refusal.status() + ": " + refusal.getMessage());
        } else if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG,
                    prefix + "[conn " + caller + "] " + refusal.status() + ": " + printable(String.valueOf(refusal.getMessage())));
        }
    }

    /** Something a caller caused, maybe a thousand times a second. */
    void caused(String caller, String text) {
        long now = nowNs.getAsLong();
        long last = writtenNs.get();
        if (now - last < INTERVAL_NS || !writtenNs.compareAndSet(last, now)) {
            unwritten.incrementAndGet();
            return;
        }
        int more = unwritten.getAndSet(0);
        LOG.log(Level.WARNING, prefix + "[conn " + caller + "] " + printable(text) + (more == 0 ? "" : " (and " + more + " more)"));
    }

    /** On one line, whatever a caller put into it. */
    private static String printable(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
