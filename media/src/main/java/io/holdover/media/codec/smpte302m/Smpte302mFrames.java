package io.holdover.media.codec.smpte302m;

import java.util.Arrays;

import io.holdover.media.AudioFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.codec.FrameSyntax;

/**
 * Audio packets of SMPTE ST 302, 5.2. They have no sync word; sizes that fit the sample size serve. One thread.
 *
 * <pre>
 * audio_packet_size 16 | number_channels 2 | channel_identification 8 | bits_per_sample 2 | alignment_bits 4
 * </pre>
 */
public final class Smpte302mFrames implements FrameSyntax {
    private static final int HEADER_BYTES = 4;

    private Smpte302mFormat format = Smpte302mFormat.unknown();

    @Override
    public int frameBytes(byte[] bytes, int from, int to) {
        if (to - from < HEADER_BYTES) {
            return MORE;
        }
        int size = (bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF); // audio_packet_size
        boolean reserved = (bytes[from + 3] >> 4 & 3) == 3 || (bytes[from + 3] & 0x0F) != 0; // bits_per_sample, alignment_bits
        return size == 0 || reserved || size % bytesPerSample(bytes, from) != 0 ? NONE : HEADER_BYTES + size;
    }

    static int channels(byte[] bytes, int from) {
        return 2 * ((bytes[from + 2] & 0xFF) >> 6) + 2;
    }

    static int bitsPerSample(byte[] bytes, int from) {
        return 16 + 4 * (bytes[from + 3] >> 4 & 3);
    }

    /** One sample of all channels: a pair is two samples of 16, 20 or 24 bits and two times four bits VUCF: 5, 6 or 7 bytes (5.3). */
    private static int bytesPerSample(byte[] bytes, int from) {
        return channels(bytes, from) / 2 * (2 * bitsPerSample(bytes, from) + 8) / 8;
    }

    @Override
    public boolean searchable() {
        return false;
    }

    @Override
    public boolean familiar(byte[] bytes, int from) {
        return channels(bytes, from) == format.channels() && bitsPerSample(bytes, from) == format.bitsPerSample();
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Units units) {
        if (!familiar(bytes, from)) {
            format = new Smpte302mFormat(channels(bytes, from), bitsPerSample(bytes, from));
        }
        units.unit(Arrays.copyOfRange(bytes, from, to), (to - from - HEADER_BYTES) / bytesPerSample(bytes, from));
        return true;
    }

    @Override
    public AudioFormat format() {
        return format;
    }
}
