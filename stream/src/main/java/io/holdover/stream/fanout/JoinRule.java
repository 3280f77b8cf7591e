package io.holdover.stream.fanout;

/** Where a reader begins, in the words of the numbers that decide it. */
public final class JoinRule {

    /** A random access point of at most this age is joined at once: the reader is that far behind and catches up. */
    public static final long MAX_AGE_NS = 3_000_000_000L;

    /** A stream that has had no random access point for this long is joined at its next unit. */
    public static final long PATIENCE_NS = 10_000_000_000L;

    /** TS packets beside the payload: tables, headers and stuffing add about a twentieth. */
    private static final int OVERHEAD_DIVISOR = 20;

    private JoinRule() {
    }

    /** True when a backlog from a random access point of that age may be sent at once to a peer with that window. */
    public static boolean joinsAtOnce(long ageNs, long backlogChunks, int windowChunks) {
        return ageNs <= MAX_AGE_NS && backlogChunks * 2 < windowChunks;
    }

    /** Where packaging begins for a first reader: at the newest join point if the reader may join there, else with what comes next. */
    public static long firstUnit(AccessUnitRing units, int windowChunks, long nowNs) {
        long point = units.newestJoinPoint();
        if (point < 0) {
            return units.head();
        }
        long bytes = units.bytesSince(point);
        long chunkEstimate = (bytes + bytes / OVERHEAD_DIVISOR) / ChunkRing.CHUNK_BYTES + 1;
        return joinsAtOnce(nowNs - units.arrivalNs(point), chunkEstimate, windowChunks) ? point : units.head();
    }
}
