package io.holdover.media.codec.ac3;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Ac3Format;
import io.holdover.media.AccessUnit;
import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.Crc16;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence for AC-3: frames with the size and the bit stream information of the newest live one, whose six blocks allocate no bits. Dither
 * is off, else a decoder would fill them with noise. ETSI TS 102 366 4.3. One thread.
 */
public final class Ac3Silence implements SilentFrames {
    private static final int SAMPLES = 6 * 256;
    private static final int BLOCKS = 6;
    /** Up to frmsizecod: 16 + 16 + 2 + 6 bits. */
    private static final int SYNCINFO_BITS = 40;
    private static final int SYNCINFO_BYTES = SYNCINFO_BITS / 8;
    /** The least that decoders take for plain AC-3; 9 and 10 halve the rate. */
    private static final int LAST_FULL_RATE_BSID = 8;
    private static final int RATE_44_1 = 1; // fscod
    private static final int RATE_RESERVED = 3;
    private static final int SIZE_CODES = 38;
    private static final int WORD_BITS = 16;

    // For life
    private final Ac3Format format;
    private final BitReader in = new BitReader();
    private String obstacle = "";

    // Until a live frame differs
    /** From the sync word to the end of bsi(); empty while there is none. */
    private byte[] head = {};
    private int headBits;
    private int fscod;
    private int frmsizecod;
    private int acmod;
    private boolean lfe;
    private byte @Nullable [] frame;
    private byte @Nullable [] longerFrame;

    /** What the frames so far had too little, in 44100ths of a word. */
    private int wordRest;

    /** @param format of the live frames; others are not learnt from */
    public Ac3Silence(Ac3Format format) {
        this.format = format;
    }

    @Override
    public void observe(AccessUnit unit) {
        byte[] live = unit.payload();
        if (unit.damaged() || isKnown(live) || live.length <= SYNCINFO_BYTES) {
            return;
        }
        learn(live);
    }

    /** Whether everything but crc1 and the low bit of frmsizecod, which alternates, is the same. */
    private boolean isKnown(byte[] live) {
        return head.length != 0 && live.length > SYNCINFO_BYTES && ((live[4] ^ head[4]) & ~1) == 0
                && SilentBlocks.begins(live, 0, head, headBits, SYNCINFO_BYTES);
    }

    private void learn(byte[] live) {
        in.reset(live, 0, live.length);
        boolean synced = in.bits(16) == SilentBlocks.SYNCWORD;
        in.skip(16); // crc1
        int rateCode = in.bits(2);
        int sizeCode = in.bits(6);
        int bsid = in.bits(5);
        if (!synced || rateCode == RATE_RESERVED || sizeCode >= SIZE_CODES || bsid > Ac3Frames.LAST_AC3_BSID) {
            return;
        }
        in.bits(3); // bsmod
        int mode = in.bits(3);
        boolean withLfe = readLevels(mode);
        int channels = Ac3Frames.CHANNELS[mode] + (withLfe ? 1 : 0);
        readRest(mode);
        int bytes = 2 * Ac3Frames.ac3Words(rateCode, sizeCode);
        if (in.overrun() || channels != format.channels() || in.bitsRead() >= 8L * Math.min(bytes, live.length)) {
            return;
        }
        if (bsid > LAST_FULL_RATE_BSID) {
            refuse("AC-3 at half or quarter rate");
            return;
        }
        if (bytes != live.length) {
            refuse("AC-3 with substreams beside it");
            return;
        }
        int bits = (int) in.bitsRead();
        fscod = rateCode;
        frmsizecod = sizeCode & ~1;
        acmod = mode;
        lfe = withLfe;
        headBits = bits;
        head = SilentBlocks.head(live, 0, bits);
        frame = null;
        longerFrame = null;
        if (blocks(frmsizecod).bitCount() > WORD_BITS * Ac3Frames.ac3Words(fscod, frmsizecod) - SilentBlocks.END_BITS) {
            refuse("AC-3 with frames too small for silence");
            return;
        }
        obstacle = "";
    }

    private void refuse(String reason) {
        obstacle = reason;
        head = new byte[0];
    }

    /** From cmixlev to lfeon, 4.3.2. */
    private boolean readLevels(int mode) {
        if ((mode & 1) != 0 && mode != 1) {
            in.bits(2); // cmixlev
        }
        if ((mode & 4) != 0) {
            in.bits(2); // surmixlev
        }
        if (mode == 2) {
            in.bits(2); // dsurmod
        }
        return in.flag();
    }

    /** From dialnorm to addbsi, 4.3.2. */
    private void readRest(int mode) {
        for (int program = 0; program < (mode == 0 ? 2 : 1); program++) {
            in.bits(5); // dialnorm
            skipIf(8); // compr
            skipIf(8); // langcod
            skipIf(7); // mixlevel, roomtyp
        }
        in.bits(2); // copyrightb, origbs
        skipIf(14); // timecod1, in the alternate syntax xbsi1
        skipIf(14); // timecod2, xbsi2
        if (in.flag()) { // addbsie
            in.skip(8L * (in.bits(6) + 1)); // addbsil, addbsi
        }
    }

    private void skipIf(int bits) {
        if (in.flag()) {
            in.bits(bits);
        }
    }

    @Override
    public boolean isReady() {
        return head.length != 0;
    }

    @Override
    public String unsupported() {
        return obstacle;
    }

    @Override
    public int durationSamples() {
        return head.length == 0 ? 0 : SAMPLES;
    }

    @Override
    public byte[] next() {
        if (head.length == 0) {
            throw new IllegalStateException("no live frame has been seen");
        }
        if (fscod == RATE_44_1) {
            wordRest += Ac3Frames.ac3WordRest(frmsizecod);
            if (wordRest >= 44_100) {
                wordRest -= 44_100;
                byte[] longer = longerFrame == null ? silence(frmsizecod | 1) : longerFrame;
                longerFrame = longer;
                return longer;
            }
        }
        byte[] silence = frame == null ? silence(frmsizecod) : frame;
        frame = silence;
        return silence;
    }

    private byte[] silence(int sizeCode) {
        int words = Ac3Frames.ac3Words(fscod, sizeCode);
        byte[] silence = new byte[2 * words];
        blocks(sizeCode).octets().copyTo(silence, 0);
        // 6.10.1: crc1 makes the CRC of the first 5/8 of the frame 0. It stands before what it covers, so the register goes backwards.
        int borderBits = WORD_BITS * ((words >> 1) + (words >> 3));
        int crc1 = Crc16.update(0, silence, 32, borderBits - 32);
        crc1 = Crc16.rewindZeros(crc1, borderBits - WORD_BITS);
        silence[2] = (byte) (crc1 >> 8);
        silence[3] = (byte) crc1;
        SilentBlocks.closeWithCrc(silence);
        return silence;
    }

    /** syncinfo(), bsi() and six audblk(), 4.3. */
    private BitWriter blocks(int sizeCode) {
        BitWriter out = new BitWriter();
        out.put(SilentBlocks.SYNCWORD, 16).put(0, 16).put(fscod, 2).put(sizeCode, 6); // crc1 comes later
        out.copy(new BitReader(head, SYNCINFO_BYTES, head.length), headBits - SYNCINFO_BITS);
        for (int block = 0; block < BLOCKS; block++) {
            block(out, block == 0);
        }
        return out;
    }

    /** 4.3.3; all blocks but the first reuse what that said. */
    private void block(BitWriter out, boolean first) {
        int channels = Ac3Frames.CHANNELS[acmod];
        out.put(0, channels).put(0, channels); // blksw, dithflag
        out.put(0, acmod == 0 ? 2 : 1); // dynrnge, dynrng2e
        if (first) {
            out.put(0b10, 2); // cplstre, cplinu
        } else {
            out.put(0, 1); // cplstre
        }
        if (acmod == 2) {
            out.put(first ? 0b10000 : 0, first ? 5 : 1); // rematstr, rematflg of four bands
        }
        SilentBlocks.strategies(out, channels, first);
        if (lfe) {
            out.put(first ? 1 : 0, 1); // lfeexpstr
        }
        if (first) {
            SilentBlocks.exponents(out, channels, lfe);
            out.put(1, 1).put(2, 2).put(1, 2).put(1, 2).put(2, 2).put(7, 3); // baie, sdcycod, fdcycod, sgaincod, dbpbcod, floorcod
            out.put(1, 1).put(0, 6); // snroffste, csnroffst
            for (int channel = 0; channel < channels + (lfe ? 1 : 0); channel++) {
                out.put(0, 4).put(4, 3); // fsnroffst, fgaincod: with all of both offsets 0 every bap is 0 (6.2.2)
            }
        } else {
            out.put(0, 2); // baie, snroffste
        }
        out.put(0, 2); // deltbaie, skiple
    }

    /** A frame decodes without those before it. */
    @Override
    public byte[] mend(byte[] frame) {
        return frame;
    }
}
