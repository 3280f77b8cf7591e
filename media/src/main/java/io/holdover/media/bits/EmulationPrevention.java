package io.holdover.media.bits;

import java.util.Arrays;

import io.holdover.media.Octets;

/** What keeps the payload of a NAL unit from looking like a start code (ITU-T H.264 7.3.1, H.265 7.3.1.1). */
public final class EmulationPrevention {
    private EmulationPrevention() {
    }

    /** The bytes with an emulation_prevention_three_byte wherever one is needed; the bytes before them must not end in zero. */
    public static byte[] added(Octets payload) {
        byte[] escaped = new byte[payload.length() + payload.length() / 2 + 1];
        int length = 0;
        int zeros = 0;
        for (int index = 0; index < payload.length(); index++) {
            int value = payload.at(index);
            if (zeros == 2 && value <= 3) {
                escaped[length++] = 3;
                zeros = 0;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            escaped[length++] = (byte) value;
        }
        return Arrays.copyOf(escaped, length);
    }
}
