package io.holdover.media;

/**
 * Opus. Units are single Opus packets (of all streams together, the first ones self-delimited) without control header.
 *
 * @param channels number of channels, 0 if unknown
 * @param channelConfigCode {@code channel_config_code} of the Opus extension descriptor: 0 dual mono, 1 to 8 channels in Vorbis order,
 * 0x81 and up other mappings;
 *            -1 if there was none
 */
public record OpusFormat(int channels, int channelConfigCode) implements AudioFormat {
    /** Opus always counts in 48 kHz (RFC 7845 4). */
    public static final int SAMPLE_RATE_HZ = 48_000;

    @Override
    public int sampleRateHz() {
        return SAMPLE_RATE_HZ;
    }

    @Override
    public String codecName() {
        return "Opus";
    }
}
