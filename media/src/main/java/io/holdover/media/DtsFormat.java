package io.holdover.media;

/**
 * DTS Coherent Acoustics. A unit is a core frame with the extension substream that follows it, if any.
 *
 * @param sampleRateHz of the core, 0 until the first frame
 * @param channels of the core with the LFE, 0 until the first frame
 */
public record DtsFormat(int sampleRateHz, int channels) implements AudioFormat {
    /** A track that was announced, but has shown no frame yet. */
    public static DtsFormat unknown() {
        return new DtsFormat(0, 0);
    }

    @Override
    public String codecName() {
        return "DTS";
    }
}
