package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.Track;
import io.holdover.media.codec.SilentFrames;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.ToolProcess;

/** A tone, silence of our own and a tone again, judged by ffmpeg's decoders: nothing to complain about, nothing lost, nothing heard. */
class SilenceSystemTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final double SECONDS = 1.8;
    private static final int SILENT_FRAMES = 40;
    /** The encoder's last units do not reach anybody. */
    private static final int LOST_UNITS = 3;
    /** Half a step of 16 bits. */
    private static final float ZERO = 0.5F / 32_768;
    /** A tenth of the tone. */
    private static final float LOUD = 0.05F;

    @TempDir
    Path folder;

    static List<SilenceCase> cases() {
        return SilenceCase.all();
    }

    /** Twice: first another encoder goes on, then the same one, which may refer to what nobody got. */
    @ParameterizedTest
    @MethodSource("cases")
    void decodesWithoutAMessageAndSoundsOfNothing(SilenceCase row) throws IOException {
        List<AccessUnit> first = encode(row, 440);
        List<AccessUnit> second = encode(row, 550);
        int half = second.size() / 2;
        Track track = first.getFirst().track();
        AudioFormat format = (AudioFormat) track.format();
        assertThat(format.sampleRateHz()).isEqualTo(row.rateHz());
        SilentFrames silence = row.silence().apply(format);
        Broadcast out = new Broadcast();

        for (AccessUnit unit : first.subList(0, first.size() - LOST_UNITS)) {
            assertThat(forward(unit, silence, out)).as("without silence before it").isSameAs(unit.payload());
        }
        Gap another = fill(silence, out);
        second.subList(0, half).forEach(unit -> forward(unit, silence, out));
        Gap same = fill(silence, out);
        second.subList(half + LOST_UNITS, second.size()).forEach(unit -> forward(unit, silence, out));

        Path file = folder.resolve("out.ts");
        out.writeTo(file, track);
        Sound sound = new Sound(decode(file), Math.max(1, format.channels()));
        assertThat(sound.samples()).isEqualTo(out.samples());
        SilenceCase.Bounds bounds = row.bounds();
        int window = row.rateHz() / 100;
        int backSamples = delaySamples(second) + bounds.backFrames() * second.getLast().durationSamples();
        judge(sound, another, bounds.decaySamples(), backSamples, same.from(), window);
        // An encoder's last frame is half empty.
        judge(sound, same, bounds.decaySamples(), bounds.resumeSamples(), out.samples() - 15L * window, window);
    }

    /** How long an encoder and its decoder are silent at first with nothing before them. */
    private int delaySamples(List<AccessUnit> units) throws IOException {
        Broadcast alone = new Broadcast();
        units.forEach(unit -> alone.add(unit.payload(), unit.durationSamples()));
        Path file = folder.resolve("alone.ts");
        alone.writeTo(file, units.getFirst().track());
        Sound sound = new Sound(decode(file), Math.max(1, ((AudioFormat) units.getFirst().track().format()).channels()));
        int silent = 0;
        while (sound.peak(silent, silent + 1) < LOUD) {
            silent++;
        }
        return silent;
    }

    private record Gap(long from, long to) {
    }

    private static byte[] forward(AccessUnit unit, SilentFrames silence, Broadcast out) {
        silence.observe(unit);
        byte[] mended = silence.mend(unit.payload());
        out.add(mended, unit.durationSamples());
        return mended;
    }

    private static Gap fill(SilentFrames silence, Broadcast out) {
        assertThat(silence.unsupported()).isEmpty();
        assertThat(silence.isReady()).isTrue();
        long from = out.samples();
        for (int index = 0; index < SILENT_FRAMES; index++) {
            int durationSamples = silence.durationSamples();
            out.add(silence.next(), durationSamples);
        }
        return new Gap(from, out.samples());
    }

    /** A tone up to the gap, nothing in it, and a tone from {@code backSamples} behind it until {@code to}. */
    private static void judge(Sound sound, Gap gap, int decaySamples, int backSamples, long to, int window) {
        assertThat(sound.peak(gap.from() - window, gap.from())).as("before").isGreaterThan(LOUD);
        assertThat(gap.to() - gap.from()).isGreaterThan(2L * decaySamples);
        assertThat(sound.peak(gap.from() + decaySamples, gap.to())).as("silence").isLessThan(ZERO);
        long back = gap.to() + backSamples;
        assertThat(to).isGreaterThan(back + 5L * window);
        for (long at = back; at + window <= to; at += window) {
            assertThat(sound.peak(at, at + window)).as("tone %d after silence", at - gap.to()).isBetween(LOUD, 1F);
        }
    }

    private List<AccessUnit> encode(SilenceCase row, int toneHz) {
        int channels = row.layout().startsWith("mono") ? 1 : row.layout().startsWith("stereo") ? 2 : row.layout().startsWith("5.1") ? 6 : 8;
        String tone = String.join("|", Collections.nCopies(channels, "0.5*sin(2*PI*" + toneHz + "*t)"));
        Path file = folder.resolve(toneHz + ".ts");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i",
                "aevalsrc=" + tone + ":c=" + row.layout() + ":s=" + row.rateHz() + ":d=" + SECONDS, "-c:a"));
        command.addAll(row.encoder());
        command.addAll(List.of("-f", "mpegts", file.toString()));
        Workplace.run(LIMIT, command);
        List<AccessUnit> units = Broadcast.units(file);
        assertThat(units).hasSizeGreaterThan(2 * LOST_UNITS);
        return units;
    }

    /** Every message is an error. */
    private FloatBuffer decode(Path file) throws IOException {
        Path raw = folder.resolve("out.f32");
        try (ToolProcess tool = Workplace.start(List.of("ffmpeg", "-v", "warning", "-y", "-err_detect", "crccheck+bitstream+buffer+explode",
                "-i", file.toString(), "-f", "f32le", raw.toString()))) {
            assertThat(tool.awaitExit(LIMIT)).as(tool::toString).isZero();
            assertThat(tool.errors()).isEmpty();
        }
        return ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /** What was decoded, all channels interleaved. */
    private record Sound(FloatBuffer values, int channels) {

        long samples() {
            return values.limit() / channels;
        }

        /** The largest magnitude of any channel between two samples. */
        float peak(long from, long to) {
            float peak = 0;
            for (int index = (int) from * channels; index < (int) to * channels; index++) {
                peak = Math.max(peak, Math.abs(values.get(index)));
            }
            return peak;
        }
    }
}
