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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.media.AacFormat;
import io.holdover.media.AccessUnit;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.media.codec.FrameSyntax;
import io.holdover.media.codec.aac.AacSilence;
import io.holdover.media.codec.aac.AdtsFrames;
import io.holdover.media.codec.aac.LatmFrames;
import io.holdover.media.mpegts.TsMuxer;
import io.holdover.media.mpegts.TsPacket;
import io.holdover.media.mpegts.TsPacketTarget;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.ToolProcess;

/**
 * AAC of an encoder, silence of our own, AAC of another encoder, silence again and the same encoder that goes on without some frames, all
 * in
 * a transport stream: ffmpeg finds nothing to complain about, decodes each sample and hears nothing where nothing should be.
 */
@Timeout(120)
class AacSilenceSystemTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int SILENT_FRAMES = 40;
    private static final int LOST_FRAMES = 7;
    private static final int TONE_FRAMES = 5;
    private static final float HALF_A_STEP_OF_16_BITS = 0.5F / 32_768;
    private static final float LOUD = 0.05F;

    @TempDir
    Path folder;

    /** The frames of one encoder and their format. */
    private record Live(AacFormat format, List<byte[]> frames) {
        static Live read(byte[] bytes, FrameSyntax syntax) {
            List<byte[]> frames = new ArrayList<>();
            int at = 0;
            while (at < bytes.length) {
                int length = syntax.frameBytes(bytes, at, bytes.length);
                assertThat(length).isPositive();
                syntax.read(bytes, at, at + length, (payload, samples) -> frames.add(payload));
                at += length;
            }
            return new Live((AacFormat) syntax.format(), frames);
        }
    }

    /** A transport stream with one track, frame by frame, each where the one before ends. */
    private static final class Output implements TsPacketTarget {
        final Track track;
        final TsMuxer muxer = new TsMuxer(this);
        byte[] packets = new byte[1000 * TsPacket.SIZE_BYTES];
        int length;
        int frames;

        Output(Track track) {
            this.track = track;
            muxer.setTracks(List.of(track));
            muxer.writeTables();
        }

        @Override
        public int claim() {
            if (length == packets.length) {
                packets = Arrays.copyOf(packets, 2 * length);
            }
            length += TsPacket.SIZE_BYTES;
            return length - TsPacket.SIZE_BYTES;
        }

        @Override
        public byte[] array() {
            return packets;
        }

        AccessUnit unit(byte[] payload) {
            int rateHz = ((AacFormat) track.format()).sampleRateHz();
            return AccessUnit.audio(track, 90_000 + Timebase.ticksFromSamples(1024L * frames, rateHz), 1024, false, payload);
        }

        void add(byte[] payload) {
            AccessUnit unit = unit(payload);
            muxer.write(unit, unit.dtsTicks() * 11_111);
            frames++;
        }
    }

    /** The layouts of configurations 1 to 7, and two that need a program config element. */
    @ParameterizedTest
    @CsvSource({"mono, 1, 48000", "stereo, 2, 44100", "3.0, 3, 48000", "4.0, 4, 48000", "5.0, 5, 32000", "5.1, 6, 48000", "7.1, 8, 48000",
        "quad, 4, 48000", "2.1, 3, 44100"})
    void plainAacOfEachLayout(String layout, int channels, int rateHz) throws IOException {
        judge(encoded(layout, channels, rateHz, 440, "adts"), encoded(layout, channels, rateHz, 550, "adts"), channels, 1024, 1, 0F);
    }

    /** In LOAS, as broadcasters send it. */
    @ParameterizedTest
    @CsvSource({"mono, 1, 48000", "stereo, 2, 44100", "5.1, 6, 48000"})
    void plainAacInLatm(String layout, int channels, int rateHz) throws IOException {
        judge(encoded(layout, channels, rateHz, 440, "latm"), encoded(layout, channels, rateHz, 550, "latm"), channels, 1024, 1, 0F);
    }

    /** Samples of fdk-aac, whose frames refer to each other as far as the format lets them. */
    @ParameterizedTest
    @CsvSource({"he-1.adts, 2", "he-2.adts, 2", "he-6.adts, 6", "ps-1.adts, 2", "ps.loas, 2"})
    void highEfficiencyAac(String name, int channels) throws IOException {
        byte[] sample = Files.readAllBytes(Workplace.root().resolve("media/src/test/resources/samples/aac").resolve(name));
        Live live = Live.read(sample, name.endsWith(".loas") ? new LatmFrames() : new AdtsFrames());
        judge(live, live, channels, 2048, 4, HALF_A_STEP_OF_16_BITS);
    }

    private Live encoded(String layout, int channels, int rateHz, int toneHz, String container) throws IOException {
        Path file = folder.resolve(toneHz + ".aac");
        String tone = String.join("|", Collections.nCopies(channels, "0.3*sin(2*PI*" + toneHz + "*t)+0.1*random(0)"));
        Workplace.run(LIMIT, List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i",
                "aevalsrc=" + tone + ":c=" + layout + ":s=" + rateHz + ":d=1.6", "-c:a", "aac", "-f", container, file.toString()));
        return Live.read(Files.readAllBytes(file), container.equals("latm") ? new LatmFrames() : new AdtsFrames());
    }

    private void judge(Live first, Live second, int channels, int decodedSamples, int decayFrames, float heard) throws IOException {
        Output out = new Output(new Track(256, first.format(), TsDescriptors.none()));
        AacSilence silence = new AacSilence(first.format());
        List<Integer> silentFrom = new ArrayList<>();
        List<byte[]> before = first.frames().subList(0, 25);
        List<byte[]> between = second.frames().subList(0, 25);
        List<byte[]> behind = second.frames().subList(25 + LOST_FRAMES, Math.min(second.frames().size() - 2, 66));
        for (List<byte[]> part : List.of(before, between, behind)) {
            for (byte[] frame : part) {
                silence.observe(out.unit(frame));
                out.add(silence.mend(frame));
            }
            silentFrom.add(out.frames);
            assertThat(silence.unsupported()).isEmpty();
            assertThat(silence.isReady()).isTrue();
            for (int count = 0; count < SILENT_FRAMES; count++) {
                out.add(silence.next());
            }
        }

        FloatBuffer sound = decode(Arrays.copyOf(out.packets, out.length));
        int frameValues = decodedSamples * channels;
        assertThat(sound.limit()).as("samples").isEqualTo(out.frames * frameValues);
        for (int from : silentFrom) {
            assertThat(peak(sound, (from - 4) * frameValues, from * frameValues)).as("before").isGreaterThan(LOUD);
            assertThat(peak(sound, (from + decayFrames) * frameValues, (from + SILENT_FRAMES) * frameValues)).as("silence")
                    .isLessThanOrEqualTo(heard);
        }
        // Another encoder is back as soon as with nothing before it; of the same one's first frame a half is missing.
        int[] backValues = {delayValues(second), frameValues};
        for (int part = 0; part < 2; part++) {
            int back = (silentFrom.get(part) + SILENT_FRAMES) * frameValues + backValues[part];
            for (int index = 0; index < TONE_FRAMES; index++) {
                assertThat(peak(sound, back + index * frameValues, back + (index + 1) * frameValues))
                        .as("the tone again, frame %d of part %d", index, part).isGreaterThan(LOUD);
            }
        }
    }

    /** How many values of a decoder are silent with nothing before these frames: its encoder's delay and its own. */
    private int delayValues(Live live) throws IOException {
        Output alone = new Output(new Track(256, live.format(), TsDescriptors.none()));
        live.frames().forEach(alone::add);
        FloatBuffer sound = decode(Arrays.copyOf(alone.packets, alone.length));
        int silent = 0;
        while (Math.abs(sound.get(silent)) <= LOUD) {
            silent++;
        }
        return silent;
    }

    /** Every message is an error. */
    private FloatBuffer decode(byte[] stream) throws IOException {
        Path file = Files.write(folder.resolve("out.ts"), stream);
        Path raw = folder.resolve("out.f32");
        try (ToolProcess tool = Workplace.start(List.of("ffmpeg", "-v", "warning", "-y", "-guess_layout_max", "0", "-err_detect",
                "crccheck+bitstream+buffer+explode", "-i", file.toString(), "-f", "f32le", raw.toString()))) {
            assertThat(tool.awaitExit(LIMIT)).as(tool::toString).isZero();
            assertThat(tool.errors()).isEmpty();
        }
        return ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private static float peak(FloatBuffer sound, int from, int to) {
        float peak = 0;
        for (int index = from; index < to; index++) {
            peak = Math.max(peak, Math.abs(sound.get(index)));
        }
        return peak;
    }
}
