package io.holdover.media.codec.mpegaudio;

/**
 * The frame header of MPEG audio as a number: ISO/IEC 11172-3 2.4.1.3, ISO/IEC 13818-3 2.4.1.3 and the 2.5 extension.
 *
 * <pre>
 * syncword 11 | version 2 | layer 2 | protection_bit 1 | bitrate_index 4 | sampling_frequency 2 | padding_bit 1 | private_bit 1 | mode 2 |
 * mode_extension 2 | copyright 1 | original 1 | emphasis 2
 * </pre>
 */
final class MpegAudioHeader {
    static final int BYTES = 4;
    static final int PADDING = 0x200;
    /** Follows the header where protection_bit is 0. */
    static final int CRC_BYTES = 2;
    private static final int PROTECTION_ABSENT = 0x1_0000;
    private static final int SYNC = 0xFFE0_0000;
    private static final int LAYER1_SLOT_BYTES = 4;
    private static final int VERSION_1 = 3;
    private static final int VERSION_2 = 2;
    private static final int VERSION_RESERVED = 1;
    private static final int JOINT_STEREO = 1;
    private static final int MONO = 3;
    // bitrate_index in kbit/s, ISO/IEC 11172-3 2.4.2.3 and ISO/IEC 13818-3 2.4.2.3
    private static final int[] V1_LAYER1 = {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448};
    private static final int[] V1_LAYER2 = {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384};
    private static final int[] V1_LAYER3 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] V2_LAYER1 = {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256};
    private static final int[] V2_LAYER23 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] V1_RATES_HZ = {44_100, 48_000, 32_000};

    private MpegAudioHeader() {
    }

    /** The header that begins at {@code from}. */
    static int read(byte[] bytes, int from) {
        return (bytes[from] & 0xFF) << 24 | (bytes[from + 1] & 0xFF) << 16 | (bytes[from + 2] & 0xFF) << 8 | (bytes[from + 3] & 0xFF);
    }

    private static int version(int header) {
        return header >> 19 & 3;
    }

    /** MPEG-1; else it is one of the low rates of MPEG-2 and 2.5. */
    static boolean version1(int header) {
        return version(header) == VERSION_1;
    }

    /** 1 to 3; 4 is reserved. */
    static int layer(int header) {
        return 4 - (header >> 17 & 3);
    }

    static int rateHz(int header) {
        int index = header >> 10 & 3;
        int version = version(header);
        if (index == 3 || version == VERSION_RESERVED) {
            return 0;
        }
        return V1_RATES_HZ[index] >> (version == VERSION_1 ? 0 : version == VERSION_2 ? 1 : 2);
    }

    static int kbps(int header) {
        int index = header >> 12 & 0xF;
        if (index == 15) {
            return 0;
        }
        boolean version1 = version1(header);
        return switch (layer(header)) {
            case 1 -> (version1 ? V1_LAYER1 : V2_LAYER1)[index];
            case 2 -> (version1 ? V1_LAYER2 : V2_LAYER23)[index];
            case 3 -> (version1 ? V1_LAYER3 : V2_LAYER23)[index];
            default -> 0;
        };
    }

    static int samples(int header) {
        return switch (layer(header)) {
            case 1 -> 384;
            case 2 -> 1152;
            default -> version1(header) ? 1152 : 576;
        };
    }

    static boolean mono(int header) {
        return (header >> 6 & 3) == MONO;
    }

    static boolean jointStereo(int header) {
        return (header >> 6 & 3) == JOINT_STEREO;
    }

    static int channels(int header) {
        return mono(header) ? 1 : 2;
    }

    static boolean hasCrc(int header) {
        return (header & PROTECTION_ABSENT) == 0;
    }

    /** Header and CRC. */
    static int headBytes(int header) {
        return hasCrc(header) ? BYTES + CRC_BYTES : BYTES;
    }

    /** ISO/IEC 11172-3 2.4.2.3: bitrate_index 0. */
    static boolean freeFormat(int header) {
        return (header & SYNC) == SYNC && rateHz(header) != 0 && layer(header) != 4 && (header >> 12 & 0xF) == 0;
    }

    /** The length of the frame with this header, padding included; 0 if it is no header, or free format. */
    static int frameBytes(int header) {
        if ((header & SYNC) != SYNC || rateHz(header) == 0 || kbps(header) == 0) {
            return 0;
        }
        int slots = slotsTimesRate(header) / rateHz(header) + ((header & PADDING) != 0 ? 1 : 0);
        return layer(header) == 1 ? LAYER1_SLOT_BYTES * slots : slots;
    }

    /** How much of a slot each frame lacks without padding, times the sampling rate: ISO/IEC 11172-3 2.4.2.3, padding_bit. */
    static int paddingRest(int header) {
        return slotsTimesRate(header) % rateHz(header);
    }

    /** 2.4.3.1: a frame of layer I has 12 x bit rate / rate slots of four bytes, the others samples / 8 x bit rate / rate of one. */
    private static int slotsTimesRate(int header) {
        return (layer(header) == 1 ? 12 : samples(header) / 8) * 1000 * kbps(header);
    }

    /** Side information of layer III: ISO/IEC 11172-3 2.4.1.7, ISO/IEC 13818-3 2.4.1.7. */
    static int sideInfoBytes(int header) {
        if (version1(header)) {
            return mono(header) ? 17 : 32;
        }
        return mono(header) ? 9 : 17;
    }
}
