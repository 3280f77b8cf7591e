package io.holdover.media.mpegts;

import java.util.Arrays;

/** A reusable array for headers; what was written before it grew stays where slices point to. One thread at a time. */
final class Scratch {
    private byte[] bytes;
    private int position;

    Scratch(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    void clear() {
        position = 0;
    }

    /** Makes room for {@code length} bytes behind {@link #position()}; the array may be another one afterwards. */
    byte[] reserve(int length) {
        if (bytes.length - position < length) {
            bytes = new byte[Math.max(bytes.length * 2, length)];
            position = 0;
        }
        return bytes;
    }

    int position() {
        return position;
    }

    void put(int value) {
        bytes[position++] = (byte) value;
    }

    void fill(int value, int count) {
        Arrays.fill(bytes, position, position + count, (byte) value);
        position += count;
    }
}
