package io.holdover.media.mpegts;

import java.util.Arrays;

/**
 * Bytes of units that are not complete, in an array that is reused and grows up to a limit. Offsets count from {@link #start}. One
 * thread.
 */
final class UnitBuffer {
    private static final int FIRST_BYTES = 4096;

    private final int limitBytes;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int start;
    private int end;

    UnitBuffer(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Index of the first byte. */
    int start() {
        return start;
    }

    /** Index behind the last byte. */
    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    /** False, and nothing done, if the limit would be passed. */
    boolean append(byte[] source, int from, int to) {
        int added = to - from;
        if (!reserve(added)) {
            return false;
        }
        System.arraycopy(source, from, bytes, end, added);
        end += added;
        return true;
    }

    /** Appends zeros up to {@code length} in all. */
    boolean padTo(int length) {
        int added = length - length();
        if (added <= 0) {
            return true;
        }
        if (!reserve(added)) {
            return false;
        }
        Arrays.fill(bytes, end, end + added, (byte) 0);
        end += added;
        return true;
    }

    private boolean reserve(int added) {
        if (bytes.length - end >= added) {
            return true;
        }
        int length = length();
        if (length + added > limitBytes) {
            return false;
        }
        byte[] target = bytes;
        if (bytes.length - length < added || (length > bytes.length / 2 && bytes.length < limitBytes)) {
            target = new byte[Math.min(limitBytes, Math.max(2 * bytes.length, length + added))];
        }
        System.arraycopy(bytes, start, target, 0, length);
        bytes = target;
        start = 0;
        end = length;
        return true;
    }

    void discard(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    void clear() {
        start = 0;
        end = 0;
    }
}
