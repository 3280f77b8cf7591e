package io.holdover.media.codec.aac;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Octets;
import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;

/**
 * Follows a raw_data_block() of AAC-LC, ISO/IEC 14496-3 table 4.3, from element to element. Any bytes will do: it reads no further than
 * they
 * reach, and each step consumes some. One thread.
 */
final class RawBlock {
    /** 16 tags each of SCE, CPE and LFE. */
    static final int ELEMENTS_MAX = 48;
    // extension_type, table 4.121
    private static final int EXT_SBR_DATA = 13;
    private static final int EXT_SBR_DATA_CRC = 14;
    private static final int SBR_CRC_BITS = 10;

    // For life
    private final BitReader in = new BitReader();
    private final ChannelStream channel;

    // Of the block
    private final List<AacElement> elements = new ArrayList<>();
    private @Nullable Octets programConfig;

    RawBlock(ScaleFactorBands bands) {
        channel = new ChannelStream(in, bands);
    }

    /** The channel elements of the block read last, in order. */
    List<AacElement> elements() {
        return elements;
    }

    /** With its id and aligned, if the block read last has one at its beginning; else null. */
    @Nullable
    Octets programConfig() {
        return programConfig;
    }

    /** Reads a whole block. */
    BlockOutcome read(byte[] block) {
        in.reset(block, 0, block.length);
        elements.clear();
        programConfig = null;
        while (!in.overrun()) {
            int begin = (int) in.bitsRead();
            int id = in.bits(3); // id_syn_ele
            if (id == AacElement.END) {
                return in.overrun() || elements.isEmpty() ? BlockOutcome.BROKEN : BlockOutcome.WHOLE;
            }
            BlockOutcome outcome = switch (id) {
                case AacElement.SCE, AacElement.LFE -> readSingle(id);
                case AacElement.CPE -> readPair();
                case AacElement.CCE -> BlockOutcome.COUPLING;
                case AacElement.DSE -> skipData();
                case AacElement.PCE -> readProgramConfig(block, begin);
                case AacElement.FIL -> readFill(begin);
                default -> BlockOutcome.BROKEN;
            };
            if (outcome != BlockOutcome.WHOLE) {
                return in.overrun() ? BlockOutcome.BROKEN : outcome;
            }
        }
        return BlockOutcome.BROKEN;
    }

    private BlockOutcome readSingle(int id) {
        int tag = in.bits(4);
        return add(id, tag, channel.read(false), channel.window(), null);
    }

    /** channel_pair_element(), table 4.5. */
    private BlockOutcome readPair() {
        int tag = in.bits(4);
        boolean common = in.flag(); // common_window
        if (common) {
            BlockOutcome outcome = channel.info();
            if (outcome != BlockOutcome.WHOLE) {
                return outcome;
            }
            if (in.bits(2) == 1) { // ms_mask_present
                in.skip(channel.maskBits());
            }
        }
        BlockOutcome outcome = channel.read(common);
        if (outcome != BlockOutcome.WHOLE) {
            return outcome;
        }
        ChannelWindow first = channel.window();
        return add(AacElement.CPE, tag, channel.read(common), first, channel.window());
    }

    private BlockOutcome add(int id, int tag, BlockOutcome outcome, ChannelWindow first, @Nullable ChannelWindow second) {
        if (elements.size() == ELEMENTS_MAX) {
            return BlockOutcome.BROKEN;
        }
        elements.add(new AacElement(id, tag, first, second, null));
        return outcome;
    }

    /** data_stream_element(), table 4.10. */
    private BlockOutcome skipData() {
        in.bits(4); // element_instance_tag
        boolean aligned = in.flag(); // data_byte_align_flag
        int count = in.bits(8);
        if (count == 255) {
            count += in.bits(8); // esc_count
        }
        if (aligned) {
            in.alignToByte();
        }
        in.skip(8L * count);
        return BlockOutcome.WHOLE;
    }

    /** Elsewhere than at the beginning it would not be found by a decoder that begins here. */
    private BlockOutcome readProgramConfig(byte[] block, int begin) {
        AudioSpecificConfig.programConfigElement(in, 0);
        if (begin == 0 && !in.overrun()) {
            programConfig = new BitWriter().copy(new BitReader(block, 0, block.length), in.bitsRead()).octets();
        }
        return BlockOutcome.WHOLE;
    }

    /** fill_element(), table 4.11: SBR data belong to the channel element before, 4.5.2.8.2.2. */
    private BlockOutcome readFill(int begin) {
        int count = in.bits(4);
        if (count == 15) {
            count += in.bits(8) - 1; // esc_count
        }
        int payload = (int) in.bitsRead();
        int end = payload + 8 * count;
        if (count > 0 && !elements.isEmpty()) {
            int type = in.bits(4); // extension_type
            payload += 4;
            if (type == EXT_SBR_DATA_CRC) {
                in.bits(SBR_CRC_BITS); // bs_sbr_crc_bits
                payload += SBR_CRC_BITS;
            }
            AacElement last = elements.getLast();
            if ((type == EXT_SBR_DATA || type == EXT_SBR_DATA_CRC) && last.id() != AacElement.LFE && payload < end) {
                elements.set(elements.size() - 1, last.with(new AacElement.SbrFill(begin, payload, end)));
            }
        }
        in.skip(end - in.bitsRead());
        return BlockOutcome.WHOLE;
    }
}
