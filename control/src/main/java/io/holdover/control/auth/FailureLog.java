package io.holdover.control.auth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.holdover.control.IpNetwork;

/**
 * Writes who could not prove himself, as tools that ban addresses expect it: {@code [SRT] [conn 1.2.3.4:5678] failed to authenticate:
 * authentication failed}. One line a second for each address; whoever has an IPv6 address has its whole /64. Any thread.
 */
public final class FailureLog {
    /** Addresses that are remembered; the one that failed first is forgotten first. */
    static final int LIMIT_ADDRESSES = 1_024;

    private static final Logger LOG = System.getLogger("io.holdover.control.auth");
    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final int NETWORK_BITS_IPV6 = 64;

    private final LongSupplier nowNs;
    private final Map<IpNetwork, Failures> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IpNetwork, Failures> eldest) {
            return size() > LIMIT_ADDRESSES;
        }
    };

    /** The last line, and how many have not been written since. */
    private record Failures(long writtenNs, int unwritten) {
    }

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

    /** Returns how many were not written before this one, or -1 if it is not written either. */
    synchronized int admit(InetAddress ip) {
        int bits = ip.getAddress().length * Byte.SIZE;
        IpNetwork network = new IpNetwork(ip, bits > NETWORK_BITS_IPV6 ? NETWORK_BITS_IPV6 : bits);
        long now = nowNs.getAsLong();
        Failures before = entries.get(network);
        if (before != null && now - before.writtenNs < INTERVAL_NS) {
            entries.put(network, new Failures(before.writtenNs, before.unwritten + 1));
            return -1;
        }
        entries.put(network, new Failures(now, 0));
        return before == null ? 0 : before.unwritten;
    }
}
