package io.holdover.systemtest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.holdover.media.Ac3Format;
import io.holdover.media.AudioFormat;
import io.holdover.media.DtsFormat;
import io.holdover.media.Eac3Format;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.codec.SilentFrames;
import io.holdover.media.codec.ac3.Ac3Silence;
import io.holdover.media.codec.ac3.Eac3Silence;
import io.holdover.media.codec.dts.DtsSilence;
import io.holdover.media.codec.mpegaudio.MpegAudioSilence;
import io.holdover.media.codec.opus.OpusSilence;
import io.holdover.media.codec.smpte302m.Smpte302mSilence;

/**
 * An encoder whose stream is cut, filled with silence and gone on with.
 *
 * @param layout of the channels, as ffmpeg calls it
 * @param encoder its name and arguments for ffmpeg
 * @param bounds what a decoder may do at the borders
 * @param silence makes the generator for the format that the demuxer found
 */
record SilenceCase(String name, int rateHz, String layout, List<String> encoder, Bounds bounds,
        Function<AudioFormat, SilentFrames> silence) {

    /**
     * @param decaySamples how long a decoder still sounds after the last live frame
     * @param backFrames how many frames of another encoder may be silent, beside those that are so with nothing before them
     * @param resumeSamples how long the same encoder may be silent, which did not notice and builds on what its decoder has forgotten
     */
    record Bounds(int decaySamples, int backFrames, int resumeSamples) {
    }

    private static final Bounds OPUS = new Bounds(259, 1, 2 * 960);
    private static final Bounds LAYER_2 = new Bounds(480, 0, 240);
    private static final Bounds LAYER_3 = new Bounds(1056, 0, 3 * 1152);
    /** Small frames need long to fill the reservoir. */
    private static final Bounds LAYER_3_VARIABLE = new Bounds(1056, 0, 8 * 1152);
    private static final Bounds AC3 = new Bounds(256, 0, 128);
    private static final Bounds DTS = new Bounds(480, 0, 240);
    private static final Bounds PCM = new Bounds(0, 0, 0);

    /** Every row; a codec is added here and nowhere else. */
    static List<SilenceCase> all() {
        return Stream.of(opus(), mpegAudio(), ac3(), others()).flatMap(List::stream).toList();
    }

    private static List<SilenceCase> opus() {
        Function<AudioFormat, SilentFrames> silence = format -> new OpusSilence((OpusFormat) format);
        List<SilenceCase> rows = new ArrayList<>();
        for (String milliseconds : List.of("2.5", "5", "10", "20", "40", "60", "120")) {
            rows.add(new SilenceCase("Opus stereo of " + milliseconds + " ms", 48_000, "stereo",
                    List.of("libopus", "-b:a", "96k", "-frame_duration", milliseconds), OPUS, silence));
        }
        for (String milliseconds : List.of("10", "20", "60")) {
            rows.add(new SilenceCase("Opus mono of " + milliseconds + " ms", 48_000, "mono",
                    List.of("libopus", "-b:a", "64k", "-frame_duration", milliseconds), OPUS, silence));
        }
        rows.add(new SilenceCase("Opus speech of 60 ms in narrow band", 48_000, "mono",
                List.of("libopus", "-b:a", "8k", "-application", "voip", "-frame_duration", "60"), OPUS, silence));
        rows.add(new SilenceCase("Opus speech of 20 ms in full band", 48_000, "stereo",
                List.of("libopus", "-b:a", "36k", "-application", "voip"), OPUS, silence));
        rows.add(new SilenceCase("Opus 5.1 in four streams", 48_000, "5.1", List.of("libopus", "-b:a", "256k"), OPUS, silence));
        rows.add(new SilenceCase("Opus 5.1 of 60 ms", 48_000, "5.1", List.of("libopus", "-b:a", "256k", "-frame_duration", "60"), OPUS,
                silence));
        return rows;
    }

    private static List<SilenceCase> mpegAudio() {
        Function<AudioFormat, SilentFrames> silence = format -> new MpegAudioSilence((MpegAudioFormat) format);
        return List.of(new SilenceCase("MP2 48 kHz", 48_000, "stereo", List.of("mp2", "-b:a", "192k"), LAYER_2, silence),
                new SilenceCase("MP2 44.1 kHz", 44_100, "stereo", List.of("mp2", "-b:a", "128k"), LAYER_2, silence),
                new SilenceCase("MP2 mono", 32_000, "mono", List.of("mp2", "-b:a", "64k"), LAYER_2, silence),
                new SilenceCase("MP2 low rate", 24_000, "stereo", List.of("mp2", "-b:a", "64k"), LAYER_2, silence),
                new SilenceCase("MP3 44.1 kHz", 44_100, "stereo", List.of("libmp3lame", "-b:a", "128k"), LAYER_3, silence),
                new SilenceCase("MP3 48 kHz", 48_000, "stereo", List.of("libmp3lame", "-b:a", "320k"), LAYER_3, silence),
                new SilenceCase("MP3 variable", 44_100, "stereo", List.of("libmp3lame", "-q:a", "4"), LAYER_3_VARIABLE, silence),
                new SilenceCase("MP3 mono", 48_000, "mono", List.of("libmp3lame", "-b:a", "64k"), LAYER_3, silence),
                new SilenceCase("MP3 low rate", 22_050, "stereo", List.of("libmp3lame", "-b:a", "64k"), LAYER_3, silence),
                new SilenceCase("MP3 of MPEG-2.5", 8_000, "mono", List.of("libmp3lame", "-b:a", "16k"), LAYER_3, silence));
    }

    private static List<SilenceCase> ac3() {
        Function<AudioFormat, SilentFrames> plain = format -> new Ac3Silence((Ac3Format) format);
        Function<AudioFormat, SilentFrames> enhanced = format -> new Eac3Silence((Eac3Format) format);
        return List.of(new SilenceCase("AC-3 stereo", 48_000, "stereo", List.of("ac3", "-b:a", "192k"), AC3, plain),
                new SilenceCase("AC-3 5.1", 48_000, "5.1", List.of("ac3", "-b:a", "448k"), AC3, plain),
                new SilenceCase("AC-3 44.1 kHz", 44_100, "stereo", List.of("ac3", "-b:a", "192k"), AC3, plain),
                new SilenceCase("AC-3 mono", 32_000, "mono", List.of("ac3", "-b:a", "64k"), AC3, plain),
                new SilenceCase("E-AC-3 stereo", 48_000, "stereo", List.of("eac3", "-b:a", "128k"), AC3, enhanced),
                new SilenceCase("E-AC-3 5.1", 48_000, "5.1", List.of("eac3", "-b:a", "256k"), AC3, enhanced),
                new SilenceCase("E-AC-3 44.1 kHz mono", 44_100, "mono", List.of("eac3", "-b:a", "64k"), AC3, enhanced),
                new SilenceCase("E-AC-3 of three blocks", 48_000, "5.1", List.of("eac3", "-b:a", "2000k"), AC3, enhanced),
                new SilenceCase("E-AC-3 of one block", 48_000, "5.1", List.of("eac3", "-b:a", "6000k"), AC3, enhanced));
    }

    private static List<SilenceCase> others() {
        Function<AudioFormat, SilentFrames> dts = format -> new DtsSilence((DtsFormat) format);
        Function<AudioFormat, SilentFrames> pcm = format -> new Smpte302mSilence((Smpte302mFormat) format);
        return List.of(
                new SilenceCase("DTS stereo", 48_000, "stereo", List.of("dca", "-b:a", "768k", "-strict", "-2"), DTS, dts),
                new SilenceCase("DTS 5.1", 48_000, "5.1(side)", List.of("dca", "-b:a", "1411k", "-strict", "-2"), DTS, dts),
                new SilenceCase("DTS mono", 44_100, "mono", List.of("dca", "-b:a", "384k", "-strict", "-2"), DTS, dts),
                new SilenceCase("SMPTE 302M of 16 bits", 48_000, "stereo", List.of("s302m", "-strict", "-2"), PCM, pcm),
                new SilenceCase("SMPTE 302M of 24 bits", 48_000, "7.1", List.of("s302m", "-sample_fmt", "s32", "-strict", "-2"), PCM,
                        pcm));
    }

    @Override
    public String toString() {
        return name;
    }
}
