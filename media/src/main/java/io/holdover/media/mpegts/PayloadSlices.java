package io.holdover.media.mpegts;

import java.util.Arrays;

/**
 * The bytes of one PES packet as a list of slices of other arrays, read once from front to back: headers that are put before a payload cost
 * no copy of the payload. Reused; one thread at a time.
 */
final class PayloadSlices {
    // Of this packet
    private byte[][] arrays = new byte[16][];
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int count;
    private int remainingBytes;

    // Reading position
    private int slice;
    private int consumedInSlice;

    void clear() {
        Arrays.fill(arrays, 0, count, null);
        count = 0;
        remainingBytes = 0;
        slice = 0;
        consumedInSlice = 0;
    }

    void add(byte[] array, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (count == arrays.length) {
            arrays = Arrays.copyOf(arrays, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        arrays[count] = array;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
        remainingBytes += length;
    }

    /** Adds everything that another list, of which nothing was read, holds. */
    void addAll(PayloadSlices other) {
        for (int i = 0; i < other.count; i++) {
            add(other.arrays[i], other.offsets[i], other.lengths[i]);
        }
    }

    int remainingBytes() {
        return remainingBytes;
    }

    /** Moves the next {@code length} bytes, which must be there, to the target. */
    void read(byte[] target, int offset, int length) {
        int wanted = length;
        int position = offset;
        while (wanted > 0) {
            int step = Math.min(wanted, lengths[slice] - consumedInSlice);
            System.arraycopy(arrays[slice], offsets[slice] + consumedInSlice, target, position, step);
            position += step;
            wanted -= step;
            consumedInSlice += step;
            if (consumedInSlice == lengths[slice]) {
                slice++;
                consumedInSlice = 0;
            }
        }
        remainingBytes -= length;
    }
}
