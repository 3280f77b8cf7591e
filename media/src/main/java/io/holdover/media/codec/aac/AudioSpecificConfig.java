package io.holdover.media.codec.aac;

import io.holdover.media.MalformedStreamException;
import io.holdover.media.UnsupportedFeatureException;
import io.holdover.media.bits.BitReader;

/**
 * AudioSpecificConfig(), ISO/IEC 14496-3 1.6.2.1, as far as its length and the core's parameters go.
 *
 * @param objectType of the core: with explicit SBR what follows it
 * @param sampleRateHz of the core
 * @param channels of the core
 * @param frameSamples core samples in one frame
 */
public record AudioSpecificConfig(int objectType, int sampleRateHz, int channels, int frameSamples) {
    /** samplingFrequencyIndex, table 1.18. */
    private static final int[] RATES_HZ =
            {96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350};
    private static final int EXPLICIT_RATE = 15;
    /** channelConfiguration, table 1.19. */
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8};
    private static final int ESCAPE_TYPE = 31;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int SCALABLE = 6;
    private static final int ER_AAC_LC = 17;
    private static final int ER_SCALABLE = 20;
    private static final int ER_BSAC = 22;
    private static final int ER_AAC_LD = 23;

    /** The rate of an index, 0 if reserved. */
    static int rateHz(int index) {
        return index < RATES_HZ.length ? RATES_HZ[index] : 0;
    }

    /** The channels of a configuration, 0 if a program config element tells. */
    static int channels(int configuration) {
        return configuration < CHANNELS.length ? CHANNELS[configuration] : 0;
    }

    /**
     * Reads exactly the configuration's own bits.
     *
     * @throws MalformedStreamException if there is none
     * @throws UnsupportedFeatureException for object types without a known length
     */
    static AudioSpecificConfig read(BitReader in) {
        long begin = in.bitsRead();
        int objectType = objectType(in);
        int rate = rate(in);
        int configuration = in.bits(4); // channelConfiguration
        if (objectType == SBR || objectType == PS) {
            rate(in); // extensionSamplingFrequencyIndex
            objectType = objectType(in);
            if (objectType == ER_BSAC) {
                in.bits(4); // extensionChannelConfiguration
            }
        }
        int channels = channels(configuration);
        int frameSamples;
        switch (objectType) {
            case 1, 2, 3, 4, SCALABLE, 7, ER_AAC_LC, 19, ER_SCALABLE, 21, ER_BSAC, ER_AAC_LD -> {
                // GASpecificConfig(), 4.4.1
                boolean shortFrame = in.flag(); // frameLengthFlag
                frameSamples = objectType == ER_AAC_LD ? shortFrame ? 480 : 512 : shortFrame ? 960 : 1024;
                if (in.flag()) { // dependsOnCoreCoder
                    in.bits(14); // coreCoderDelay
                }
                boolean extension = in.flag(); // extensionFlag
                if (configuration == 0) {
                    channels = programConfigElement(in, begin);
                }
                if (objectType == SCALABLE || objectType == ER_SCALABLE) {
                    in.bits(3); // layerNr
                }
                if (extension) {
                    if (objectType == ER_BSAC) {
                        in.bits(16); // numOfSubFrame 5, layer_length 11
                    } else if (objectType >= ER_AAC_LC && objectType != 21) {
                        in.bits(3); // resilience flags
                    }
                    in.flag(); // extensionFlag3
                }
                if (objectType >= ER_AAC_LC && in.bits(2) > 1) { // epConfig
                    throw new UnsupportedFeatureException("epConfig above 1");
                }
            }
            default -> throw new UnsupportedFeatureException("audioObjectType " + objectType);
        }
        if (in.overrun() || rate <= 0) {
            throw new MalformedStreamException("AudioSpecificConfig");
        }
        return new AudioSpecificConfig(objectType, rate, channels, frameSamples);
    }

    private static int objectType(BitReader in) {
        int type = in.bits(5); // audioObjectType
        return type == ESCAPE_TYPE ? 32 + in.bits(6) : type; // audioObjectTypeExt
    }

    private static int rate(BitReader in) {
        int index = in.bits(4); // samplingFrequencyIndex
        return index == EXPLICIT_RATE ? in.bits(24) : rateHz(index);
    }

    /** program_config_element(), 4.4.1.1; byte_alignment() counts from the configuration's first bit. Returns the channels. */
    static int programConfigElement(BitReader in, long begin) {
        in.bits(10); // element_instance_tag, object_type, sampling_frequency_index
        int front = in.bits(4);
        int side = in.bits(4);
        int back = in.bits(4);
        int lfe = in.bits(2);
        int associated = in.bits(3);
        int coupling = in.bits(4);
        if (in.flag()) { // mono_mixdown_present
            in.bits(4);
        }
        if (in.flag()) { // stereo_mixdown_present
            in.bits(4);
        }
        if (in.flag()) { // matrix_mixdown_idx_present
            in.bits(3);
        }
        int channels = lfe;
        for (int element = 0; element < front + side + back; element++) {
            channels += in.flag() ? 2 : 1; // element_is_cpe
            in.bits(4); // element_tag_select
        }
        in.skip(4L * lfe + 4L * associated + 5L * coupling);
        in.bits((int) (begin - in.bitsRead() & 7)); // byte_alignment
        in.skip(8L * in.bits(8)); // comment_field_bytes
        return channels;
    }
}
