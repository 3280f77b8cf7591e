package io.holdover.media;

/**
 * MPEG-1, MPEG-2 and MPEG-2.5 audio. Units are whole frames with their header.
 *
 * @param layer 1 to 3, 0 until the first frame
 * @param sampleRateHz 8000 to 48000, 0 until the first frame
 * @param channels 1 or 2, 0 until the first frame
 */
public record MpegAudioFormat(int layer, int sampleRateHz, int channels) implements AudioFormat {
    /** A track that was announced, but has shown no frame yet. */
    public static MpegAudioFormat unknown() {
        return new MpegAudioFormat(0, 0, 0);
    }

    @Override
    public String codecName() {
        return "MPEG-1/2 Audio";
    }
}
