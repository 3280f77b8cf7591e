package io.holdover.media.codec.smpte302m;

import io.holdover.media.AccessUnit;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence for SMPTE ST 302: packets as long as the newest live one with all samples 0. The bits V, U, C and F of each sample go on as in
 * the newest live block of AES3, so that its block structure and channel status stay what they were. One thread.
 */
public final class Smpte302mSilence implements SilentFrames {
    private static final int HEADER_BYTES = 4;
    /** Samples of a block of AES3, which begins where F is 1. */
    private static final int BLOCK_SAMPLES = 192;
    private static final int BITS_PER_BYTE = 8;

    // For life
    private final Smpte302mFormat format;
    /** VUCF of each sample and channel of a block, a ring. */
    private final byte[] marks;

    // Of the live packets
    private int samples;
    private byte identification;
    private byte precision;
    private int known;

    // Goes on with each sample
    private int place;

    // Until a packet begins elsewhere in a block
    private byte[] packet = {};
    private int packetPlace;

    /** @param format of the live packets; others are not learnt from */
    public Smpte302mSilence(Smpte302mFormat format) {
        this.format = format;
        this.marks = new byte[BLOCK_SAMPLES * format.channels()];
    }

    @Override
    public void observe(AccessUnit unit) {
        byte[] live = unit.payload();
        int sampleBits = format.bitsPerSample() + 4;
        int sampleSetBits = format.channels() * sampleBits;
        if (unit.damaged() || sampleSetBits == 0 || live.length <= HEADER_BYTES || Smpte302mFrames.channels(live, 0) != format.channels()
                || Smpte302mFrames.bitsPerSample(live, 0) != format.bitsPerSample()) {
            return;
        }
        int seen = (live.length - HEADER_BYTES) * BITS_PER_BYTE / sampleSetBits;
        if (seen == 0) {
            return;
        }
        for (int sample = Math.max(0, seen - BLOCK_SAMPLES); sample < seen; sample++) {
            for (int channel = 0; channel < format.channels(); channel++) {
                int bit = sample * sampleSetBits + channel * sampleBits + format.bitsPerSample();
                marks[place * format.channels() + channel] = (byte) (live[HEADER_BYTES + (bit >> 3)] >> (4 - (bit & 4)) & 0xF);
            }
            place = (place + 1) % BLOCK_SAMPLES;
        }
        known = Math.min(known + seen, BLOCK_SAMPLES);
        samples = seen;
        identification = live[2];
        precision = live[3];
        packet = new byte[0];
    }

    @Override
    public boolean isReady() {
        return samples > 0;
    }

    /** Always empty: the format has one way of writing samples. */
    @Override
    public String unsupported() {
        return "";
    }

    @Override
    public int durationSamples() {
        return samples;
    }

    @Override
    public byte[] next() {
        if (samples == 0) {
            throw new IllegalStateException("no live packet has been seen");
        }
        if (packet.length == 0 || packetPlace != place) {
            packet = silence();
            packetPlace = place;
        }
        place = (place + samples) % BLOCK_SAMPLES;
        return packet;
    }

    private byte[] silence() {
        int channels = format.channels();
        int sampleBits = format.bitsPerSample() + 4;
        int bytes = samples * channels * sampleBits / BITS_PER_BYTE;
        byte[] silence = new byte[HEADER_BYTES + bytes];
        silence[0] = (byte) (bytes >> 8); // audio_packet_size
        silence[1] = (byte) bytes;
        silence[2] = identification;
        silence[3] = precision;
        if (known < BLOCK_SAMPLES) {
            return silence; // No whole block came yet: whatever is repeated would be wrong somewhere.
        }
        for (int sample = 0; sample < samples; sample++) {
            for (int channel = 0; channel < channels; channel++) {
                int bit = (sample * channels + channel) * sampleBits + format.bitsPerSample();
                int mark = marks[(place + sample) % BLOCK_SAMPLES * channels + channel];
                silence[HEADER_BYTES + (bit >> 3)] |= (byte) (mark << (4 - (bit & 4)));
            }
        }
        return silence;
    }

    /** Samples refer to nothing. */
    @Override
    public byte[] mend(byte[] frame) {
        return frame;
    }
}
