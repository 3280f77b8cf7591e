package io.holdover.media.bits;

import java.util.Arrays;

import io.holdover.media.Octets;

/** Collects bits, most significant first. For headers, not for payloads. One thread. */
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

    /** Copies {@code count} bits. */
    public BitWriter copy(BitReader from, long count) {
        for (long left = count; left > 0; left -= 8) {
            int width = (int) Math.min(8, left);
            put(from.bits(width), width);
        }
        return this;
    }

    /** ue(v), ITU-T H.264 9.1; {@code value} up to 2^31 - 2. */
    public BitWriter ue(int value) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
        return put(0, width - 1).put(value + 1, width);
    }

    /** se(v), ITU-T H.264 9.1.1. */
    public BitWriter se(int value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /** A one and zeros up to a byte border: {@code rbsp_trailing_bits} and {@code byte_alignment} of H.264 and H.265. */
    public BitWriter stop() {
        put(1, 1);
        return put(0, -bitCount & 7);
    }

    public int bitCount() {
        return bitCount;
    }

    /** Everything so far, the last byte filled with zeros. */
    public Octets octets() {
        return Octets.of(bytes, 0, (bitCount + 7) >> 3);
    }
}
