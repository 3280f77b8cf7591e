package io.holdover.media.codec.ac3;

import java.util.Arrays;

import io.holdover.media.Ac3Format;
import io.holdover.media.AudioFormat;
import io.holdover.media.Eac3Format;
import io.holdover.media.codec.FrameSyntax;

/**
 * Syncframes of AC-3 and E-AC-3, ETSI TS 102 366 4.3 and E.1.2. The frame itself tells which of both it is, whatever was announced. One
 * thread.
 */
public final class Ac3Frames implements FrameSyntax {
    /** syncword 16, crc1 16, fscod 2, frmsizecod 6, bsid 5, bsmod 3, then up to lfeon: 3 + 2 + 2 + 1 bits. */
    private static final int HEADER_BYTES = 7;
    /** bsid of E-AC-3 is 16; 11 to 15 are compatible with it (E.1.3.1.6). */
    static final int LAST_AC3_BSID = 10;
    static final int LAST_EAC3_BSID = 16;
    private static final int AC3_SAMPLES = 6 * 256;
    private static final int SAMPLES_PER_BLOCK = 256;
    private static final int[] RATES_HZ = {48_000, 44_100, 32_000};
    /** table 4.13 by frmsizecod / 2. */
    private static final int[] KBPS = {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640};
    /** A frame has this many words for each kbit/s, divided by the rate: 1536 samples x 1000 / 16 bits. */
    private static final int WORDS_PER_KBPS = 96_000;
    /** nfchans by acmod, table 4.3. */
    static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
    /** numblkscod, table E.1.4. */
    static final int[] BLOCKS = {1, 2, 3, 6};
    static final int DEPENDENT = 1; // strmtyp, table E.1.1
    private static final int STRMTYP_RESERVED = 3;

    private AudioFormat format;
    private int key;

    /** @param enhanced what the container announced */
    public Ac3Frames(boolean enhanced) {
        format = enhanced ? Eac3Format.unknown() : Ac3Format.unknown();
    }

    @Override
    public int frameBytes(byte[] bytes, int from, int to) {
        if (to - from < HEADER_BYTES) {
            return bytes[from] == 0x0B && (to - from < 2 || bytes[from + 1] == 0x77) ? MORE : NONE;
        }
        int bsid = bsid(bytes, from);
        if (bytes[from] != 0x0B || bytes[from + 1] != 0x77 || bsid > LAST_EAC3_BSID) {
            return NONE;
        }
        int rateCode = (bytes[from + 4] & 0xFF) >> 6; // fscod
        if (bsid > LAST_AC3_BSID) {
            // fscod2
            boolean reserved = (bytes[from + 2] & 0xFF) >> 6 == STRMTYP_RESERVED || (rateCode == 3 && (bytes[from + 4] >> 4 & 3) == 3);
            int words = ((bytes[from + 2] & 7) << 8 | (bytes[from + 3] & 0xFF)) + 1; // frmsiz
            return reserved || 2 * words < HEADER_BYTES ? NONE : 2 * words;
        }
        int sizeCode = bytes[from + 4] & 0x3F; // frmsizecod
        if (rateCode == 3 || sizeCode >= 2 * KBPS.length) {
            return NONE;
        }
        return 2 * ac3Words(rateCode, sizeCode);
    }

    /**
     * Table 4.13: the length of an AC-3 syncframe in words of 16 bits.
     *
     * @param fscod 0 to 2
     * @param frmsizecod 0 to 37
     */
    static int ac3Words(int fscod, int frmsizecod) {
        int kbps = KBPS[frmsizecod >> 1];
        return switch (fscod) {
            case 0 -> 2 * kbps;
            case 1 -> WORDS_PER_KBPS * kbps / 44_100 + (frmsizecod & 1);
            default -> 3 * kbps;
        };
    }

    /** What a frame at 44.1 kHz has more than its words when frmsizecod is even, in 44100ths of a word. */
    static int ac3WordRest(int frmsizecod) {
        return WORDS_PER_KBPS * KBPS[frmsizecod >> 1] % 44_100;
    }

    static int bsid(byte[] bytes, int from) {
        return (bytes[from + 5] & 0xFF) >> 3;
    }

    @Override
    public boolean familiar(byte[] bytes, int from) {
        return continuesUnit(bytes, from) || key(bytes, from) == key;
    }

    /** Everything that the format is made of, never 0. */
    private static int key(byte[] bytes, int from) {
        boolean enhanced = bsid(bytes, from) > LAST_AC3_BSID;
        int rateBits = enhanced ? bytes[from + 4] & 0xFF : bytes[from + 4] & 0xC0;
        return 1 << 24 | bsid(bytes, from) << 16 | rateBits << 8 | channels(bytes, from);
    }

    @Override
    public boolean grouped() {
        return true;
    }

    /** A dependent substream, or an independent one beyond the first (E.1.3.1.1, E.1.3.1.2). */
    @Override
    public boolean continuesUnit(byte[] bytes, int from) {
        boolean first = (bytes[from + 2] & 0xFF) >> 6 != DEPENDENT && (bytes[from + 2] >> 3 & 7) == 0; // strmtyp, substreamid
        return bsid(bytes, from) > LAST_AC3_BSID && !first;
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Units units) {
        if (continuesUnit(bytes, from)) {
            return false; // Its first substream is missing.
        }
        boolean enhanced = bsid(bytes, from) > LAST_AC3_BSID;
        if (key(bytes, from) != key) {
            key = key(bytes, from);
            int rate = rateHz(bytes, from);
            format = enhanced ? new Eac3Format(rate, channels(bytes, from)) : new Ac3Format(rate, channels(bytes, from));
        }
        units.unit(Arrays.copyOfRange(bytes, from, to), enhanced ? SAMPLES_PER_BLOCK * blocks(bytes, from) : AC3_SAMPLES);
        return true;
    }

    private static int rateHz(byte[] bytes, int from) {
        int rateCode = (bytes[from + 4] & 0xFF) >> 6;
        int bsid = bsid(bytes, from);
        if (rateCode == 3) {
            return RATES_HZ[bytes[from + 4] >> 4 & 3] / 2; // fscod2, half rates
        }
        // bsid 9 and 10 are the half and quarter rates that encoders used before E-AC-3 had fscod2.
        return RATES_HZ[rateCode] >> (bsid > LAST_AC3_BSID ? 0 : Math.max(bsid - 8, 0));
    }

    private static int blocks(byte[] bytes, int from) {
        boolean halfRate = (bytes[from + 4] & 0xFF) >> 6 == 3;
        return halfRate ? 6 : BLOCKS[bytes[from + 4] >> 4 & 3]; // numblkscod
    }

    private static int channels(byte[] bytes, int from) {
        if (bsid(bytes, from) > LAST_AC3_BSID) {
            return CHANNELS[bytes[from + 4] >> 1 & 7] + (bytes[from + 4] & 1); // acmod, lfeon
        }
        int bits = (bytes[from + 6] & 0xFF) << 8; // acmod 3, optional levels, lfeon; byte 7 is never reached: 3 + 4 + 1 bits
        int mode = bits >> 13;
        int skipped = 3 + ((mode & 1) != 0 && mode != 1 ? 2 : 0) + ((mode & 4) != 0 ? 2 : 0) + (mode == 2 ? 2 : 0);
        return CHANNELS[mode] + (bits >> (15 - skipped) & 1);
    }

    @Override
    public AudioFormat format() {
        return format;
    }
}
