package io.holdover.media;

/**
 * AC-3. Units are whole syncframes.
 *
 * @param sampleRateHz 0 until the first frame
 * @param channels with the LFE, 0 until the first frame
 */
public record Ac3Format(int sampleRateHz, int channels) implements AudioFormat {
    /** A track that was announced, but has shown no frame yet. */
    public static Ac3Format unknown() {
        return new Ac3Format(0, 0);
    }

    @Override
    public String codecName() {
        return "AC-3";
    }
}
