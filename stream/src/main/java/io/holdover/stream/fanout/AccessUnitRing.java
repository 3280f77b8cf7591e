package io.holdover.stream.fanout;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;

/**
 * The units of a stream since its newest join point, numbered from 0, for whoever joins. Bounded in units, bytes and time; what is beyond
 * goes,
 * oldest first. Stream thread only.
 */
public final class AccessUnitRing {

    /** The most units kept, a power of two: 3 s of 240 pictures and several audio tracks a second. */
    public static final int LIMIT_UNITS = 8192;

    /** The most payload kept: as much as the readers' chunks may take. */
    public static final long LIMIT_BYTES = ChunkRing.LIMIT_BYTES;

    /** Nobody joins further back than {@link JoinRule#MAX_AGE_NS}; a second more for what is on its way. */
    public static final long LIMIT_AGE_NS = JoinRule.MAX_AGE_NS + 1_000_000_000L;

    private static final int SMALLEST_CAPACITY = 64;

    // By number, power-of-two arrays
    private @Nullable AccessUnit[] units = new @Nullable AccessUnit[SMALLEST_CAPACITY];
    private long[] arrivalNs = new long[SMALLEST_CAPACITY];
    private boolean[] joinPoint = new boolean[SMALLEST_CAPACITY];

    // Positions
    private long oldest;
    private long head;
    private long newestJoinPoint = -1;
    private long bytes;

    /**
     * Adds the next unit.
     *
     * @param arrivalTimeNs the same for units that arrived together
     */
    public void add(AccessUnit unit, long arrivalTimeNs, boolean isJoinPoint) {
        while (head > oldest && (head - oldest == LIMIT_UNITS || bytes + unit.payload().length > LIMIT_BYTES)) {
            dropOldest();
        }
        if (head - oldest == units.length) {
            resize(units.length * 2);
        }
        int slot = slot(head);
        units[slot] = unit;
        arrivalNs[slot] = arrivalTimeNs;
        joinPoint[slot] = isJoinPoint;
        bytes += unit.payload().length;
        if (isJoinPoint) {
            newestJoinPoint = head;
        }
        head++;
    }

    /** Lets go of what nobody will join at: everything before the newest join point, and what is too old. */
    public void trim(long nowNs) {
        long horizonNs = nowNs - LIMIT_AGE_NS;
        while (oldest < head && (oldest < newestJoinPoint || arrivalNs[slot(oldest)] < horizonNs)) {
            dropOldest();
        }
        if (units.length > SMALLEST_CAPACITY && (head - oldest) * 8 < units.length) {
            resize(units.length / 2);
        }
    }

    /** Lets go of everything. */
    public void clear() {
        while (oldest < head) {
            dropOldest();
        }
        if (units.length > SMALLEST_CAPACITY) {
            resize(SMALLEST_CAPACITY);
        }
    }

    /** The number of the next unit. */
    public long head() {
        return head;
    }

    /** The oldest unit kept; equal to {@link #head()} if there is none. */
    public long oldest() {
        return oldest;
    }

    /** The newest unit at which a reader may begin, -1 if it is gone or none has been yet. */
    public long newestJoinPoint() {
        return newestJoinPoint >= oldest ? newestJoinPoint : -1;
    }

    /** @throws IllegalStateException if it is not kept */
    public AccessUnit unit(long number) {
        AccessUnit unit = number < oldest || number >= head ? null : units[slot(number)];
        if (unit == null) {
            throw new IllegalStateException("unit " + number + " is not among " + oldest + " to " + (head - 1));
        }
        return unit;
    }

    /** When it arrived; of a unit that is kept. */
    public long arrivalNs(long number) {
        return arrivalNs[slot(number)];
    }

    /** Whether a reader may begin there; of a unit that is kept. */
    public boolean isJoinPoint(long number) {
        return joinPoint[slot(number)];
    }

    /** Units kept. */
    public int size() {
        return (int) (head - oldest);
    }

    /** Payload kept. */
    public long bytes() {
        return bytes;
    }

    /** Payload from that unit on. */
    public long bytesSince(long number) {
        long sum = 0;
        for (long i = Math.max(number, oldest); i < head; i++) {
            sum += unit(i).payload().length;
        }
        return sum;
    }

    private void dropOldest() {
        int slot = slot(oldest);
        AccessUnit unit = units[slot];
        bytes -= unit == null ? 0 : unit.payload().length;
        units[slot] = null;
        oldest++;
    }

    private int slot(long number) {
        return (int) number & (units.length - 1);
    }

    private void resize(int capacity) {
        @Nullable
        AccessUnit[] newUnits = new @Nullable AccessUnit[capacity];
        long[] newArrivalNs = new long[capacity];
        boolean[] newJoinPoint = new boolean[capacity];
        for (long number = oldest; number < head; number++) {
            int from = slot(number);
            int to = (int) number & (capacity - 1);
            newUnits[to] = units[from];
            newArrivalNs[to] = arrivalNs[from];
            newJoinPoint[to] = joinPoint[from];
        }
        units = newUnits;
        arrivalNs = newArrivalNs;
        joinPoint = newJoinPoint;
    }
}
