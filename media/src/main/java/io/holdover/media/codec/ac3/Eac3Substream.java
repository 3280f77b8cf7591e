package io.holdover.media.codec.ac3;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;

/** One syncframe of E-AC-3 as far as its silence needs it: the bit stream information, ETSI TS 102 366 E.1.2. Immutable. */
final class Eac3Substream {
    /** Up to bsid: 16 + 2 + 3 + 11 + 2 + 2 + 3 + 1 + 5 bits. */
    static final int HEAD_MIN_BYTES = 6;
    private static final int HALF_RATE = 3; // fscod
    private static final int SIX_BLOCKS = 6;

    /** From the sync word to the end of bsi(). */
    private final byte[] head;
    private final int headBits;
    private final int bytes;
    private final int blocks;
    private final int acmod;
    private final boolean lfe;
    private final String obstacle;

    private Eac3Substream(byte[] head, int headBits, int bytes, int blocks, int acmod, boolean lfe, String obstacle) {
        this.head = head;
        this.headBits = headBits;
        this.bytes = bytes;
        this.blocks = blocks;
        this.acmod = acmod;
        this.lfe = lfe;
        this.obstacle = obstacle;
    }

    /** The substream that begins at {@code from}; null if none does, or not all of it is there. */
    static @Nullable Eac3Substream read(BitReader in, byte[] unit, int from) {
        if (unit.length - from < HEAD_MIN_BYTES) {
            return null;
        }
        in.reset(unit, from, unit.length);
        boolean synced = in.bits(16) == SilentBlocks.SYNCWORD;
        int type = in.bits(2); // strmtyp
        in.bits(3); // substreamid
        int bytes = 2 * (in.bits(11) + 1); // frmsiz
        int rateCode = in.bits(2); // fscod
        int blocksCode = in.bits(2); // numblkscod; fscod2 at half rates
        int acmod = in.bits(3);
        boolean lfe = in.flag(); // lfeon
        int bsid = in.bits(5);
        if (!synced || bytes > unit.length - from || bsid <= Ac3Frames.LAST_AC3_BSID || bsid > Ac3Frames.LAST_EAC3_BSID) {
            return null;
        }
        int blocks = rateCode == HALF_RATE ? SIX_BLOCKS : Ac3Frames.BLOCKS[blocksCode];
        if (type == Ac3Frames.DEPENDENT) {
            return refused(bytes, "E-AC-3 with dependent substreams");
        }
        if (type != 0) {
            return refused(bytes, "E-AC-3 converted from AC-3");
        }
        if (rateCode == HALF_RATE) {
            return refused(bytes, "E-AC-3 at half rate");
        }
        boolean objects = readRest(in, acmod, lfe, blocks);
        if (objects) {
            return refused(bytes, "E-AC-3 with audio objects");
        }
        if (in.overrun() || in.bitsRead() > 8L * bytes) {
            return null;
        }
        int headBits = (int) in.bitsRead();
        Eac3Substream read =
                new Eac3Substream(SilentBlocks.head(unit, from, headBits), headBits, bytes, blocks, acmod, lfe, "");
        return read.frame().bitCount() <= 8 * bytes - SilentBlocks.END_BITS ? read
                : refused(bytes, "E-AC-3 with frames too small for silence");
    }

    private static Eac3Substream refused(int bytes, String obstacle) {
        return new Eac3Substream(new byte[0], 0, bytes, 0, 0, false, obstacle);
    }

    /** The rest of bsi() of an independent substream, E.1.2.2; whether it has objects (ETSI TS 103 420 8.3). */
    private static boolean readRest(BitReader in, int acmod, boolean lfe, int blocks) {
        int programs = acmod == 0 ? 2 : 1;
        for (int program = 0; program < programs; program++) {
            in.bits(5); // dialnorm
            skipIf(in, 8); // compr
        }
        if (in.flag()) { // mixmdate
            skipMixing(in, acmod, lfe, blocks);
        }
        if (in.flag()) { // infomdate
            in.bits(3 + 1 + 1); // bsmod, copyrightb, origbs
            in.bits(acmod == 2 ? 4 : acmod >= 6 ? 2 : 0); // dsurmod, dheadphonmod; dsurexmod
            for (int program = 0; program < programs; program++) {
                skipIf(in, 8); // mixlevel, roomtyp, adconvtyp
            }
            in.bits(1); // sourcefscod
        }
        if (blocks < SIX_BLOCKS) {
            in.bits(1); // convsync
        }
        if (!in.flag()) { // addbsie
            return false;
        }
        int more = in.bits(6) + 1; // addbsil
        boolean objects = (in.bits(8) & 1) != 0 && more > 1; // flag_ec3_extension_type_a, with complexity_index_type_a behind it
        in.skip(8L * (more - 1));
        return objects;
    }

    private static void skipMixing(BitReader in, int acmod, boolean lfe, int blocks) {
        boolean center = (acmod & 1) != 0 && acmod > 2;
        boolean surround = (acmod & 4) != 0;
        in.bits(acmod > 2 ? 2 : 0); // dmixmod
        in.bits(center ? 6 : 0); // ltrtcmixlev, lorocmixlev
        in.bits(surround ? 6 : 0); // ltrtsurmixlev, lorosurmixlev
        if (lfe) {
            skipIf(in, 5); // lfemixlevcod
        }
        skipIf(in, 6); // pgmscl
        if (acmod == 0) {
            skipIf(in, 6); // pgmscl2
        }
        skipIf(in, 6); // extpgmscl
        switch (in.bits(2)) { // mixdef
            case 1 -> in.bits(5); // premixcmpsel, drcsrc, premixcmpscl
            case 2 -> in.bits(12); // mixdata
            case 3 -> in.skip(8L * (in.bits(5) + 2)); // mixdeflen, mixdata with its fill bits
            case 0 -> {
                // nothing
            }
            default -> throw new IllegalStateException("two bits are 0 to 3");
        }
        if (acmod < 2) {
            skipIf(in, 14); // panmean, paninfo
            if (acmod == 0) {
                skipIf(in, 14); // panmean2, paninfo2
            }
        }
        if (in.flag()) { // frmmixcfginfoe
            if (blocks == 1) {
                in.bits(5); // blkmixcfginfo
            } else {
                for (int block = 0; block < blocks; block++) {
                    skipIf(in, 5);
                }
            }
        }
    }

    private static void skipIf(BitReader in, int bits) {
        if (in.flag()) {
            in.bits(bits);
        }
    }

    /** Why it cannot be silenced; empty if it can. */
    String obstacle() {
        return obstacle;
    }

    /** The length of the syncframe. */
    int bytes() {
        return bytes;
    }

    /** Audio blocks of 256 samples: 1, 2, 3 or 6. */
    int blocks() {
        return blocks;
    }

    /** With the LFE. */
    int channels() {
        return Ac3Frames.CHANNELS[acmod] + (lfe ? 1 : 0);
    }

    /** Whether the unit has the same bit stream information at {@code from}. */
    boolean standsIn(byte[] unit, int from) {
        return SilentBlocks.begins(unit, from, head, headBits, 0);
    }

    /** A silent syncframe of the same size. */
    byte[] silence() {
        byte[] silence = new byte[bytes];
        frame().octets().copyTo(silence, 0);
        SilentBlocks.closeWithCrc(silence);
        return silence;
    }

    private BitWriter frame() {
        BitWriter out = new BitWriter();
        out.copy(new BitReader(head, 0, head.length), headBits);
        frameInformation(out);
        for (int block = 0; block < blocks; block++) {
            block(out, block == 0);
        }
        return out;
    }

    /** audfrm(), E.1.2.3. */
    private void frameInformation(BitWriter out) {
        int channels = Ac3Frames.CHANNELS[acmod];
        if (blocks == SIX_BLOCKS) {
            out.put(0b10, 2); // expstre: strategies for each block; ahte
        }
        out.put(0, 2).put(0, 1).put(0, 1).put(1, 1); // snroffststr, transproce, blkswe, dithflage: without flags dither would be on
        out.put(0, 5); // bamode, frmfgaincode, dbaflde, skipflde, spxattene
        if (acmod > 1) {
            out.put(0, 1).put(0, blocks - 1); // cplinu of the first block, cplstre of the others
        }
        for (int block = 0; block < blocks; block++) {
            SilentBlocks.strategies(out, channels, block == 0);
        }
        if (lfe) {
            out.put(1 << (blocks - 1), blocks); // lfeexpstr
        }
        if (blocks == SIX_BLOCKS) {
            out.put(0, 5 * channels); // convexpstr
        } else {
            out.put(0, 1); // convexpstre
        }
        out.put(0, 6).put(0, 4); // frmcsnroffst, frmfsnroffst: every bap is 0
        if (blocks > 1) {
            out.put(0, 1); // blkstrtinfoe
        }
    }

    /** audblk(), E.1.2.4. */
    private void block(BitWriter out, boolean first) {
        int channels = Ac3Frames.CHANNELS[acmod];
        out.put(0, channels); // dithflag
        out.put(0, acmod == 0 ? 2 : 1); // dynrnge, dynrng2e
        out.put(0, 1); // spxinu in the first block, spxstre in the others
        if (acmod == 2) {
            out.put(0, first ? 4 : 1); // rematflg of four bands; rematstr
        }
        if (first) {
            SilentBlocks.exponents(out, channels, lfe);
        }
        out.put(0, 1); // convsnroffste
    }
}
