package io.holdover.gateway.srt;

import java.net.InetAddress;
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
        Refused entry = entries.get(address);
        if (entry == null) {
            entries.put(address, new Refused(nowNs));
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

    private static final class Refused {
        private long writtenNs;
        private int unwritten;

        Refused(long writtenNs) {
            this.writtenNs = writtenNs;
        }
    }
}
