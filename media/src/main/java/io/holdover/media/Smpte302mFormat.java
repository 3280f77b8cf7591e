package io.holdover.media;

/**
 * SMPTE ST 302 linear audio. A unit is one audio packet with its 4-byte header.
 *
 * @param channels 2, 4, 6 or 8; 0 until the first packet
 * @param bitsPerSample 16, 20 or 24; 0 until the first packet
 */
public record Smpte302mFormat(int channels, int bitsPerSample) implements AudioFormat {
    /** SMPTE ST 302 5.1: 48 kHz and nothing else. */
    public static final int SAMPLE_RATE_HZ = 48_000;

    /** A track that was announced, but has shown no packet yet. */
    public static Smpte302mFormat unknown() {
        return new Smpte302mFormat(0, 0);
    }

    @Override
    public int sampleRateHz() {
        return SAMPLE_RATE_HZ;
    }

    @Override
    public String codecName() {
        return "LPCM";
    }
}
