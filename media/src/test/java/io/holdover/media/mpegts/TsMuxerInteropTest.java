package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;

/**
 * What ffmpeg made comes through demuxer and muxer so that ffmpeg decodes the same frames at the same times, and our demuxer the same
 * units.
 */
@Tag("interop")
@Timeout(60)
class TsMuxerInteropTest {
    private static final String VIDEO = "-f lavfi -i testsrc2=s=320x180:r=25:d=1 ";
    private static final String AUDIO = "-f lavfi -i sine=f=440:r=48000:d=1 ";
    private static final String X264 = "-c:v libx264 -g 12 -preset veryfast -threads 1 -pix_fmt yuv420p ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {VIDEO + AUDIO + X264 + "-bf 3 -c:a aac -b:a 48k", //
        VIDEO + AUDIO + X264 + "-x264-params aud=1:repeat-headers=1 -c:a libopus", //
        VIDEO + AUDIO + X264 + "-b:v 6M -c:a ac3", //
        VIDEO + AUDIO + X264 + "-c:a eac3", //
        VIDEO + AUDIO + X264 + "-c:a mp2", //
        VIDEO + AUDIO + X264 + "-c:a libmp3lame -ac 2 -ar 24000", //
        VIDEO + AUDIO + X264 + "-c:a dca -strict -2 -ac 2", //
        VIDEO + AUDIO + X264 + "-c:a s302m -strict -2 -ac 2", //
        VIDEO + AUDIO + "-c:v libx265 -x265-params log-level=error:bframes=3:keyint=12:pools=1 -c:a aac -ac 6", //
        VIDEO + AUDIO + "-c:v mpeg2video -bf 2 -g 12 -c:a mp2", //
        VIDEO + AUDIO + "-c:v mpeg1video -g 12 -c:a aac -ar 44100", //
        VIDEO + AUDIO + "-c:v mpeg4 -g 12 -c:a aac -mpegts_flags latm", //
        VIDEO + X264 + "-b:v 20M", //
        AUDIO + "-c:a aac -metadata:s:a:0 language=deu", //
        AUDIO + "-c:a libopus -ac 2"})
    void isDecodedAsTheOriginal(String arguments) throws Exception {
        Path original = folder.resolve("original.ts");
        Path remuxed = folder.resolve("remuxed.ts");
        run("ffmpeg -v error -y " + arguments + " -f mpegts " + original);
        Remux remux = Remux.of(Files.readAllBytes(original));
        Files.write(remuxed, remux.out.toBytes());

        assertThat(remux.muxer.ignoredUnits()).isZero();
        assertThat(run("ffmpeg -v warning -i " + remuxed + " -f null -")).as("messages of the decoder").isEmpty();
        assertSameFrames(frames(remuxed), frames(original));
        assertThat(streams(remuxed)).isEqualTo(streams(original));
        assertThat(remux.out.packets().continuityErrors()).isEmpty();

        Remux again = Remux.of(remux.out.toBytes());
        assertSameUnits(again, remux);
    }

    /** Every decoded frame: stream, dts, pts, duration, size, hash; a list per stream, since how they interleave is the muxer's affair. */
    private static List<String[]> frames(Path file) throws Exception {
        return run("ffmpeg -v error -i " + file + " -map 0 -f framemd5 -copyts -").lines().filter(line -> !line.startsWith("#"))
                .map(line -> line.split(", *")).sorted(Comparator.comparing(frame -> frame[0])).toList();
    }

    /** Times may differ by what a tick of 90 kHz leaves open in samples. */
    private static void assertSameFrames(List<String[]> frames, List<String[]> expected) {
        assertThat(frames).hasSameSizeAs(expected);
        for (int i = 0; i < frames.size(); i++) {
            String[] frame = frames.get(i);
            assertThat(frame[0] + frame[5]).isEqualTo(expected.get(i)[0] + expected.get(i)[5]);
            assertThat(Long.parseLong(frame[2])).isCloseTo(Long.parseLong(expected.get(i)[2]), Offset.offset(1L));
        }
    }

    private static String streams(Path file) throws Exception {
        return run("ffprobe -v error -show_entries stream=codec_name,profile,width,height,sample_rate,channels,has_b_frames,r_frame_rate:"
                + "stream_tags=language -of csv " + file);
    }

    /** Pictures may have gained a delimiter and parameter sets; stamps of frames within a PES packet are rounded anew. */
    private static void assertSameUnits(Remux actual, Remux expected) {
        for (int track = 0; track < expected.tracks.size(); track++) {
            List<AccessUnit> units = unitsOf(actual, track);
            List<AccessUnit> originals = unitsOf(expected, track);
            assertThat(units).hasSameSizeAs(originals);
            for (int i = 0; i < units.size(); i++) {
                AccessUnit unit = units.get(i);
                AccessUnit original = originals.get(i);
                boolean video = unit.track().kind() == MediaKind.VIDEO;
                assertThat(unit.dtsTicks()).isCloseTo(original.dtsTicks(), Offset.offset(video ? 0L : 1L));
                assertThat(unit.ptsTicks() - unit.dtsTicks()).isEqualTo(original.ptsTicks() - original.dtsTicks());
                assertThat(unit.randomAccess()).isEqualTo(original.randomAccess());
                assertThat(unit.durationSamples()).isEqualTo(original.durationSamples());
                assertThat(unit.damaged()).isFalse();
                assertThat(video || Arrays.equals(unit.payload(), original.payload())).isTrue();
            }
        }
    }

    private static List<AccessUnit> unitsOf(Remux remux, int track) {
        int id = remux.tracks.get(track).id();
        return remux.units.stream().filter(unit -> unit.track().id() == id).toList();
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command.trim().split(" +")).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(command + ": " + text);
        }
        return text;
    }
}
