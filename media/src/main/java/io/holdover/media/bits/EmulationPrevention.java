package io.holdover.media.bits;

import java.util.Arrays;

import io.holdover.media.Octets;

/** Turns what a NAL unit carries into bytes that hold no start code, and back (ITU-T H.264 7.3.1, H.265 7.3.1.1). */
public final class EmulationPrevention {
    private EmulationPrevention() {
    }

    /** The bytes from {@code from} up to {@code to} without each emulation_prevention_three_byte. */
    public static byte[] remove(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        int zeros = 0;
        for (int index = from; index < to; index++) {
            byte value = bytes[index];
            if (zeros >= 2 && value == 3) {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            plain[length++] = value;
        }
        return Arrays.copyOf(plain, length);
    }

    /** The same with what is there. */
    public static byte[] insert(Octets plain) {
        return insert(plain.toArray(), plain.length());
    }

    /** The first {@code length} bytes with an emulation_prevention_three_byte wherever one is needed. */
    public static byte[] insert(byte[] plain, int length) {
        byte[] bytes = new byte[length + length / 2 + 1]; // at worst one in three
        int end = 0;
        int zeros = 0;
        for (int index = 0; index < length; index++) {
            byte value = plain[index];
            if (zeros >= 2 && (value & 0xFC) == 0) {
                bytes[end++] = 3;
                zeros = 0;
            }
            bytes[end++] = value;
            zeros = value == 0 ? zeros + 1 : 0;
        }
        if (zeros > 0 && length > 0) {
            bytes[end++] = 3; // cabac_zero_word at the end
        }
        return Arrays.copyOf(bytes, end);
    }
}
