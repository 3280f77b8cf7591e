package io.holdover.control.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.holdover.control.auth.FailureLog;

/**
 * What a door writes into the log: whatever callers cause, at most one line a second; of their failures to authenticate, one for each
 * address. Any thread.
 */
final class DoorLog {
    private static final Logger LOG = System.getLogger("io.holdover.control.http");
    private static final int FAILED = 500;
    private static final long INTERVAL_NS = 1_000_000_000L;

    private final String prefix;
    private final LongSupplier nowNs;
    private final FailureLog failures;
    private final AtomicLong writtenNs;
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicLong failureWrittenNs;
    private final AtomicInteger unwrittenFailures = new AtomicInteger();

    DoorLog(String name, LongSupplier nowNs) {
        prefix = "[" + name + "] ";
        this.nowNs = nowNs;
        failures = new FailureLog(nowNs);
        writtenNs = new AtomicLong(nowNs.getAsLong() - INTERVAL_NS);
        failureWrittenNs = new AtomicLong(writtenNs.get());
    }

    /** Something that the server itself does. */
    void log(Level level, String text) {
        LOG.log(level, prefix + text);
    }

    /** A mistake of ours, which a caller may cause as often as it likes. */
    void failure(String text, Throwable cause) {
        if (isDue(failureWrittenNs, unwrittenFailures)) {
            LOG.log(Level.ERROR, prefix + text + more(unwrittenFailures), cause);
        }
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

    /** A caller that could not prove himself: what one address does must not keep others out of the log. */
    void denied(InetSocketAddress caller, String reason) {
        failures.failed(prefix + "[conn " + Callers.text(caller) + "]", caller.getAddress(), printable(reason));
    }

    /** Something a caller caused, maybe a thousand times a second. */
    void caused(String caller, String text) {
        if (isDue(writtenNs, unwritten)) {
            LOG.log(Level.WARNING, prefix + "[conn " + caller + "] " + printable(text) + more(unwritten));
        }
    }

    /** Whether the last line of this kind was written long enough ago; if not, this one is counted. */
    private boolean isDue(AtomicLong lastNs, AtomicInteger left) {
        long now = nowNs.getAsLong();
        long last = lastNs.get();
        boolean due = now - last >= INTERVAL_NS && lastNs.compareAndSet(last, now);
        if (!due) {
            left.incrementAndGet();
        }
        return due;
    }

    private static String more(AtomicInteger left) {
        int count = left.getAndSet(0);
        return count == 0 ? "" : " (and " + count + " more)";
    }

    /** On one line, whatever a caller put into it. */
    private static String printable(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
