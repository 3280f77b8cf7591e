package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.holdover.systemtest.fixture.H264Clip;
import io.holdover.systemtest.fixture.H265Sample;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;

/** Real encoders are killed, stopped and restarted; readers and restreamers that were there from the start see one unbroken stream. */
class HoldSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int RATE_HZ = 48_000;
    private static final int CHANNELS = 2;
    private static final int AUDIBLE = 1_000;

    private static HoldoverProcess server;

    /** What the encoders send. */
    enum Mix {
        H264_AAC("libx264", "aac", true),
        H265_AC3("libx265", "ac3", true),
        H264_OPUS("libx264", "libopus", true),
        /** No held pictures, the key picture is repeated. */
        MPEG2_MP2("mpeg2video", "mp2", false),
        AAC_ALONE("", "aac", false),
        H264_BASELINE_MP3("libx264", "libmp3lame", true, "-profile:v baseline"),
        H264_TEN_BIT_EAC3("libx264", "eac3", true, "-pix_fmt yuv420p10le"),
        H264_MBAFF_LATM("libx264", "aac", true, "-flags +ildct+ilme -mpegts_flags latm"),
        H265_TEN_BIT_OPUS_60_MS("libx265", "libopus", true, "-pix_fmt yuv420p10le -frame_duration 60");

        private final String video;
        private final String audio;
        private final boolean holdsExactly;
        private final String more;

        Mix(String video, String audio, boolean holdsExactly) {
            this(video, audio, holdsExactly, "");
        }

        Mix(String video, String audio, boolean holdsExactly, String more) {
            this.video = video;
            this.audio = audio;
            this.holdsExactly = holdsExactly;
            this.more = more;
        }

        String path() {
            return "hold-" + name().toLowerCase(Locale.ROOT);
        }

        /** A live encoder with a tone of its own; the next one reorders pictures in another way. */
        List<String> encoder(String url, int toneHz, int reordered) {
            List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-re"));
            if (!video.isEmpty()) {
                command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25,noise=alls=10:allf=t"));
            }
            command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=" + toneHz + ":sample_rate=" + RATE_HZ));
            if (!video.isEmpty()) {
                command.addAll(List.of("-c:v", video, "-pix_fmt", "yuv420p", "-g", "25", "-b:v", "600k"));
                command.addAll(switch (video) {
                    case "libx265" -> List.of("-preset", "ultrafast", "-x265-params", "log-level=error:bframes=" + reordered);
                    case "libx264" ->
                        List.of("-preset", "veryfast", "-bf", "" + 2 * reordered, "-x264-params", "b-adapt=0:b-pyramid=normal");
                    // Of the second encoder, so that a stall ends at a key picture that others are shown before.
                    default -> List.of("-bf", "" + (2 - reordered));
                });
            }
            command.addAll(List.of("-c:a", audio, "-ac", "" + CHANNELS, "-b:a", "128k"));
            command.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ", -1)));
            command.addAll(List.of("-f", "mpegts", url + "&pkt_size=1316"));
            return command;
        }
    }

    @BeforeAll
    static void start() {
        // An encoder that a busy machine keeps waiting has not stalled.
        server = HoldoverProcess.open("""
                pathDefaults:
                  srtPersistOnDisconnect: yes
                  srtPersistStallTimeout: 700ms
                  srtPersistTimeout: 12s
                paths:
                  all_others:
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"H264_AAC", "H265_AC3", "H264_OPUS", "MPEG2_MP2", "AAC_ALONE"})
    void readersSeeOneStreamWhateverHappensToTheEncoders(Mix mix) throws Exception {
        play(mix);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"H264_AAC", "H265_AC3", "H264_OPUS", "MPEG2_MP2", "AAC_ALONE"})
    void readersSeeOneStreamOfOtherCodecsToo(Mix mix) throws Exception {
        play(mix);
    }

    private static void play(Mix mix) throws Exception {
        Path folder = Workplace.folder("received/" + mix.path());
        Path raw = folder.resolve("raw.ts");
        List<ToolProcess> restreamers = new ArrayList<>();
        try (Running tools = new Running()) {
            ToolProcess first = tools.add(Workplace.start(mix.encoder(server.url("publish:" + mix.path()), 440, 2)));
            server.awaitAvailable(mix.path());
            String url = server.url("read:" + mix.path());
            ToolProcess reader = tools.add(Workplace.start(
                    List.of("sh", "-c", "exec srt-live-transmit -q -a:no \"$1\" file://con > \"$2\"", "sh", url, raw.toString())));
            for (String container : mix == Mix.H264_AAC ? List.of("flv", "mp4") : List.<String>of()) {
                restreamers.add(tools.add(Workplace.start(List.of("ffmpeg", "-v", "warning", "-y", "-i", url, "-c", "copy", "-f", container,
                        folder.resolve("restream." + container).toString()))));
            }
            server.awaitReaders(mix.path(), 1 + restreamers.size());
            RealTime.pass(Duration.ofSeconds(3));

            first.kill();
            server.awaitStory(mix.path(), "silence generator started", 1);
            RealTime.pass(Duration.ofSeconds(2));
            ToolProcess second = tools.add(Workplace.start(mix.encoder(server.url("publish:" + mix.path()), 880, 0)));
            server.awaitStory(mix.path(), "silence generator stopped", 1);
            RealTime.pass(Duration.ofSeconds(2));

            second.pause();
            server.awaitStory(mix.path(), "silence generator started", 2);
            RealTime.pass(Duration.ofSeconds(1));
            second.resume();
            server.awaitStory(mix.path(), "silence generator stopped", 2);
            RealTime.pass(Duration.ofSeconds(1));

            second.interrupt();
            server.awaitStory(mix.path(), "maintaining stream with silence generation", 1);
            RealTime.pass(Duration.ofSeconds(1));
            ToolProcess third = tools.add(Workplace.start(mix.encoder(server.url("publish:" + mix.path()), 660, 2)));
            server.awaitStory(mix.path(), "silence generator stopped", 3);
            RealTime.pass(Duration.ofSeconds(2));

            for (ToolProcess restreamer : restreamers) {
                assertThat(restreamer.isAlive()).isTrue();
                restreamer.interrupt();
                restreamer.awaitExit(LIMIT);
                assertThat(restreamer.errors()).as("what a restreamer complains about").isEmpty();
            }
            assertThat(reader.isAlive()).isTrue();
            third.interrupt();
            server.awaitStory(mix.path(), "SRT persistence timeout reached, closing stream", 1);
            reader.awaitExit(LIMIT);
        }
        judgeSound(raw);
        if (!mix.video.isEmpty()) {
            judgePictures(raw, mix.holdsExactly);
            judgeInput(raw, mix);
        }
    }

    private static void judgeSound(Path raw) throws Exception {
        List<long[]> frames = packets(raw, "a");
        for (int i = 1; i < frames.size(); i++) {
            long step = frames.get(i)[0] - frames.get(i - 1)[0];
            assertThat(Math.abs(step - frames.get(i - 1)[2])).as("ticks between the end of sound frame %d and the next one", i - 1)
                    .isLessThanOrEqualTo(1);
        }
        Path pcm = raw.resolveSibling("sound.pcm");
        String messages = decode(List.of("-i", raw.toString(), "-map", "0:a", "-f", "s16le", "-y", pcm.toString()));
        assertThat(messages).as("decoder's messages about sound").isEmpty();
        ShortBuffer samples = ByteBuffer.wrap(Files.readAllBytes(pcm)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        long[] last = frames.getLast();
        long spanTicks = last[0] + last[2] - frames.getFirst()[0];
        assertThat(samples.limit() / CHANNELS * 90_000L / RATE_HZ).as("decoded ticks").isBetween(spanTicks - 800, spanTicks + 2);
        int silent = 0;
        int silences = 0;
        int tones = 0;
        for (int i = 0; i < samples.limit(); i++) {
            silent = samples.get(i) == 0 ? silent + 1 : 0;
            if (silent == RATE_HZ * CHANNELS / 2) {
                silences++;
            } else if (Math.abs(samples.get(i)) > AUDIBLE && tones == silences) {
                tones++;
            }
        }
        assertThat(silences).as("digital silences of half a second and more: kill, stall, shutdown, the end").isEqualTo(4);
        assertThat(tones).as("tones before the first, the second, the third and the last of them").isEqualTo(4);
    }

    /** Pictures without any that others build on are held too easily. */
    private static void judgeInput(Path raw, Mix mix) throws Exception {
        if (mix.video.equals("libx264")) {
            Path video = raw.resolveSibling("video.h264");
            decode(List.of("-i", raw.toString(), "-map", "0:v", "-c", "copy", "-f", "h264", "-y", video.toString()));
            assertThat(H264Clip.of(Files.readAllBytes(video)).slices()).as("kinds of slices, a small letter where it is no reference")
                    .containsKeys('I', 'P').satisfies(kinds -> assertThat(kinds.containsKey('B') && kinds.containsKey('b'))
                            .isEqualTo(mix != Mix.H264_BASELINE_MP3));
        } else if (mix.video.equals("libx265")) {
            assertThat(H265Sample.sliceTypes(H265Sample.pictures(raw))).as("kinds of slices").isEqualTo("BIPb");
        }
    }

    private static void judgePictures(Path raw, boolean holdsExactly) throws Exception {
        List<long[]> pictures = packets(raw, "v");
        for (int i = 1; i < pictures.size(); i++) {
            assertThat(pictures.get(i)[1]).as("DTS of picture %d", i).isGreaterThan(pictures.get(i - 1)[1]);
        }
        Path hashes = raw.resolveSibling("pictures.md5");
        String messages = decode(
                List.of("-i", raw.toString(), "-map", "0:v", "-fps_mode", "passthrough", "-f", "framemd5", "-y", hashes.toString()));
        assertThat(messages).as("decoder's messages about pictures").isEmpty();
        if (!holdsExactly) {
            return;
        }
        int longest = 0;
        int equal = 0;
        String former = "";
        for (String line : Files.readAllLines(hashes)) {
            String hash = line.substring(line.lastIndexOf(',') + 1);
            equal = hash.equals(former) ? equal + 1 : 0;
            former = hash;
            longest = Math.max(longest, equal);
        }
        // The live picture changes each time: what is equal was held.
        assertThat(longest).as("pictures in a row that equal the last live one").isGreaterThan(40);
    }

    private static String decode(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-err_detect", "explode"));
        command.addAll(arguments);
        try (ToolProcess tool = Workplace.start(command)) {
            tool.awaitExit(Duration.ofMinutes(1));
            return tool.errors();
        }
    }

    /** PTS, DTS and duration of each packet in 90 kHz ticks. */
    private static List<long[]> packets(Path file, String kind) {
        String csv = Workplace.run(Duration.ofMinutes(1), List.of("ffprobe", "-v", "error", "-select_streams", kind, "-show_entries",
                "packet=pts,dts,duration", "-of", "csv=p=0", file.toString()));
        List<long[]> packets = new ArrayList<>();
        for (String line : csv.lines().filter(text -> text.matches("\\d+,.*")).toList()) {
            String[] fields = line.split(",", -1);
            packets.add(new long[]{Long.parseLong(fields[0]), Long.parseLong(fields[1]),
                fields[2].matches("\\d+") ? Long.parseLong(fields[2]) : 0});
        }
        return packets;
    }
}
