package io.holdover.media.bits;

/**
 * The CRC of audio frames: polynomial x^16 + x^15 + x^2 + 1, most significant bit first, no inversion. MPEG audio begins with 0xFFFF
 * (ISO/IEC 11172-3 2.4.3.1), AC-3 with 0 (ETSI TS 102 366 6.10.1).
 */
public final class Crc16 {
    private static final int POLYNOMIAL = 0x18005;

    private Crc16() {
    }

    /** The CRC so far, gone on over {@code bitCount} bits from bit {@code fromBit} of {@code bytes}. */
    public static int update(int crc, byte[] bytes, int fromBit, int bitCount) {
        int register = crc;
        for (int bit = fromBit; bit < fromBit + bitCount; bit++) {
            register = register << 1 ^ (bytes[bit >> 3] >> (7 - (bit & 7)) & 1) << 16;
            if ((register & 0x1_0000) != 0) {
                register ^= POLYNOMIAL;
            }
        }
        return register;
    }

    /** The CRC so far, gone on over {@code bitCount} zeros. */
    public static int updateZeros(int crc, int bitCount) {
        int register = crc;
        for (int bit = 0; bit < bitCount; bit++) {
            register <<= 1;
            if ((register & 0x1_0000) != 0) {
                register ^= POLYNOMIAL;
            }
        }
        return register;
    }

    /** Which CRC becomes {@code crc} over {@code bitCount} zeros: the opposite of {@link #updateZeros}. */
    public static int rewindZeros(int crc, int bitCount) {
        int register = crc;
        for (int bit = 0; bit < bitCount; bit++) {
            register = ((register & 1) != 0 ? register ^ POLYNOMIAL : register) >> 1;
        }
        return register;
    }
}
