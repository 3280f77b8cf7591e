package io.holdover.media.mpegts;

/**
 * Where PES packets begin in buffered payload, and their time stamps: those are of the first unit that begins in the packet (ISO/IEC
 * 13818-1 2.4.3.7). One
 * thread.
 */
final class PesMarks {
    /**
     * PES packets that can begin within what is buffered. Beyond, those behind the first are forgotten: they begin within a unit and
     * time nothing.
     */
    static final int MARKS_MAX = 64;

    private final int[] offsets = new int[MARKS_MAX];
    private final boolean[] usable = new boolean[MARKS_MAX];
    private final long[] pts = new long[MARKS_MAX];
    private final long[] dts = new long[MARKS_MAX];
    private int count;

    // Taken last
    private long ptsTicks;
    private long dtsTicks;

    void add(int offset, PesHead head) {
        if (count > 0 && offsets[count - 1] == offset) {
            count--; // The packet before was empty.
        }
        if (count == MARKS_MAX) {
            remove(1, 1);
        }
        offsets[count] = offset;
        usable[count] = head.timed;
        pts[count] = head.ptsTicks;
        dts[count] = head.dtsTicks;
        count++;
    }

    /** Whether a PES packet begins exactly here. */
    boolean startsAt(int offset) {
        for (int index = count - 1; index >= 0; index--) {
            if (offsets[index] == offset) {
                return true;
            }
        }
        return false;
    }

    /** Where the first PES packet behind offset 0 begins, or -1. */
    int next() {
        for (int index = 0; index < count; index++) {
            if (offsets[index] > 0) {
                return offsets[index];
            }
        }
        return -1;
    }

    /** Takes the stamps for a unit that begins at offset 0; false if it has none of its own. */
    boolean take() {
        int index = count - 1;
        while (index >= 0 && offsets[index] > 0) {
            index--;
        }
        if (index < 0 || !usable[index]) {
            return false;
        }
        usable[index] = false;
        ptsTicks = pts[index];
        dtsTicks = dts[index];
        return true;
    }

    long ptsTicks() {
        return ptsTicks;
    }

    long dtsTicks() {
        return dtsTicks;
    }

    /** Bytes were discarded at the beginning. */
    void shift(int bytes) {
        int last = -1;
        for (int index = 0; index < count; index++) {
            offsets[index] -= bytes;
            if (offsets[index] <= 0) {
                last = index;
            }
        }
        if (last > 0) {
            remove(0, last);
        }
    }

    void clear() {
        count = 0;
    }

    private void remove(int from, int removed) {
        int kept = count - from - removed;
        System.arraycopy(offsets, from + removed, offsets, from, kept);
        System.arraycopy(usable, from + removed, usable, from, kept);
        System.arraycopy(pts, from + removed, pts, from, kept);
        System.arraycopy(dts, from + removed, dts, from, kept);
        count -= removed;
    }
}
