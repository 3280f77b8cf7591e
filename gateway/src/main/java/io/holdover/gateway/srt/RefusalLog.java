package io.holdover.gateway.srt;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps encoders that call again and again from filling the log: one refusal of each address a second is written, with the number of those
 * that were not. Loop thread.
 */
final class RefusalLog {
    /** Addresses that are remembered; the one that was refused first is forgotten first. */
    static final int LIMIT_ADDRESSES = 1_024;

    private static final long INTERVAL_NS = 1_000_000_000L;

    private static final int NETWORK_BYTES = 8;

    private final Map<InetAddress, Refused> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Refused> eldest) {
            return size() > LIMIT_ADDRESSES;
        }
    };

    /**
     * Counts a refusal.
     *
     * @return -1 if it should not be written, otherwise how many before it were not
     */
    int admit(InetAddress address, long nowNs) {
        InetAddress network = networkOf(address);
        Refused entry = entries.get(network);
        if (entry == null) {
            entries.put(network, new Refused(nowNs));
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

    private static final class Refused {
        private long writtenNs;
        private int unwritten;

        Refused(long writtenNs) {
            this.writtenNs = writtenNs;
        }
    }
}
