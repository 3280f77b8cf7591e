package io.holdover.media.mpegts;

/**
 * The CRC of tables: ISO/IEC 13818-1 annex A, polynomial 0x04C11DB7, initial 0xFFFFFFFF, most significant bit first, no final inversion.
 */
public final class Crc32Mpeg {
    private static final int POLYNOMIAL = 0x04C11DB7;
    private static final int[] TABLE = new int[256];

    static {
        for (int index = 0; index < TABLE.length; index++) {
            int remainder = index << 24;
            for (int bit = 0; bit < 8; bit++) {
                remainder = remainder < 0 ? remainder << 1 ^ POLYNOMIAL : remainder << 1;
            }
            TABLE[index] = remainder;
        }
    }

    private Crc32Mpeg() {
    }

    /** The CRC of {@code length} bytes; 0 when the bytes end with their own right CRC_32. */
    public static int of(byte[] bytes, int offset, int length) {
        int remainder = 0xFFFFFFFF;
        for (int index = offset; index < offset + length; index++) {
            remainder = remainder << 8 ^ TABLE[remainder >>> 24 ^ (bytes[index] & 0xFF)];
        }
        return remainder;
    }
}
