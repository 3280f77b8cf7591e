package io.holdover.media.codec.aac;

import io.holdover.media.MalformedStreamException;
import io.holdover.media.Octets;
import io.holdover.media.UnsupportedFeatureException;
import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;

/**
 * StreamMuxConfig(), ISO/IEC 14496-3 table 1.42, of one program with one layer.
 *
 * @param audio what it configures
 * @param audioSpecificConfig its AudioSpecificConfig(), left-aligned
 * @param lastSubFrame {@code numSubFrames}: payloads per element less one
 * @param fixedPayloadBytes with frameLengthType 1 the payload's length, else -1
 * @param plain the same configuration for one payload per element, without other data and CRC, left-aligned
 * @param plainBits how many bits of it count
 */
record StreamMuxConfig(AudioSpecificConfig audio, Octets audioSpecificConfig, int lastSubFrame, int fixedPayloadBytes, Octets plain,
        int plainBits) {
    /** ascLen beyond this is no configuration: a program config element with its comment stays under 400 bytes. */
    private static final int CONFIG_MAX_BITS = 8 * 1024;
    /** latmBufferFullness 0xFF, 1.7.3.2.3. */
    private static final int VARIABLE_RATE = 0xFF;

    /**
     * Reads from the bit after {@code useSameStreamMux}.
     *
     * @param start index of the byte at which {@code in} began
     */
    static StreamMuxConfig read(BitReader in, byte[] bytes, int start) {
        boolean version1 = in.flag(); // audioMuxVersion
        if (version1 && in.flag()) { // audioMuxVersionA
            throw new UnsupportedFeatureException("audioMuxVersionA");
        }
        if (version1) {
            latmValue(in); // taraBufferFullness
        }
        boolean sameTimeFraming = in.flag(); // allStreamsSameTimeFraming
        int lastSubFrame = in.bits(6); // numSubFrames
        int lastProgram = in.bits(4); // numProgram
        int lastLayer = in.bits(3); // numLayer
        if (!sameTimeFraming || lastProgram != 0 || lastLayer != 0) {
            throw new UnsupportedFeatureException("LATM with several programs or layers");
        }
        long configBits = version1 ? latmValue(in) : -1; // ascLen
        long configBegin = in.bitsRead();
        AudioSpecificConfig audio = AudioSpecificConfig.read(in);
        if (version1) {
            long fill = configBits - (in.bitsRead() - configBegin);
            if (fill < 0 || configBits > CONFIG_MAX_BITS) {
                throw new MalformedStreamException("ascLen");
            }
            in.skip(fill); // explicit SBR and PS signalling at the end is carried, not read
        }
        long configLength = in.bitsRead() - configBegin;
        int fixedPayloadBytes = -1;
        int bufferFullness = VARIABLE_RATE;
        int frameLengthType = in.bits(3);
        if (frameLengthType == 0) {
            bufferFullness = in.bits(8); // latmBufferFullness
        } else if (frameLengthType == 1) {
            fixedPayloadBytes = in.bits(9) + 20; // frameLength; 8 x (frameLength + 20) bits, 1.7.3.2.3
        } else {
            throw new UnsupportedFeatureException("frameLengthType " + frameLengthType);
        }
        if (in.flag()) { // otherDataPresent; comes behind every payload and is not kept
            if (version1) {
                latmValue(in); // otherDataLenBits
            } else {
                while (in.flag() && !in.overrun()) { // otherDataLenEsc
                    in.bits(8); // otherDataLenTmp
                }
                in.bits(8);
            }
        }
        if (in.flag()) { // crcCheckPresent
            in.bits(8); // crcCheckSum
        }
        if (in.overrun()) {
            throw new MalformedStreamException("StreamMuxConfig");
        }
        BitWriter plain = new BitWriter();
        if (version1) {
            plain.put(0b10, 2).put(0, 2).put(VARIABLE_RATE, 8); // audioMuxVersion 1, audioMuxVersionA 0, taraBufferFullness in one byte
        } else {
            plain.put(0, 1); // audioMuxVersion
        }
        plain.put(1, 1).put(0, 6 + 4 + 3); // allStreamsSameTimeFraming, numSubFrames, numProgram, numLayer
        if (version1) {
            plain.put(1, 2).put((int) configLength, 16); // ascLen in two bytes
        }
        plain.copy(reader(bytes, start, configBegin), configLength);
        plain.put(0, 3).put(bufferFullness, 8).put(0, 2); // frameLengthType, latmBufferFullness, otherDataPresent, crcCheckPresent
        Octets audioSpecificConfig = new BitWriter().copy(reader(bytes, start, configBegin), configLength).octets();
        return new StreamMuxConfig(audio, audioSpecificConfig, lastSubFrame, fixedPayloadBytes, plain.octets(), plain.bitCount());
    }

    /** PayloadLengthInfo(), table 1.44: MuxSlotLengthBytes as a sum of bytes that ends with one below 255. */
    int payloadBytes(BitReader in) {
        if (fixedPayloadBytes >= 0) {
            return fixedPayloadBytes;
        }
        int length = 0;
        int part;
        do {
            part = in.bits(8);
            length += part;
        } while (part == 0xFF && !in.overrun());
        return length;
    }

    /** LatmGetValue(), table 1.43. */
    private static long latmValue(BitReader in) {
        int bytesForValue = in.bits(2) + 1;
        return Integer.toUnsignedLong(in.bits(8 * bytesForValue));
    }

    private static BitReader reader(byte[] bytes, int start, long bit) {
        BitReader reader = new BitReader(bytes, start, bytes.length);
        reader.skip(bit);
        return reader;
    }
}
