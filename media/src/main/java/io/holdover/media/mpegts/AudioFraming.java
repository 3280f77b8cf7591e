package io.holdover.media.mpegts;

import io.holdover.media.AacFormat;
import io.holdover.media.Ac3Format;
import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.DtsFormat;
import io.holdover.media.Eac3Format;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.Octets;
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;

/**
 * What goes around an audio frame in a transport stream: ADTS and LOAS/LATM for AAC, the control header for Opus, nothing for the
 * others.
 */
final class AudioFraming {
    private static final int ADTS_HEADER_BYTES = 7;
    /** aac_frame_length has 13 bits. */
    private static final int ADTS_MAX_FRAME_BYTES = 0x1FFF;
    /** audioMuxLengthBytes has 13 bits. */
    private static final int LOAS_MAX_BYTES = 0x1FFF;
    private static final int LOAS_HEADER_BYTES = 3;

    // Of the format
    private final AudioFormat format;
    private final boolean adtsPossible;
    private final int profile;
    private final int frequencyIndex;
    private final int channelConfiguration;

    AudioFraming(AudioFormat format) {
        this.format = format;
        Octets config = format instanceof AacFormat aac ? aac.audioSpecificConfig() : Octets.empty();
        int word = config.length() < 2 ? 0 : config.at(0) << 8 | config.at(1);
        int objectType = word >> 11; // ISO/IEC 14496-3 1.6.2.1: audioObjectType(5) samplingFrequencyIndex(4) channelConfiguration(4)
        profile = objectType - 1;
        frequencyIndex = word >> 7 & 0x0F;
        channelConfiguration = word >> 3 & 0x0F;
        adtsPossible = objectType >= 1 && objectType <= 4 && frequencyIndex <= 12 && channelConfiguration <= 7;
    }

    /** Appends the framed unit; false when the framing cannot carry it. */
    boolean addTo(PayloadSlices pes, Scratch scratch, AccessUnit unit) {
        byte[] frame = unit.payload();
        return switch (format) {
            case AacFormat aac -> switch (aac.transport()) {
                case ADTS -> addAdts(pes, scratch, aac, frame);
                case LATM -> addLatm(pes, scratch, aac, frame);
            };
            case OpusFormat _ -> {
                addOpusHeader(pes, scratch, frame.length);
                pes.add(frame, 0, frame.length);
                yield true;
            }
            case MpegAudioFormat _,Ac3Format _,Eac3Format _,DtsFormat _,Smpte302mFormat _ -> {
                pes.add(frame, 0, frame.length);
                yield true;
            }
        };
    }

    /** Whether several frames may share a PES packet: SMPTE 302M has one length field for all of it. */
    boolean isBundled() {
        return !(format instanceof Smpte302mFormat);
    }

    /**
     * ISO/IEC 13818-7 6.2.1. The publisher's ID bit stays; a CRC does not, since it would have to be computed over parts of the syntax that
     * nobody here parses: protection_absent is 1, and the frame is valid.
     */
    private boolean addAdts(PayloadSlices pes, Scratch scratch, AacFormat aac, byte[] frame) {
        int frameLength = ADTS_HEADER_BYTES + frame.length;
        if (frameLength > ADTS_MAX_FRAME_BYTES || !adtsPossible) {
            return false;
        }
        byte[] header = scratch.reserve(ADTS_HEADER_BYTES);
        int start = scratch.position();
        scratch.put(0xFF);
        scratch.put(0xF1 | (aac.mpeg2Id() ? 0x08 : 0)); // syncword, ID, layer 0, protection_absent 1
        scratch.put(profile << 6 | frequencyIndex << 2 | channelConfiguration >> 2);
        scratch.put((channelConfiguration & 0x03) << 6 | frameLength >> 11);
        scratch.put(frameLength >> 3);
        scratch.put((frameLength & 0x07) << 5 | 0x1F); // adts_buffer_fullness 0x7FF: variable rate
        scratch.put(0xFC | aac.rawDataBlocks() - 1); // number_of_raw_data_blocks_in_frame
        pes.add(header, start, ADTS_HEADER_BYTES);
        pes.add(frame, 0, frame.length);
        return true;
    }

    /**
     * ISO/IEC 14496-3 1.7.2: AudioSyncStream() around an AudioMuxElement() with the publisher's StreamMuxConfig() in each, so that a
     * receiver can
     * begin anywhere. The payload lies at whatever bit the configuration ends.
     */
    private static boolean addLatm(PayloadSlices pes, Scratch scratch, AacFormat aac, byte[] frame) {
        int configBits = aac.streamMuxConfigBits();
        int lengthInfoBytes = frame.length / 255 + 1; // PayloadLengthInfo(): MuxSlotLengthBytes, 255 at a time
        int elementBits = 1 + configBits + 8 * (lengthInfoBytes + frame.length);
        int elementBytes = (elementBits + 7) >> 3; // ByteAlign()
        if (configBits == 0 || elementBytes > LOAS_MAX_BYTES) {
            return false;
        }
        byte[] out = scratch.reserve(LOAS_HEADER_BYTES + elementBytes);
        int start = scratch.position();
        scratch.put(0x56); // syncword 0x2B7, 11 bits
        scratch.put(0xE0 | elementBytes >> 8);
        scratch.put(elementBytes);
        scratch.fill(0, elementBytes);
        int bit = (start + LOAS_HEADER_BYTES) * 8 + 1; // useSameStreamMux 0
        for (int i = 0; i < configBits; i += 8) {
            int bits = Math.min(8, configBits - i);
            bit = putBits(out, bit, aac.streamMuxConfig().at(i / 8) >> (8 - bits), bits);
        }
        for (int i = 1; i < lengthInfoBytes; i++) {
            bit = putBits(out, bit, 0xFF, 8);
        }
        bit = putBits(out, bit, frame.length % 255, 8);
        putBytes(out, bit, frame);
        pes.add(out, start, LOAS_HEADER_BYTES + elementBytes);
        return true;
    }

    /** opus_control_header() of the Opus mapping for MPEG-TS: prefix 0x3FF, no trimming, no extension, au_size. */
    private static void addOpusHeader(PayloadSlices pes, Scratch scratch, int packetBytes) {
        int sizeBytes = packetBytes / 255 + 1;
        byte[] header = scratch.reserve(2 + sizeBytes);
        int start = scratch.position();
        scratch.put(0x7F);
        scratch.put(0xE0);
        scratch.fill(0xFF, sizeBytes - 1);
        scratch.put(packetBytes % 255);
        pes.add(header, start, 2 + sizeBytes);
    }

    /** Puts up to 8 bits into zeroed bytes; returns the bit behind them. */
    private static int putBits(byte[] out, int bit, int value, int bits) {
        int shift = 16 - (bit & 7) - bits;
        int window = value << shift;
        out[bit >> 3] |= (byte) (window >> 8);
        if ((window & 0xFF) != 0) {
            out[(bit >> 3) + 1] |= (byte) window;
        }
        return bit + bits;
    }

    private static void putBytes(byte[] out, int bit, byte[] bytes) {
        int shift = bit & 7;
        int position = bit >> 3;
        if (shift == 0) {
            System.arraycopy(bytes, 0, out, position, bytes.length);
            return;
        }
        int carry = out[position] & 0xFF;
        for (byte value : bytes) {
            int octet = value & 0xFF;
            out[position++] = (byte) (carry | octet >> shift);
            carry = octet << (8 - shift);
        }
        out[position] = (byte) carry;
    }
}
