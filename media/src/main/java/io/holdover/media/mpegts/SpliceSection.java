package io.holdover.media.mpegts;

/** A splice_info_section (SCTE 35 9.6) that was moved in time with its stream. */
public final class SpliceSection {
    private static final int TABLE_ID = 0xFC;
    private static final int LENGTH_OFFSET = 1;
    /** table_id, section_length and what stands before them in it. */
    private static final int HEADER_BYTES = 3;
    /** One bit of it, then four bytes. */
    private static final int PTS_ADJUSTMENT_OFFSET = 4;
    private static final int LEAST_BYTES = 20;
    private static final int CRC_BYTES = 4;
    private static final long PTS_MASK = (1L << 33) - 1;

    private SpliceSection() {
    }

    /**
     * The section with {@code pts_adjustment} raised by so many ticks, modulo 2^33, and its CRC made anew; the same array if it is none or
     * nothing moves.
     */
    public static byte[] moved(byte[] section, long ticks) {
        if ((ticks & PTS_MASK) == 0 || section.length < LEAST_BYTES || (section[0] & 0xFF) != TABLE_ID) {
            return section;
        }
        int length = HEADER_BYTES + (((section[LENGTH_OFFSET] & 0xF) << 8) | (section[LENGTH_OFFSET + 1] & 0xFF));
        if (length > section.length || length < LEAST_BYTES) {
            return section;
        }
        byte[] moved = section.clone();
        long adjustment = moved[PTS_ADJUSTMENT_OFFSET] & 1;
        for (int i = 1; i <= 4; i++) {
            adjustment = (adjustment << 8) | (moved[PTS_ADJUSTMENT_OFFSET + i] & 0xFF);
        }
        adjustment = (adjustment + ticks) & PTS_MASK;
        moved[PTS_ADJUSTMENT_OFFSET] = (byte) ((moved[PTS_ADJUSTMENT_OFFSET] & 0xFE) | (int) (adjustment >>> 32));
        for (int i = 1; i <= 4; i++) {
            moved[PTS_ADJUSTMENT_OFFSET + i] = (byte) (adjustment >>> (32 - 8 * i));
        }
        int crc = Crc32Mpeg.of(moved, 0, length - CRC_BYTES);
        for (int i = 0; i < CRC_BYTES; i++) {
            moved[length - CRC_BYTES + i] = (byte) (crc >>> (24 - 8 * i));
        }
        return moved;
    }
}
