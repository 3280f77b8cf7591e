package io.holdover.media.codec.ac3;

import java.util.Arrays;

import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.Crc16;

/** What silent audio blocks of AC-3 and E-AC-3 have in common: exponents that need no mantissas, and the checksum behind them. */
final class SilentBlocks {
    /** auxdatae, crcrsv or encinfo, crc2. */
    static final int END_BITS = 1 + 1 + 16;
    static final int SYNCWORD = 0x0B77;

    /** chexpstr D45: one exponent for four mantissas (4.4.3.22). */
    private static final int D45 = 3;
    private static final int REUSE = 0;
    /** absexp, the quietest one. */
    private static final int QUIETEST = 15;
    /** Three differences of 0: 25 x 2 + 5 x 2 + 2 (6.1.3). */
    private static final int NO_CHANGE = 62;
    /** endmant 73 with chbwcod 0, one group for each 3 x 4 of them: (73 - 1 + 9) / 12 (6.1.3). */
    private static final int CHANNEL_GROUPS = 6;
    private static final int LFE_GROUPS = 2;

    private SilentBlocks() {
    }

    /** chexpstr of each channel. */
    static void strategies(BitWriter out, int channels, boolean first) {
        for (int channel = 0; channel < channels; channel++) {
            out.put(first ? D45 : REUSE, 2);
        }
    }

    /** chbwcod, exps, gainrng and lfeexps of the first block. */
    static void exponents(BitWriter out, int channels, boolean lfe) {
        for (int channel = 0; channel < channels; channel++) {
            out.put(0, 6); // chbwcod
        }
        for (int channel = 0; channel < channels; channel++) {
            exponents(out, CHANNEL_GROUPS);
            out.put(0, 2); // gainrng
        }
        if (lfe) {
            exponents(out, LFE_GROUPS);
        }
    }

    private static void exponents(BitWriter out, int groups) {
        out.put(QUIETEST, 4);
        for (int group = 0; group < groups; group++) {
            out.put(NO_CHANGE, 7);
        }
    }

    /** The first {@code bits} bits from byte {@code from} on, the rest of the last byte 0. */
    static byte[] head(byte[] bytes, int from, int bits) {
        byte[] head = Arrays.copyOfRange(bytes, from, from + ((bits + 7) >> 3));
        head[head.length - 1] &= (byte) (0xFF00 >> lastBits(bits));
        return head;
    }

    /** Whether the bits of {@code head} from its byte {@code skipped} on stand in {@code bytes}, {@code head} being at {@code from}. */
    static boolean begins(byte[] bytes, int from, byte[] head, int bits, int skipped) {
        int last = head.length - 1;
        return bytes.length - from > last && Arrays.equals(bytes, from + skipped, from + last, head, skipped, last)
                && ((bytes[from + last] ^ head[last]) & (0xFF00 >> lastBits(bits))) == 0;
    }

    /** 1 to 8. */
    private static int lastBits(int bits) {
        return ((bits - 1) & 7) + 1;
    }

    /**
     * Writes the CRC at the end: over everything behind the sync word, which it must not look like.
     *
     * @param frame zero from the last block to the end
     */
    static void closeWithCrc(byte[] frame) {
        int end = frame.length - 2;
        int crc = Crc16.update(0, frame, 16, 8 * (end - 2));
        if (crc == SYNCWORD) {
            frame[end - 1] ^= 1; // crcrsv (4.4.5.1), encinfo in E-AC-3
            crc = Crc16.update(0, frame, 16, 8 * (end - 2));
        }
        frame[end] = (byte) (crc >> 8);
        frame[end + 1] = (byte) crc;
    }
}
