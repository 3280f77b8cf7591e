package io.holdover.media.codec.dts;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.DtsFormat;
import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence for DTS: core frames with the newest live header and size, in which two subbands are present and no bits are allocated. ETSI TS
 * 102 114 5.3 to 5.5. One thread.
 */
public final class DtsSilence implements SilentFrames {
    /** Up to HFLAG: 32 + 1 + 5 + 1 + 7 + 14 + 6 + 4 + 5 + 9 + 1 + 2 + 1 bits. */
    private static final int HEAD_BITS = 88;
    /** FILTS, VERNUM, CHIST, PCMR, SUMF, SUMS, DIALNORM. */
    private static final int TAIL_BITS = 1 + 4 + 2 + 3 + 1 + 1 + 4;
    private static final int HEAD_BYTES = (HEAD_BITS + 16 + TAIL_BITS) / 8;
    /** FTYPE 1, SHORT 31: no sample is missing. */
    private static final int NORMAL_FRAME = 0x3F;
    private static final int BLOCKS_PER_SUBSUBFRAME = 8;
    private static final int SAMPLES_PER_BLOCK = 32;
    private static final int SUBSUBFRAMES_MAX = 4;
    private static final int SYNC_AT_END = 0xFFFF; // DSYNC
    /** AMODE beyond is defined by the user. */
    private static final int LAST_STANDARD_AMODE = 9;
    private static final int LFF_INVALID = 3;
    private static final int FOUR_BIT_ALLOCATION = 5; // BHUFF; the same number says 6 bits of scale factor in SHUFF
    /** Bits of SEL for ABITS of 1, 2 to 5, 6 to 10; all ones: no Huffman code, and no ADJ follows (5.4.1). */
    private static final int[] SEL_BITS = {1, 2, 2, 2, 2, 3, 3, 3, 3, 3};

    // For life
    private final DtsFormat format;
    private final BitReader in = new BitReader();
    private String obstacle = "";

    // Until a live frame differs
    private @Nullable Header header;
    private byte @Nullable [] frame;

    /** @param format of the live frames; others are not learnt from */
    public DtsSilence(DtsFormat format) {
        this.format = format;
    }

    /** What silence keeps of 5.3.1; {@code tail} is FILTS to DIALNORM. */
    private record Header(int blocks, int bytes, int amode, int sfreq, int rate, int aspf, int lff, int hflag, int tail) {
    }

    @Override
    public void observe(AccessUnit unit) {
        byte[] live = unit.payload();
        if (unit.damaged() || live.length <= HEAD_BYTES) {
            return;
        }
        in.reset(live, 0, live.length);
        boolean synced = in.bits(32) == DtsFrames.CORE_SYNC;
        boolean normal = in.bits(1 + 5) == NORMAL_FRAME; // FTYPE, SHORT
        boolean withCrc = in.flag(); // CPF
        int blocks = in.bits(7) + 1; // NBLKS
        int bytes = in.bits(14) + 1; // FSIZE
        int amode = in.bits(6);
        int sfreq = in.bits(4);
        int rate = in.bits(5);
        in.bits(1 + 1 + 1 + 1 + 1 + 3); // fixed bit, DYNF, TIMEF, AUXF, HDCD, EXT_AUDIO_ID
        boolean extended = in.flag(); // EXT_AUDIO
        int aspf = in.bits(1);
        int lff = in.bits(2);
        int hflag = in.bits(1);
        in.bits(withCrc ? 16 : 0); // HCRC
        int tail = in.bits(TAIL_BITS);
        // A termination frame may be short; the next one tells more.
        if (!synced || !normal || blocks % BLOCKS_PER_SUBSUBFRAME != 0 || bytes > live.length) {
            return;
        }
        if (bytes != live.length || extended) {
            refuse("DTS with extensions");
        } else if (amode > LAST_STANDARD_AMODE || lff == LFF_INVALID) {
            refuse("DTS with channels of its own");
        } else if (DtsFrames.CHANNELS[amode] + (lff != 0 ? 1 : 0) == format.channels()
                && DtsFrames.RATES_HZ[sfreq] == format.sampleRateHz()) {
            learn(blocks, bytes, amode, sfreq, rate, aspf, lff, hflag, tail);
        }
    }

    private void learn(int blocks, int bytes, int amode, int sfreq, int rate, int aspf, int lff, int hflag, int tail) {
        Header known = header;
        if (known != null && known.blocks == blocks && known.bytes == bytes && known.amode == amode && known.sfreq == sfreq
                && known.rate == rate && known.aspf == aspf && known.lff == lff && known.hflag == hflag && known.tail == tail) {
            return;
        }
        Header seen = new Header(blocks, bytes, amode, sfreq, rate, aspf, lff, hflag, tail);
        if (core(seen).bitCount() > 8 * bytes) {
            refuse("DTS with frames too small for silence");
            return;
        }
        obstacle = "";
        header = seen;
        frame = null;
    }

    private void refuse(String reason) {
        obstacle = reason;
        header = null;
    }

    @Override
    public boolean isReady() {
        return header != null;
    }

    @Override
    public String unsupported() {
        return obstacle;
    }

    @Override
    public int durationSamples() {
        return header == null ? 0 : header.blocks * SAMPLES_PER_BLOCK;
    }

    @Override
    public byte[] next() {
        if (header == null) {
            throw new IllegalStateException("no live frame has been seen");
        }
        if (frame == null) {
            frame = new byte[header.bytes];
            core(header).octets().copyTo(frame, 0);
        }
        return frame;
    }

    /** Without header CRC, dynamic range, time stamp, auxiliary data and extensions. */
    private static BitWriter core(Header header) {
        int subsubframes = header.blocks / BLOCKS_PER_SUBSUBFRAME;
        int perSubframe = SUBSUBFRAMES_MAX;
        while (subsubframes % perSubframe != 0) {
            perSubframe--;
        }
        int subframes = subsubframes / perSubframe;
        BitWriter out = new BitWriter();
        out.put(DtsFrames.CORE_SYNC, 32).put(NORMAL_FRAME, 1 + 5).put(0, 1); // SYNC, FTYPE, SHORT, CPF
        out.put(header.blocks - 1, 7).put(header.bytes - 1, 14).put(header.amode, 6).put(header.sfreq, 4).put(header.rate, 5);
        out.put(0, 1 + 1 + 1 + 1 + 1 + 3 + 1); // fixed bit, DYNF, TIMEF, AUXF, HDCD, EXT_AUDIO_ID, EXT_AUDIO
        out.put(header.aspf, 1).put(header.lff, 2).put(header.hflag, 1).put(header.tail, TAIL_BITS);
        codingHeader(out, DtsFrames.CHANNELS[header.amode], subframes);
        for (int subframe = 0; subframe < subframes; subframe++) {
            subframe(out, header, perSubframe);
        }
        return out;
    }

    /** 5.3.2: the primary audio coding header. */
    private static void codingHeader(BitWriter out, int channels, int subframes) {
        out.put(subframes - 1, 4).put(channels - 1, 3); // SUBFS, PCHS
        repeat(out, 0, 5, channels); // SUBS: two subbands
        repeat(out, 1, 5, channels); // VQSUB: none of them vector quantized
        repeat(out, 0, 3, channels); // JOINX
        repeat(out, 0, 2, channels); // THUFF
        repeat(out, FOUR_BIT_ALLOCATION, 3, channels); // SHUFF
        repeat(out, FOUR_BIT_ALLOCATION, 3, channels); // BHUFF
        for (int bits : SEL_BITS) {
            repeat(out, (1 << bits) - 1, bits, channels);
        }
    }

    /** 5.4.1 and 5.5. */
    private static void subframe(BitWriter out, Header header, int subsubframes) {
        int channels = DtsFrames.CHANNELS[header.amode];
        out.put(subsubframes - 1, 2).put(0, 3); // SSC, PSC
        repeat(out, 0, 1, 2 * channels); // PMODE
        repeat(out, 0, 4, 2 * channels); // ABITS
        if (header.lff != 0) {
            repeat(out, 0, 8, 2 * header.lff * subsubframes); // LFE
            out.put(0, 8); // its scale factor
        }
        for (int subsubframe = 1; subsubframe <= subsubframes; subsubframe++) {
            if (header.aspf != 0 || subsubframe == subsubframes) {
                out.put(SYNC_AT_END, 16);
            }
        }
    }

    private static void repeat(BitWriter out, int value, int bits, int count) {
        for (int index = 0; index < count; index++) {
            out.put(value, bits);
        }
    }

    /** A frame decodes without those before it, but for the filters' memory. */
    @Override
    public byte[] mend(byte[] frame) {
        return frame;
    }
}
