package io.holdover.stream.fanout;

/**
 * One reader's place in a {@link ChunkRing}: where it joins, how fast it catches up, and where it goes on when it was too slow. It never
 * waits for anybody and nobody waits for it. Stream thread only.
 *
 * <pre>
 *   WAITING ----- a join point ----- CATCHING_UP ----- at the head ----- LIVE
 *      |                                  |                               |
 *      +------ no join point to skip to --+----- beyond its allowance ----+
 * </pre>
 */
public final class ChunkCursor {

    /** What a reader may lag behind beyond its latency. */
    public static final long SLACK_NS = 1_000_000_000L;

    /** While it catches up, a reader takes the stream at this many times its rate. */
    private static final int CATCH_UP_FACTOR = 2;

    /** And not slower than this: 400 chunks are 4.2 Mbit/s, so that the first picture of a small stream is there soon. */
    private static final long CATCH_UP_FLOOR_CHUNKS_PER_SECOND = 400;

    /** The chunks at one go while it catches up: those of 5 ms, but receivers' socket buffers hold as little as 90 datagrams. */
    private static final long CATCH_UP_BURST_NS = 5_000_000L;
    private static final int LEAST_BURST_CHUNKS = 16;
    private static final int GREATEST_BURST_CHUNKS = 64;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MILLISECOND_NS = 1_000_000L;

    /** The rate of a stream that has just begun is that of 100 ms; it is measured anew as often. */
    private static final long SHORTEST_SPAN_NS = 100 * MILLISECOND_NS;
    private static final long MEASURE_INTERVAL_NS = 100 * MILLISECOND_NS;

    private enum State {
        WAITING,
        CATCHING_UP,
        LIVE
    }

    // For life
    private final ChunkRing ring;
    private final long latencyNs;
    private final int windowChunks;

    // Position
    private State state = State.WAITING;
    private long next;
    private long waitFrom;
    private boolean skipping;

    // While it catches up
    private long paidUntilNs;
    private long chunkCostNs;
    private long measuredNs;

    // Stamps
    private long lastStampNs;
    private boolean wasBehind;
    private long caughtUpNs;

    // Counters
    private long takenChunks;
    private long takenBytes;
    private long skips;
    private long skippedChunks;

    /** Joins at the newest join point if {@link JoinRule} allows, else at the next. */
    public ChunkCursor(ChunkRing ring, int latencyMs, int windowChunks, long nowNs) {
        this.ring = ring;
        this.latencyNs = latencyMs * MILLISECOND_NS;
        this.windowChunks = windowChunks;
        lastStampNs = Long.MIN_VALUE;
        waitFrom = ring.head();
        next = waitFrom;
        long point = ring.newestJoinPoint();
        if (point >= 0 && JoinRule.joinsAtOnce(nowNs - ring.originNs(point), ring.head() - point, windowChunks)) {
            beginAt(point, nowNs);
        }
    }

    /** How many chunks may be taken now, beginning with {@link #next()}. A reader that is beyond its allowance moves on first. */
    public int due(long nowNs) {
        if (state == State.WAITING) {
            long point = ring.newestJoinPoint();
            if (point < waitFrom) {
                return 0;
            }
            if (skipping) {
                skippedChunks += point - next;
                skipping = false;
            }
            beginAt(point, nowNs);
        }
        if (next < ring.head() && (!ring.holds(next) || nowNs - ring.originNs(next) > allowanceNs())) {
            skip(nowNs);
        }
        return switch (state) {
            case WAITING -> 0;
            case LIVE -> (int) (ring.head() - next);
            case CATCHING_UP -> (int) Math.min(ring.head() - next, affordable(nowNs));
        };
    }

    /** The chunk that comes next; there only while {@link #due} says so. */
    public long next() {
        return next;
    }

    /**
     * The time with which the next chunk goes out: its origin, so that the receiver plays at the stream's own pace; but the present while
     * the
     * reader catches up, or the receiver would take it for too late. Never goes back.
     */
    public long stampNs(long nowNs) {
        long stamp = state == State.CATCHING_UP ? nowNs : ring.originNs(next);
        return Math.max(stamp, lastStampNs);
    }

    /** The next chunk was taken. */
    public void advance(long nowNs) {
        lastStampNs = stampNs(nowNs);
        takenBytes += ring.lengthBytes(next);
        takenChunks++;
        next++;
        if (state == State.CATCHING_UP) {
            paidUntilNs += chunkCostNs;
            if (next == ring.head()) {
                state = State.LIVE;
                wasBehind = true;
                caughtUpNs = nowNs;
            }
        }
    }

    /** True while it waits for a point at which it can begin. */
    public boolean isWaiting() {
        return state == State.WAITING;
    }

    /** True while chunks become due by time alone. */
    public boolean isCatchingUp() {
        return state == State.CATCHING_UP;
    }

    /** For how long the ring should keep chunks on this reader's account. */
    public long retentionNs(long nowNs) {
        long retention = latencyNs + SLACK_NS;
        boolean oldChunksInFlight = state == State.CATCHING_UP || (wasBehind && nowNs - caughtUpNs < retention);
        return oldChunksInFlight ? retention + JoinRule.MAX_AGE_NS : retention;
    }

    /** Chunks that it has yet to take. */
    public long backlogChunks() {
        return state == State.WAITING ? 0 : ring.head() - next;
    }

    /** Chunks taken. */
    public long takenChunks() {
        return takenChunks;
    }

    /** Their bytes. */
    public long takenBytes() {
        return takenBytes;
    }

    /** Times it was too slow. */
    public long skips() {
        return skips;
    }

    /** Chunks it missed for that. */
    public long skippedChunks() {
        return skippedChunks;
    }

    private long allowanceNs() {
        return latencyNs + SLACK_NS + (state == State.CATCHING_UP ? JoinRule.MAX_AGE_NS : 0);
    }

    private void skip(long nowNs) {
        skips++;
        long point = ring.newestJoinPoint();
        if (point > next && JoinRule.joinsAtOnce(nowNs - ring.originNs(point), ring.head() - point, windowChunks)) {
            skippedChunks += point - next;
            beginAt(point, nowNs);
        } else {
            state = State.WAITING;
            waitFrom = ring.head();
            skipping = true;
        }
    }

    private void beginAt(long point, long nowNs) {
        next = point;
        state = State.CATCHING_UP;
        measureRate(nowNs);
        paidUntilNs = nowNs - burstNs();
    }

    /** What a chunk costs while catching up, from the stream's rate over the last second or for as long as there are chunks. */
    private void measureRate(long nowNs) {
        measuredNs = nowNs;
        long newestNs = ring.originNs(ring.head() - 1);
        long spanNs = Math.clamp(newestNs - ring.originNs(ring.oldest()), SHORTEST_SPAN_NS, SECOND_NS);
        long count = ring.head() - ring.firstSince(newestNs - spanNs);
        long perSecond = count * SECOND_NS / spanNs * CATCH_UP_FACTOR;
        chunkCostNs = SECOND_NS / Math.max(perSecond, CATCH_UP_FLOOR_CHUNKS_PER_SECOND);
    }

    private long affordable(long nowNs) {
        if (nowNs - measuredNs >= MEASURE_INTERVAL_NS) {
            measureRate(nowNs);
        }
        paidUntilNs = Math.max(paidUntilNs, nowNs - burstNs());
        return (nowNs - paidUntilNs) / chunkCostNs;
    }

    private long burstNs() {
        return Math.clamp(CATCH_UP_BURST_NS, LEAST_BURST_CHUNKS * chunkCostNs, GREATEST_BURST_CHUNKS * chunkCostNs);
    }
}
