package io.holdover.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps peers that call again and again from filling the log: of what each address causes, one line a second is written, with the number of
 * those that were not. One thread at a time.
 */
public final class LogBudget {
    /** Addresses that are remembered; the one that was noted first is forgotten first. */
    public static final int LIMIT_ADDRESSES = 1_024;

    private static final long INTERVAL_NS = 1_000_000_000L;

    private static final int NETWORK_BYTES = 8;

    private final Map<InetAddress, Spent> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Spent> eldest) {
            return size() > LIMIT_ADDRESSES;
        }
    };

    /**
     * Counts a line that an address causes.
     *
     * @return -1 if it should not be written, otherwise how many before it were not
     */
    public int admit(InetAddress address, long nowNs) {
        InetAddress network = networkOf(address);
        Spent entry = entries.get(network);
        if (entry == null) {
            entries.put(network, new Spent(nowNs));
            return 0;
        }
        if (nowNs - entry.writtenNs < INTERVAL_NS) {
            entry.unwritten++;
            return -1;
        }
        int unwritten = entry.unwritten;
        entry.unwritten = 0;
        entry.writtenNs = nowNs;
        return unwritten;
    }

    /** Whoever has an IPv6 address has its whole /64. */
    private static InetAddress networkOf(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // sixteen bytes are an address
        }
    }

    private static final class Spent {
        private long writtenNs;
        private int unwritten;

        Spent(long writtenNs) {
            this.writtenNs = writtenNs;
        }
    }
}
