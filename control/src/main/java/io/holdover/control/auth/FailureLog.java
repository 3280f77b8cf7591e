package io.holdover.control.auth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.function.LongSupplier;

import io.holdover.gateway.LogBudget;

/**
 * Writes who could not prove himself, as tools that ban addresses expect it: {@code [SRT] [conn 1.2.3.4:5678] failed to authenticate:
 * authentication failed}. One line a second for each address; whoever has an IPv6 address has its whole /64. Any thread.
 */
public final class FailureLog {
    private static final Logger LOG = System.getLogger("io.holdover.control.auth");

    private final LongSupplier nowNs;

    // Guarded by this
    private final LogBudget budget = new LogBudget();

    public FailureLog(LongSupplier nowNs) {
        this.nowNs = nowNs;
    }

    /** @param who {@code [SRT] [conn 1.2.3.4:5678]} */
    public void failed(String who, InetAddress ip, String reason) {
        int unwritten = admit(ip);
        if (unwritten >= 0) {
            LOG.log(Level.WARNING, who + " failed to authenticate: " + reason
                    + (unwritten == 0 ? "" : " (" + unwritten + " more from this address since)"));
        }
    }

    private synchronized int admit(InetAddress ip) {
        return budget.admit(ip, nowNs.getAsLong());
    }
}
