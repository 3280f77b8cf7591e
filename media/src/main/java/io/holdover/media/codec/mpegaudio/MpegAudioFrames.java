package io.holdover.media.codec.mpegaudio;

import java.util.Arrays;

import io.holdover.media.AudioFormat;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.codec.FrameSyntax;

/**
 * Frames of MPEG audio layers I to III: ISO/IEC 11172-3 2.4.1.3, ISO/IEC 13818-3 2.4.1.3 and the 2.5 extension. Free format has no length
 * in its header and
 * is not read. One thread.
 *
 * <pre>
 * syncword 11 | version 2 | layer 2 | protection_bit 1 | bitrate_index 4 | sampling_frequency 2 | padding_bit 1 | private_bit 1 | mode 2 |
 * ...
 * </pre>
 */
public final class MpegAudioFrames implements FrameSyntax {
    private static final int HEADER_BYTES = 4;
    private static final int VERSION_1 = 3;
    private static final int VERSION_2 = 2;
    private static final int VERSION_RESERVED = 1;
    private static final int MONO = 3;
    // bitrate_index in kbit/s, ISO/IEC 11172-3 2.4.2.3 and ISO/IEC 13818-3 2.4.2.3
    private static final int[] V1_LAYER1 = {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448};
    private static final int[] V1_LAYER2 = {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384};
    private static final int[] V1_LAYER3 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] V2_LAYER1 = {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256};
    private static final int[] V2_LAYER23 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] V1_RATES_HZ = {44_100, 48_000, 32_000};
    /** syncword, version, layer and sampling_frequency. */
    private static final int FIXED_MASK = 0xFFFE_0C00;

    private int fixedHeader;
    private boolean mono;
    private MpegAudioFormat format = MpegAudioFormat.unknown();

    @Override
    public int frameBytes(byte[] bytes, int from, int to) {
        if (to - from < HEADER_BYTES) {
            return bytes[from] == (byte) 0xFF && (to - from < 2 || (bytes[from + 1] & 0xE0) == 0xE0) ? MORE : NONE;
        }
        int header = header(bytes, from);
        int rate = rateHz(header);
        int kbps = kbps(header);
        if ((header & 0xFFE0_0000) != 0xFFE0_0000 || rate == 0 || kbps == 0) {
            return NONE;
        }
        int padding = header >> 9 & 1;
        // 2.4.3.1: slots per frame; a slot has four bytes in layer I, one else
        if (layer(header) == 1) {
            return (12_000 * kbps / rate + padding) * 4;
        }
        int bytesPerBit = samples(header) / 8;
        return bytesPerBit * 1000 * kbps / rate + padding;
    }

    private static int header(byte[] bytes, int from) {
        return (bytes[from] & 0xFF) << 24 | (bytes[from + 1] & 0xFF) << 16 | (bytes[from + 2] & 0xFF) << 8 | (bytes[from + 3] & 0xFF);
    }

    private static int version(int header) {
        return header >> 19 & 3;
    }

    /** 1 to 3; 4 is reserved. */
    private static int layer(int header) {
        return 4 - (header >> 17 & 3);
    }

    private static int rateHz(int header) {
        int index = header >> 10 & 3;
        int version = version(header);
        if (index == 3 || version == VERSION_RESERVED) {
            return 0;
        }
        return V1_RATES_HZ[index] >> (version == VERSION_1 ? 0 : version == VERSION_2 ? 1 : 2);
    }

    private static int kbps(int header) {
        int index = header >> 12 & 0xF;
        if (index == 15) {
            return 0;
        }
        boolean version1 = version(header) == VERSION_1;
        return switch (layer(header)) {
            case 1 -> (version1 ? V1_LAYER1 : V2_LAYER1)[index];
            case 2 -> (version1 ? V1_LAYER2 : V2_LAYER23)[index];
            case 3 -> (version1 ? V1_LAYER3 : V2_LAYER23)[index];
            default -> 0;
        };
    }

    private static int samples(int header) {
        return switch (layer(header)) {
            case 1 -> 384;
            case 2 -> 1152;
            default -> version(header) == VERSION_1 ? 1152 : 576;
        };
    }

    private static boolean mono(int header) {
        return (header >> 6 & 3) == MONO;
    }

    @Override
    public boolean familiar(byte[] bytes, int from) {
        int header = header(bytes, from);
        return (header & FIXED_MASK) == fixedHeader && mono(header) == mono;
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Units units) {
        int header = header(bytes, from);
        if (!familiar(bytes, from)) {
            fixedHeader = header & FIXED_MASK;
            mono = mono(header);
            format = new MpegAudioFormat(layer(header), rateHz(header), mono ? 1 : 2);
        }
        units.unit(Arrays.copyOfRange(bytes, from, to), samples(header));
        return true;
    }

    @Override
    public AudioFormat format() {
        return format;
    }
}
