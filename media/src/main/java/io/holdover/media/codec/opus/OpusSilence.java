package io.holdover.media.codec.opus;

import java.util.Arrays;

import io.holdover.media.AccessUnit;
import io.holdover.media.OpusFormat;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence for Opus: packets with the bandwidth, stereo bit and duration of the newest live one, in CELT mode whatever that was in, each of
 * their frames with the silence flag set and nothing else. Everything shorter is no silence: a packet of a lone TOC asks for concealment,
 * which is a noise. One thread.
 */
public final class OpusSilence implements SilentFrames {
    /** By channel_config_code 0 to 8: RFC 7845 5.1.1, the mappings of family 1; 0 is dual mono in one coupled stream. */
    private static final int[] STREAMS = {1, 1, 1, 2, 2, 3, 4, 4, 5};
    /** channel_config_code of 2 to 8 channels, each a stream of its own: 0x80 and their number. */
    private static final int UNCOUPLED_FIRST = 0x82;
    private static final int UNCOUPLED_LAST = 0x88;
    /** The range decoder's first symbol is the silence flag, probability 1 / 32768 (RFC 6716 4.3): all ones set it. */
    private static final int SILENT_FRAME = 0xFFFE;
    private static final int SILENT_FRAME_BYTES = 2;
    /** 20 ms, as long as a CELT frame can be. */
    private static final int FRAME_MAX_SAMPLES = 960;
    // CELT configurations by bandwidth with the shortest frames, RFC 6716 table 2
    private static final int NARROW = 16;
    private static final int WIDE = 20;
    private static final int SUPER_WIDE = 24;
    private static final int FULL = 28;

    // For life
    private final String obstacle;
    /** TOC of each stream with frame count code 0. */
    private final int[] tocs;
    private final int[] seen;

    // Until a live packet differs
    private int samples;
    private byte[] packet = {};

    /** @param format whose {@code channel_config_code} tells how many streams a packet has; without one it has one */
    public OpusSilence(OpusFormat format) {
        int streams = streams(format.channelConfigCode());
        obstacle = streams > 0 ? ""
                : "Opus with a channel mapping of its own (channel_config_code 0x" + Integer.toHexString(format.channelConfigCode()) + ")";
        tocs = new int[streams];
        seen = new int[streams];
    }

    private static int streams(int code) {
        if (code < STREAMS.length) {
            return code < 0 ? 1 : STREAMS[code];
        }
        return code >= UNCOUPLED_FIRST && code <= UNCOUPLED_LAST ? code & 0x7F : 0;
    }

    @Override
    public void observe(AccessUnit frame) {
        if (frame.damaged() || !obstacle.isEmpty()) {
            return;
        }
        byte[] live = frame.payload();
        int duration = OpusPacket.samples(live, 0, live.length);
        int at = 0;
        for (int stream = 0; stream < seen.length; stream++) {
            // All streams of a packet last equally long (RFC 7845 3).
            if (at < 0 || duration == 0 || OpusPacket.samples(live, at, live.length) != duration) {
                return;
            }
            seen[stream] = silentToc(live[at] & 0xFF);
            at = stream == seen.length - 1 ? live.length : OpusPacket.selfDelimitedEnd(live, at, live.length);
        }
        if (duration != samples || !Arrays.equals(seen, tocs)) {
            samples = duration;
            System.arraycopy(seen, 0, tocs, 0, seen.length);
            packet = new byte[0];
        }
    }

    /** RFC 6716 3.1. */
    private static int silentToc(int toc) {
        int config = toc >> 3;
        int frameSamples = Math.min(OpusPacket.frameSamples(config), FRAME_MAX_SAMPLES);
        int length = Integer.numberOfTrailingZeros(frameSamples / OpusPacket.CELT_MIN_SAMPLES); // 2.5, 5, 10, 20 ms
        return (bandwidth(config) + length) << 3 | (toc & OpusPacket.STEREO);
    }

    /** RFC 6716 table 2. CELT has no medium band: it becomes wide. */
    private static int bandwidth(int config) {
        if (config >= NARROW) {
            return config & ~3;
        }
        if (config < 12) {
            return config < 4 ? NARROW : WIDE;
        }
        return config < 14 ? SUPER_WIDE : FULL;
    }

    @Override
    public boolean isReady() {
        return samples > 0;
    }

    @Override
    public String unsupported() {
        return obstacle;
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
        if (packet.length == 0) {
            packet = silence();
        }
        return packet;
    }

    /** RFC 6716 3.2, all streams but the last one self-delimited (appendix B). */
    private byte[] silence() {
        BitWriter out = new BitWriter();
        for (int stream = 0; stream < tocs.length; stream++) {
            int frames = samples / OpusPacket.frameSamples(tocs[stream] >> 3);
            switch (frames) {
                case 1 -> out.put(tocs[stream], 8);
                case 2 -> out.put(tocs[stream] | 1, 8); // two frames of equal size
                default -> out.put(tocs[stream] | 3, 8).put(frames, 8); // no VBR, no padding, frame count
            }
            if (stream < tocs.length - 1) {
                out.put(SILENT_FRAME_BYTES, 8);
            }
            for (int frame = 0; frame < frames; frame++) {
                out.put(SILENT_FRAME, 16);
            }
        }
        return out.octets().toArray();
    }

    /** Opus packets refer to nothing that a decoder would miss. */
    @Override
    public byte[] mend(byte[] frame) {
        return frame;
    }
}
