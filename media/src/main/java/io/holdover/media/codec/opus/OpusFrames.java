package io.holdover.media.codec.opus;

import java.util.Arrays;

import io.holdover.media.AudioFormat;
import io.holdover.media.OpusFormat;
import io.holdover.media.codec.FrameSyntax;

/**
 * Opus access units in a transport stream: a control header and a packet. Encapsulation of Opus in MPEG-2 TS (draft 0.1.3) 4.3, table 4.
 * One thread.
 *
 * <pre>
 * control_header_prefix 11 (0x3FF) | start_trim_flag 1 | end_trim_flag 1 | control_extension_flag 1 | reserved 2 | au_size 8 x n (255 goes
 * on)
 * | [start_trim: reserved 3, 13] | [end_trim: reserved 3, 13] | [control_extension_length 8, bytes]
 * </pre>
 */
public final class OpusFrames implements FrameSyntax {
    /** 0x3FF in the first 11 of 16 bits. */
    private static final int PREFIX = 0x7FE0;
    private static final int PREFIX_MASK = 0xFFE0;
    private static final int START_TRIM = 0x10;
    private static final int END_TRIM = 0x08;
    private static final int EXTENSION = 0x04;
    /** 255 streams of 120 ms with 6 frames of 1275 bytes would be 2 MB; no encoder goes beyond 8 channels at 510 kbit/s and 120 ms. */
    private static final int PACKET_MAX_BYTES = 64 * 1024;

    private final OpusFormat format;

    /** @param format channels are told by a descriptor only */
    public OpusFrames(OpusFormat format) {
        this.format = format;
    }

    @Override
    public int frameBytes(byte[] bytes, int from, int to) {
        if (to - from < 2) {
            return bytes[from] == (byte) (PREFIX >> 8) ? MORE : NONE;
        }
        if ((((bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF)) & PREFIX_MASK) != PREFIX) {
            return NONE;
        }
        int packet = packetBytes(bytes, from, to);
        if (packet > PACKET_MAX_BYTES) {
            return NONE;
        }
        int header = headerBytes(bytes, from, to);
        return packet < 0 || header < 0 ? MORE : header + packet;
    }

    /** au_size; -1 if it is not all there. */
    private static int packetBytes(byte[] bytes, int from, int to) {
        int size = 0;
        for (int at = from + 2; at < to; at++) {
            int part = bytes[at] & 0xFF;
            size += part;
            if (part != 0xFF || size > PACKET_MAX_BYTES) {
                return size;
            }
        }
        return -1;
    }

    /** Up to the packet; -1 if it is not all there. */
    private static int headerBytes(byte[] bytes, int from, int to) {
        int at = from + 2;
        while (at < to && bytes[at] == (byte) 0xFF) {
            at++;
        }
        at++;
        at += (bytes[from + 1] & START_TRIM) != 0 ? 2 : 0;
        at += (bytes[from + 1] & END_TRIM) != 0 ? 2 : 0;
        if ((bytes[from + 1] & EXTENSION) != 0) {
            if (at >= to) {
                return -1;
            }
            at += 1 + (bytes[at] & 0xFF); // control_extension_length
        }
        return at - from;
    }

    @Override
    public boolean familiar(byte[] bytes, int from) {
        return true;
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Units units) {
        int packet = from + headerBytes(bytes, from, to);
        int samples = OpusPacket.samples(bytes, packet, to);
        if (samples == 0) {
            return false;
        }
        units.unit(Arrays.copyOfRange(bytes, packet, to), samples);
        return true;
    }

    @Override
    public AudioFormat format() {
        return format;
    }
}
