package io.holdover.media.codec.mpegaudio;

import io.holdover.media.bits.Crc16;

/** crc_check of MPEG audio, ISO/IEC 11172-3 2.4.3.1: over the second half of the header and the bits whose loss is worst. */
final class MpegAudioCrc {
    private static final int INITIAL = 0xFFFF;
    private static final int SUBBANDS = 32;
    // Bits of bit_alloc of each subband in layer II: ISO/IEC 11172-3 tables B.2a to B.2d, ISO/IEC 13818-3 table B.1. {bits, subbands} each
    private static final int[][] B2A = {{4, 11}, {3, 12}, {2, 4}};
    private static final int[][] B2B = {{4, 11}, {3, 12}, {2, 7}};
    private static final int[][] B2C = {{4, 2}, {3, 6}};
    private static final int[][] B2D = {{4, 2}, {3, 10}};
    private static final int[][] LOW_RATES = {{4, 4}, {3, 7}, {2, 19}};
    private static final int[][] LAYER1 = {{4, SUBBANDS}};

    private MpegAudioCrc() {
    }

    /** Writes the crc_check of the frame over the first {@code protectedBits} bits behind it. */
    static void write(byte[] frame, int protectedBits) {
        int crc = Crc16.update(INITIAL, frame, 16, 16);
        crc = Crc16.update(crc, frame, 8 * (MpegAudioHeader.BYTES + MpegAudioHeader.CRC_BYTES), protectedBits);
        frame[MpegAudioHeader.BYTES] = (byte) (crc >> 8);
        frame[MpegAudioHeader.BYTES + 1] = (byte) crc;
    }

    /** How many bits are protected in a frame of this header that allocates nothing: scfsi follows an allocation only. */
    static int protectedBits(int header) {
        return switch (MpegAudioHeader.layer(header)) {
            case 1 -> allocationBits(header, LAYER1);
            case 2 -> allocationBits(header, layer2Allocation(header));
            default -> 8 * MpegAudioHeader.sideInfoBytes(header);
        };
    }

    private static int allocationBits(int header, int[][] widths) {
        // 2.4.2.3, mode_extension: from this subband on both channels share the allocation
        int bound = MpegAudioHeader.jointStereo(header) ? 4 + 4 * (header >> 4 & 3) : SUBBANDS;
        int bits = 0;
        int subband = 0;
        for (int[] width : widths) {
            for (int index = 0; index < width[1]; index++) {
                bits += width[0] * (subband < bound ? MpegAudioHeader.channels(header) : 1);
                subband++;
            }
        }
        return bits;
    }

    /** Which table: ISO/IEC 11172-3 annex B, table B.2. */
    private static int[][] layer2Allocation(int header) {
        if (!MpegAudioHeader.version1(header)) {
            return LOW_RATES;
        }
        int kbpsPerChannel = MpegAudioHeader.kbps(header) / MpegAudioHeader.channels(header);
        int rateHz = MpegAudioHeader.rateHz(header);
        if (kbpsPerChannel >= 56 && (rateHz == 48_000 || kbpsPerChannel <= 80)) {
            return B2A;
        }
        if (kbpsPerChannel >= 96) {
            return B2B;
        }
        return rateHz == 32_000 ? B2D : B2C;
    }
}
