package io.holdover.media.codec.flac;

import io.holdover.media.AccessUnit;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.Crc16;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence for FLAC: the header of the newest live frame with the number that comes next, and a constant subframe of 0 for each channel.
 * One thread.
 */
public final class FlacSilence implements SilentFrames {
    private static final int SYNC = 0b1111_1111_1111_100; // RFC 9639 9.1.1
    private static final int FIXED_HEAD_BYTES = 4;
    private static final int CRC8_POLYNOMIAL = 0x107; // 9.1.8
    private static final int LEFT_SIDE = 8;
    private static final int RESERVED_CHANNELS = 11;
    /** By the code in the header; 0: as the stream's own header says. 9.1.4 */
    private static final int[] SAMPLE_BITS = {0, 8, 12, 0, 16, 20, 24, 32};

    // For life
    private final int streamSampleBits;

    // Of the newest live frame
    private boolean known;
    private final byte[] head = new byte[FIXED_HEAD_BYTES];
    private byte[] tail = {};
    private int channels;
    private int sampleBits;
    private int blockSamples;

    // Goes on with each frame
    private long number;

    /** @param bitsPerSample as the stream's STREAMINFO says, 4 to 32 */
    public FlacSilence(int bitsPerSample) {
        this.streamSampleBits = bitsPerSample;
    }

    @Override
    public void observe(AccessUnit frame) {
        byte[] live = frame.payload();
        if (frame.damaged() || live.length < FIXED_HEAD_BYTES + 2 || (((live[0] & 0xFF) << 7) | ((live[1] & 0xFF) >> 1)) != SYNC) {
            return;
        }
        int numberBytes = Math.max(1, Integer.numberOfLeadingZeros(~live[FIXED_HEAD_BYTES] << 24));
        int sizeCode = live[2] >> 4 & 0xF;
        int rateCode = live[2] & 0xF;
        int sizeBytes = sizeCode == 6 ? 1 : sizeCode == 7 ? 2 : 0; // 9.1.6
        int rateBytes = rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0; // 9.1.7
        int tailFrom = FIXED_HEAD_BYTES + numberBytes;
        int headBytes = tailFrom + sizeBytes + rateBytes;
        int channelCode = live[3] >> 4 & 0xF;
        if (live.length <= headBytes || sizeCode == 0 || channelCode >= RESERVED_CHANNELS || crc8(live, headBytes) != live[headBytes]) {
            return;
        }
        System.arraycopy(live, 0, head, 0, FIXED_HEAD_BYTES);
        channels = channelCode < LEFT_SIDE ? channelCode + 1 : 2;
        head[3] = (byte) (((channels - 1) << 4) | (live[3] & 0xF)); // each channel for itself
        tail = new byte[sizeBytes + rateBytes];
        System.arraycopy(live, tailFrom, tail, 0, tail.length);
        int bits = SAMPLE_BITS[live[3] >> 1 & 7];
        sampleBits = bits == 0 ? streamSampleBits : bits;
        blockSamples = blockSamples(sizeCode);
        boolean countsSamples = (live[1] & 1) != 0;
        number = codedNumber(live, numberBytes) + (countsSamples ? blockSamples : 1);
        known = true;
    }

    /** 9.1.1 */
    private int blockSamples(int code) {
        return switch (code) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 144 << code;
            case 6 -> (tail[0] & 0xFF) + 1;
            case 7 -> (((tail[0] & 0xFF) << 8) | (tail[1] & 0xFF)) + 1;
            default -> 1 << code;
        };
    }

    /** As UTF-8 codes a character, up to 36 bits. 9.1.5 */
    private static long codedNumber(byte[] frame, int bytes) {
        long result = bytes == 1 ? frame[FIXED_HEAD_BYTES] & 0x7F : frame[FIXED_HEAD_BYTES] & (0x7F >> bytes);
        for (int i = 1; i < bytes; i++) {
            result = (result << 6) | (frame[FIXED_HEAD_BYTES + i] & 0x3F);
        }
        return result;
    }

    private static void writeNumber(BitWriter out, long number) {
        if (number < 0x80) {
            out.put((int) number, 8);
            return;
        }
        int bytes = 2;
        while (number >= 1L << (5 * bytes + 1)) {
            bytes++;
        }
        out.put(((0xFF00 >> bytes) & 0xFF) | (int) (number >> (6 * (bytes - 1))), 8);
        for (int i = bytes - 2; i >= 0; i--) {
            out.put(0x80 | ((int) (number >> (6 * i)) & 0x3F), 8);
        }
    }

    private static byte crc8(byte[] bytes, int length) {
        int register = 0;
        for (int i = 0; i < length; i++) {
            register ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                register <<= 1;
                register ^= (register & 0x100) != 0 ? CRC8_POLYNOMIAL : 0;
            }
        }
        return (byte) register;
    }

    @Override
    public boolean isReady() {
        return known;
    }

    @Override
    public String unsupported() {
        return "";
    }

    @Override
    public int durationSamples() {
        return blockSamples;
    }

    @Override
    public byte[] next() {
        if (!known) {
            throw new IllegalStateException("no frame was observed");
        }
        BitWriter out = new BitWriter();
        for (byte one : head) {
            out.put(one & 0xFF, 8);
        }
        writeNumber(out, number);
        for (byte one : tail) {
            out.put(one & 0xFF, 8);
        }
        byte[] soFar = out.octets().toArray();
        out.put(crc8(soFar, soFar.length) & 0xFF, 8);
        for (int i = 0; i < channels; i++) {
            out.put(0, 8).put(0, sampleBits); // 9.2.1: a constant subframe without wasted bits
        }
        out.put(0, (8 - out.bitCount() % 8) % 8); // 9.2: zeros to the next byte
        byte[] body = out.octets().toArray();
        out.put(Crc16.update(0, body, 0, 8 * body.length), 16);
        boolean countsSamples = (head[1] & 1) != 0;
        number += countsSamples ? blockSamples : 1;
        return out.octets().toArray();
    }

    @Override
    public byte[] mend(byte[] frame) {
        return frame;
    }
}
