package io.holdover.media.codec.dts;

import java.util.Arrays;

import io.holdover.media.AudioFormat;
import io.holdover.media.DtsFormat;
import io.holdover.media.bits.BitReader;
import io.holdover.media.codec.FrameSyntax;

/** DTS core frames (16-bit, big endian) with the extension substream behind them, ETSI TS 102 114 5.3 and 7.4. One thread. */
public final class DtsFrames implements FrameSyntax {
    static final int CORE_SYNC = 0x7FFE_8001;
    private static final int EXTENSION_SYNC = 0x6458_2025;
    /** SYNC 32 up to LFF: 32 + 1 + 5 + 1 + 7 + 14 + 6 + 4 + 5 + 1 + 1 + 1 + 1 + 1 + 3 + 1 + 1 + 2 = 87 bits. */
    private static final int CORE_HEADER_BYTES = 11;
    /** SYNCEXTSSH 32 up to nuExSSFrameDurationCode: 32 + 8 + 2 + 1 + 12 + 20 + 1 + 2 + 3 = 81 bits. */
    private static final int EXTENSION_HEADER_BYTES = 11;
    /** FSIZE 0 to 94 are invalid (5.3.1). */
    private static final int CORE_MIN_BYTES = 96;
    /** NBLKS 0 to 4 are invalid (5.3.1). */
    private static final int NBLKS_MIN = 5;
    private static final int SAMPLES_PER_BLOCK = 32;
    /** SFREQ, table 5-5. */
    static final int[] RATES_HZ = {0, 8_000, 16_000, 32_000, 0, 0, 11_025, 22_050, 44_100, 0, 0, 12_000, 24_000, 48_000, 0, 0};
    /** AMODE, table 5-4. */
    static final int[] CHANNELS = {1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6, 7, 8, 8};
    /** nuRefClockCode, table 7-3. */
    private static final int[] REFERENCE_RATES_HZ = {32_000, 44_100, 48_000, 0};

    private final BitReader in = new BitReader();
    private DtsFormat format = DtsFormat.unknown();

    // The header read last
    private int length;
    private int rateHz;
    private int channels;
    private int samples;

    @Override
    public int frameBytes(byte[] bytes, int from, int to) {
        if (to - from < CORE_HEADER_BYTES) {
            return begins(bytes, from, to, CORE_SYNC) || begins(bytes, from, to, EXTENSION_SYNC) ? MORE : NONE;
        }
        return parse(bytes, from) ? length : NONE;
    }

    private static boolean begins(byte[] bytes, int from, int to, int sync) {
        for (int index = 0; index < Math.min(4, to - from); index++) {
            if (bytes[from + index] != (byte) (sync >> (24 - 8 * index))) {
                return false;
            }
        }
        return true;
    }

    private boolean parse(byte[] bytes, int from) {
        in.reset(bytes, from, from + CORE_HEADER_BYTES);
        int sync = in.bits(32);
        if (sync == CORE_SYNC) {
            return parseCore();
        }
        return sync == EXTENSION_SYNC && parseExtension();
    }

    /** 5.3.1. */
    private boolean parseCore() {
        in.bits(1 + 5 + 1); // FTYPE, SHORT, CPF
        int blocks = in.bits(7); // NBLKS
        length = in.bits(14) + 1; // FSIZE
        int mode = in.bits(6); // AMODE
        rateHz = RATES_HZ[in.bits(4)]; // SFREQ
        in.bits(5 + 1 + 1 + 1 + 1 + 1 + 3 + 1 + 1); // RATE, fixed bit, DYNF, TIMEF, AUXF, HDCD, EXT_AUDIO_ID, EXT_AUDIO, ASPF
        int lowFrequency = in.bits(2); // LFF
        channels = (mode < CHANNELS.length ? CHANNELS[mode] : 0) + (lowFrequency == 1 || lowFrequency == 2 ? 1 : 0);
        samples = (blocks + 1) * SAMPLES_PER_BLOCK;
        return length >= CORE_MIN_BYTES && blocks >= NBLKS_MIN && rateHz != 0;
    }

    /** 7.4.1. Rate and duration are in its static fields, channels are not looked for. */
    private boolean parseExtension() {
        in.bits(8 + 2); // UserDefinedBits, nExtSSIndex
        boolean longHeader = in.flag(); // bHeaderSizeType
        int header = in.bits(longHeader ? 12 : 8) + 1; // nuExtSSHeaderSize
        length = in.bits(longHeader ? 20 : 16) + 1; // nuExtSSFsize
        rateHz = 0;
        channels = 0;
        samples = 0;
        if (in.flag()) { // bStaticFieldsPresent
            rateHz = REFERENCE_RATES_HZ[in.bits(2)]; // nuRefClockCode
            samples = 512 * (in.bits(3) + 1); // nuExSSFrameDurationCode
        }
        return length >= EXTENSION_HEADER_BYTES && header <= length;
    }

    @Override
    public boolean familiar(byte[] bytes, int from) {
        parse(bytes, from);
        return continuesUnit(bytes, from) || (rateHz == format.sampleRateHz() && channels == format.channels());
    }

    @Override
    public boolean grouped() {
        return true;
    }

    /** An extension substream belongs to the core before it. */
    @Override
    public boolean continuesUnit(byte[] bytes, int from) {
        return begins(bytes, from, from + 4, EXTENSION_SYNC);
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Units units) {
        parse(bytes, from);
        if (rateHz == 0 || samples == 0) {
            return false;
        }
        if (rateHz != format.sampleRateHz() || channels != format.channels()) {
            format = new DtsFormat(rateHz, channels);
        }
        units.unit(Arrays.copyOfRange(bytes, from, to), samples);
        return true;
    }

    @Override
    public AudioFormat format() {
        return format;
    }
}
