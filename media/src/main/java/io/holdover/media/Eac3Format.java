package io.holdover.media;

/**
 * E-AC-3. A unit is the syncframe of the first independent substream with everything that belongs to the same time: dependent substreams
 * and further
 * independent ones.
 *
 * @param sampleRateHz 0 until the first frame
 * @param channels of the first independent substream with the LFE, 0 until the first frame
 */
public record Eac3Format(int sampleRateHz, int channels) implements AudioFormat {
    /** A track that was announced, but has shown no frame yet. */
    public static Eac3Format unknown() {
        return new Eac3Format(0, 0);
    }

    @Override
    public String codecName() {
        return "E-AC-3";
    }
}
