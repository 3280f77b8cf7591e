package io.holdover.media.bits;

import java.util.Arrays;

import io.holdover.media.Octets;

/** Collects bits, most significant first. For headers; payloads only through {@link #append}. One thread. */
public final class BitWriter {
    private byte[] bytes = new byte[16];
    private int bitCount;

    /** Appends the lowest {@code count} bits (0 to 32) of {@code value}. */
    public BitWriter put(int value, int count) {
        for (int bit = count - 1; bit >= 0; bit--) {
            if (bitCount >> 3 == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            bytes[bitCount >> 3] |= (byte) ((value >> bit & 1) << (7 - (bitCount & 7)));
            bitCount++;
        }
        return this;
    }

    /** ue(v) of a number from 0 to 2^31 - 2, ITU-T H.264 9.1. */
    public BitWriter ue(int value) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
        return put(0, width - 1).put(value + 1, width);
    }

    /** se(v) of a number within 2^30, ITU-T H.264 9.1.1. */
    public BitWriter se(int value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /** rbsp_trailing_bits() and byte_alignment(), ITU-T H.264 7.3.2.11, H.265 7.3.2.11: a one, and zeros up to the next byte border. */
    public BitWriter trailing() {
        put(1, 1);
        return put(0, -bitCount & 7);
    }

    /** Copies {@code count} bits. */
    public BitWriter copy(BitReader from, long count) {
        for (long left = count; left > 0; left -= 8) {
            int width = (int) Math.min(8, left);
            put(from.bits(width), width);
        }
        return this;
    }

    /** Copies the bits from {@code fromBit} up to {@code toBit}; whole bytes at once where both sides lie on a byte border. */
    public BitWriter append(byte[] source, int fromBit, int toBit) {
        int at = fromBit;
        while (at < toBit) {
            if (((at | bitCount) & 7) == 0 && toBit - at >= 8) {
                int count = (toBit - at) >> 3;
                int needed = (bitCount >> 3) + count;
                bytes = needed <= bytes.length ? bytes : Arrays.copyOf(bytes, needed + 16);
                System.arraycopy(source, at >> 3, bytes, bitCount >> 3, count);
                bitCount += 8 * count;
                at += 8 * count;
            } else {
                int width = Math.min(8 - (at & 7), toBit - at);
                put((source[at >> 3] & 0xFF) >> (8 - (at & 7) - width), width);
                at += width;
            }
        }
        return this;
    }

    public int bitCount() {
        return bitCount;
    }

    /** Everything so far, the last byte filled with zeros. */
    public Octets octets() {
        return Octets.of(bytes, 0, (bitCount + 7) >> 3);
    }
}
