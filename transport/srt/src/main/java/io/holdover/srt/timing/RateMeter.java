package io.holdover.srt.timing;

/** Packets and bytes over about the last second. Loop thread. */
public final class RateMeter {
    private static final int BUCKETS = 8;
    private static final int BUCKET_SHIFT = 27; // 2^27 ns = 134 ms, 8 of them 1.07 s
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long[] bytes = new long[BUCKETS];
    private final int[] packets = new int[BUCKETS];
    private long bucket = Long.MIN_VALUE;
    private long firstNs;
    private long sumBytes;
    private int sumPackets;

    /** Counts one packet. */
    public void add(int packetBytes, long nowNs) {
        roll(nowNs);
        int i = (int) (bucket & (BUCKETS - 1));
        bytes[i] += packetBytes;
        packets[i]++;
        sumBytes += packetBytes;
        sumPackets++;
    }

    /** Bytes per second. */
    public double bytesPerSecond(long nowNs) {
        roll(nowNs);
        return sumBytes * (double) NS_PER_SECOND / spanNs(nowNs);
    }

    /** Packets per second. */
    public double packetsPerSecond(long nowNs) {
        roll(nowNs);
        return sumPackets * (double) NS_PER_SECOND / spanNs(nowNs);
    }

    /** The full buckets and the begun one, or less while there were fewer; two buckets at least, or one packet would be a high rate. */
    private long spanNs(long nowNs) {
        long begun = nowNs - (bucket << BUCKET_SHIFT);
        long covered = ((BUCKETS - 1L) << BUCKET_SHIFT) + begun;
        return Math.max(2L << BUCKET_SHIFT, Math.min(covered, nowNs - firstNs));
    }

    private void roll(long nowNs) {
        long current = nowNs >> BUCKET_SHIFT;
        if (current <= bucket) {
            return;
        }
        if (bucket == Long.MIN_VALUE) {
            firstNs = nowNs;
        }
        long stale = bucket == Long.MIN_VALUE ? BUCKETS : Math.min(BUCKETS, current - bucket);
        for (long b = current - stale + 1; b <= current; b++) {
            int i = (int) (b & (BUCKETS - 1));
            sumBytes -= bytes[i];
            sumPackets -= packets[i];
            bytes[i] = 0;
            packets[i] = 0;
        }
        bucket = current;
    }
}
