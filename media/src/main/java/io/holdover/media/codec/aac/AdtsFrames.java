package io.holdover.media.codec.aac;

import java.util.Arrays;

import io.holdover.media.AacFormat;
import io.holdover.media.AacFormat.Transport;
import io.holdover.media.AudioFormat;
import io.holdover.media.Octets;
import io.holdover.media.codec.FrameSyntax;

/**
 * ADTS frames, ISO/IEC 14496-3 1.A.2.2. One thread.
 *
 * <pre>
 * syncword 12 | ID 1 | layer 2 | protection_absent 1 | profile 2 | sampling_frequency_index 4 | private 1 | channel_configuration 3 |
 * original 1 | home 1 | copyright 2 | aac_frame_length 13 | adts_buffer_fullness 11 | number_of_raw_data_blocks_in_frame 2
 * </pre>
 */
public final class AdtsFrames implements FrameSyntax {
    /** 56 bits. */
    private static final int HEADER_BYTES = 7;
    private static final int CRC_BYTES = 2;
    private static final int SAMPLES_PER_BLOCK = 1024;
    /** ID, layer, protection_absent, profile, sampling_frequency_index, channel_configuration within the first 32 bits. */
    private static final int FIXED_MASK = 0xFFFF_FDC0;

    private int fixedHeader;
    private int blocks;
    private AacFormat format = AacFormat.unknown(Transport.ADTS);

    @Override
    public int frameBytes(byte[] bytes, int from, int to) {
        if (to - from < HEADER_BYTES) {
            return mayBegin(bytes, from, to) ? MORE : NONE;
        }
        int fixed = fixedHeader(bytes, from);
        // syncword 0xFFF, layer 0
        if ((fixed & 0xFFF6_0000) != 0xFFF0_0000 || AudioSpecificConfig.rateHz(fixed >> 10 & 0xF) == 0) {
            return NONE;
        }
        int length = (bytes[from + 3] & 3) << 11 | (bytes[from + 4] & 0xFF) << 3 | (bytes[from + 5] & 0xFF) >> 5; // aac_frame_length
        return length > headerBytes(bytes, from) ? length : NONE;
    }

    private static boolean mayBegin(byte[] bytes, int from, int to) {
        return bytes[from] == (byte) 0xFF && (to - from < 2 || (bytes[from + 1] & 0xF6) == 0xF0);
    }

    private static int fixedHeader(byte[] bytes, int from) {
        return ((bytes[from] & 0xFF) << 24 | (bytes[from + 1] & 0xFF) << 16 | (bytes[from + 2] & 0xFF) << 8 | (bytes[from + 3] & 0xFF))
                & FIXED_MASK;
    }

    private static boolean hasCrc(byte[] bytes, int from) {
        return (bytes[from + 1] & 1) == 0; // protection_absent
    }

    private static int blocks(byte[] bytes, int from) {
        return (bytes[from + 6] & 3) + 1; // number_of_raw_data_blocks_in_frame
    }

    /** With adts_error_check(), or adts_header_error_check() and its table of positions. */
    private static int headerBytes(byte[] bytes, int from) {
        return HEADER_BYTES + (hasCrc(bytes, from) ? CRC_BYTES + 2 * (blocks(bytes, from) - 1) : 0);
    }

    @Override
    public boolean familiar(byte[] bytes, int from) {
        return fixedHeader(bytes, from) == fixedHeader;
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Units units) {
        int frameBlocks = blocks(bytes, from);
        boolean divisible = frameBlocks > 1 && hasCrc(bytes, from);
        int blocksPerUnit = divisible ? 1 : frameBlocks;
        int fixed = fixedHeader(bytes, from);
        if (fixed != fixedHeader || blocksPerUnit != blocks) {
            fixedHeader = fixed;
            blocks = blocksPerUnit;
            format = describe(bytes, from, blocksPerUnit);
        }
        int header = headerBytes(bytes, from);
        if (divisible) {
            return readBlocks(bytes, from + header, to, from + HEADER_BYTES, frameBlocks, units);
        }
        units.unit(Arrays.copyOfRange(bytes, from + header, to), SAMPLES_PER_BLOCK * frameBlocks);
        return true;
    }

    /** raw_data_block_position tells where the second block and its successors begin, each behind the CRC of the one before (1.A.2.2.3). */
    private static boolean readBlocks(byte[] bytes, int first, int to, int positions, int count, Units units) {
        int begin = first;
        for (int block = 1; block <= count; block++) {
            int at = positions + 2 * (block - 1);
            int next = block == count ? to : first + ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF));
            if (next - CRC_BYTES <= begin || next > to) {
                return false;
            }
            units.unit(Arrays.copyOfRange(bytes, begin, next - CRC_BYTES), SAMPLES_PER_BLOCK);
            begin = next;
        }
        return true;
    }

    private static AacFormat describe(byte[] bytes, int from, int blocksPerUnit) {
        int fixed = fixedHeader(bytes, from);
        int objectType = (fixed >> 14 & 3) + 1; // profile, table 1.A.11
        int rateIndex = fixed >> 10 & 0xF;
        int channelConfiguration = fixed >> 6 & 7;
        // AudioSpecificConfig(): audioObjectType 5, samplingFrequencyIndex 4, channelConfiguration 4, GASpecificConfig() 000
        int config = objectType << 11 | rateIndex << 7 | channelConfiguration << 3;
        boolean mpeg2 = (bytes[from + 1] & 8) != 0; // ID
        return new AacFormat(Transport.ADTS, Octets.of((byte) (config >> 8), (byte) config), AudioSpecificConfig.rateHz(rateIndex),
                AudioSpecificConfig.channels(channelConfiguration), mpeg2, hasCrc(bytes, from), blocksPerUnit, Octets.empty(), 0);
    }

    @Override
    public AudioFormat format() {
        return format;
    }
}
