package io.holdover.media;

/** An audio codec with its parameters; rate and channels are 0 until the first frame was seen. */
public sealed interface AudioFormat extends TrackFormat
        permits AacFormat, OpusFormat, MpegAudioFormat, Ac3Format, Eac3Format, DtsFormat, Smpte302mFormat {
    /** The rate that {@link AccessUnit#durationSamples()} counts in, 0 if unknown. */
    int sampleRateHz();

    /** Number of channels, 0 if unknown. */
    int channels();

    @Override
    default MediaKind kind() {
        return MediaKind.AUDIO;
    }
}
