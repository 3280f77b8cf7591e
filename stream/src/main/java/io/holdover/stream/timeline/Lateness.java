package io.holdover.stream.timeline;

import java.util.Arrays;

/**
 * How late the units of a track usually are: the least and the greatest arrival minus time of the last ten seconds. Stream thread only.
 */
final class Lateness {

    private static final int BUCKETS = 10;
    private static final long BUCKET_NS = 1_000_000_000L;

    // One bucket per second, a ring
    private final long[] least = new long[BUCKETS];
    private final long[] greatest = new long[BUCKETS];
    private final long[] second = new long[BUCKETS];
    private boolean known;
    private long newestSecond;
    private long lastTicks;

    Lateness() {
        Arrays.fill(second, Long.MIN_VALUE);
    }

    void add(long ticks, long nowNs) {
        newestSecond = Math.floorDiv(nowNs, BUCKET_NS);
        int bucket = (int) Math.floorMod(newestSecond, (long) BUCKETS);
        if (second[bucket] != newestSecond) {
            second[bucket] = newestSecond;
            least[bucket] = ticks;
            greatest[bucket] = ticks;
        } else {
            least[bucket] = Math.min(least[bucket], ticks);
            greatest[bucket] = Math.max(greatest[bucket], ticks);
        }
        lastTicks = ticks;
        known = true;
    }

    boolean isKnown() {
        return known;
    }

    /** The least of the ten seconds up to the newest unit. */
    long leastTicks() {
        long result = lastTicks;
        for (int i = 0; i < BUCKETS; i++) {
            if (isRecent(i)) {
                result = Math.min(result, least[i]);
            }
        }
        return result;
    }

    /** The greatest of the ten seconds up to the newest unit. */
    long greatestTicks() {
        long result = lastTicks;
        for (int i = 0; i < BUCKETS; i++) {
            if (isRecent(i)) {
                result = Math.max(result, greatest[i]);
            }
        }
        return result;
    }

    private boolean isRecent(int bucket) {
        return second[bucket] != Long.MIN_VALUE && newestSecond - second[bucket] < BUCKETS;
    }
}
