package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LadderClip;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Recording;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;

/** The encoder is killed and another one comes that differs from it: what goes on, what is left out, and when the stream must end. */
class LadderSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration WATCHED = Duration.ofMillis(1_500);
    /** On a busy machine a packet that comes late is no finding. */
    private static final int LATENCY_MS = 600;
    /** Of a clip that was watched for {@link #WATCHED}. */
    private static final int FEW = 12;

    private static HoldoverProcess server;

    /** How the second publisher differs from the first. */
    @SuppressWarnings("ImmutableEnumChecker") // a clip is made on first use
    enum Rung {
        OTHER_PICTURE_SIZE(LadderClip.of("size", 2).withSize("640x360")),
        OTHER_PARAMETER_SETS(LadderClip.of("baseline", 2).withVideo("libx264", "-preset", "ultrafast", "-profile:v", "baseline")),
        AUDIO_AT_44_1_KHZ(LadderClip.of("44100", 2).withAudio(44_100, "aac", "-ac", "2")),
        MONO(LadderClip.of("mono", 2).withAudio(48_000, "aac", "-ac", "1")),
        OTHER_PIDS(LadderClip.of("other", 2), "-mpegts_start_pid", "0x321", "-mpegts_pmt_start_pid", "0x1234"),
        ANOTHER_ORDER(LadderClip.of("other", 2), "-map", "0:a", "-map", "0:v"),
        WITHOUT_AUDIO(LadderClip.of("other", 2), "-map", "0:v"),
        WITHOUT_VIDEO(LadderClip.of("other", 2), "-map", "0:a"),
        SECOND_AUDIO(LadderClip.of("other", 2), "-map", "0:v", "-map", "0:a", "-map", "0:a");

        private final LadderClip clip;
        private final String[] options;

        Rung(LadderClip clip, String... options) {
            this.clip = clip;
            this.options = options;
        }

        boolean hasVideo() {
            return this != WITHOUT_VIDEO;
        }

        boolean hasAudio() {
            return this != WITHOUT_AUDIO;
        }

        String path() {
            return "ladder-" + name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    static void start() {
        server = HoldoverProcess.open("pathDefaults:\n  srtPersistOnDisconnect: yes\npaths:\n  all_others:\n");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OTHER_PICTURE_SIZE", "AUDIO_AT_44_1_KHZ", "WITHOUT_AUDIO"})
    void anotherEncoderGoesOnWithTheStream(Rung rung) {
        climb(rung);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"OTHER_PICTURE_SIZE", "AUDIO_AT_44_1_KHZ", "WITHOUT_AUDIO"})
    void anyOtherEncoderGoesOnWithTheStream(Rung rung) {
        climb(rung);
    }

    private static void climb(Rung rung) {
        LadderClip before = LadderClip.of("first", 1);
        String path = rung.path();
        Path file;
        try (Running tools = new Running()) {
            ToolProcess first = tools.add(Workplace.start(before.publisher(publish(path))));
            server.awaitAvailable(path);
            file = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, read(path), Workplace.folder("received/" + path));
            awaitGrowth(file);
            RealTime.pass(WATCHED);
            first.kill();
            server.awaitStory(path, "silence generator started", 1);
            RealTime.pass(WATCHED);

            ToolProcess second = tools.add(Workplace.start(rung.clip.publisher(publish(path), rung.options)));
            server.awaitPublishers(path, 2);
            if (rung.hasAudio() && rung.hasVideo()) {
                server.awaitStory(path, "silence generator stopped", 1);
            }
            RealTime.pass(WATCHED.plusMillis(LATENCY_MS));
            second.kill();
            RealTime.pass(WATCHED.plusMillis(LATENCY_MS));
            // What comes last are the smallest of pictures and frames: the file ends with whole ones.
            tools.interruptReaders(LIMIT);
        }
        judge(rung, before, Recording.of(file));
        assertThat(Recording.messages(file)).as("decoders' messages on %s", file).isEmpty();
        judgeStory(rung);
    }

    private static void judge(Rung rung, LadderClip before, Recording got) {
        assertThat(got.continuityErrors()).isEmpty();
        assertThat(got.tracks()).containsOnlyKeys(0x100, 0x101);
        assertThat(got.soundGaps()).as("gaps in the sound").isEmpty();
        assertThat(got.pictures()).as("DTS").isSortedAccordingTo((a, b) -> Long.compare(a.dtsTicks(), b.dtsTicks()))
                .doesNotHaveDuplicates().allMatch(picture -> picture.ptsTicks() >= picture.dtsTicks());

        Recording first = Recording.of(before.file());
        Recording second = Recording.of(rung.clip.file());
        assertThat(got.picturesOf(first)).as("pictures of the first publisher").isGreaterThan(FEW);
        assertThat(got.soundOf(first)).as("sound of the first publisher").isGreaterThan(FEW);
        int pictureCount = got.picturesOf(second);
        int soundCount = got.soundOf(second);
        assertThat(pictureCount).as("pictures of the second publisher").matches(count -> rung.hasVideo() ? count > FEW : count == 0);
        assertThat(soundCount).as("sound of the second publisher").matches(count -> rung.hasAudio() ? count > FEW : count == 0);
        assertThat(got.sound().getLast().sampleRateHz()).isEqualTo(rung.clip.sampleRateHz());
        assertThat(got.sound().getLast().channels()).isEqualTo(rung == Rung.MONO ? 1 : 2);
        // Pictures of a publisher that was killed are missed after a second, and what makes them late comes on top.
        assertThat(Math.abs(got.sound().getLast().ptsTicks() - got.pictures().getLast().ptsTicks())).as("ticks between the ends of both")
                .isLessThan(135_000);
    }

    private static void judgeStory(Rung rung) {
        List<String> story = server.story(rung.path());
        assertThat(story).noneMatch(line -> line.contains("not available anymore"));
        assertThat(story).filteredOn(line -> line.contains("is ignored: the stream has had no such track"))
                .hasSize(rung == Rung.SECOND_AUDIO ? 1 : 0);
    }

    @Test
    void anotherCodecEndsTheStreamAndBeginsANewOne() {
        LadderClip before = LadderClip.of("first", 1);
        LadderClip after = LadderClip.of("hevc", 2).withVideo("libx265", "-preset", "ultrafast", "-x265-params", "log-level=error");
        String path = "ladder-codec";
        try (Running tools = new Running()) {
            ToolProcess first = tools.add(Workplace.start(before.publisher(publish(path))));
            server.awaitAvailable(path);
            Path folder = Workplace.folder("received/" + path);
            Path old = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, read(path), folder);
            awaitGrowth(old);
            first.kill();
            server.awaitStory(path, "silence generator started", 1);
            tools.add(Workplace.start(after.publisher(publish(path))));
            server.awaitStory(path, "stream is not available anymore: the codec of a track changed", 1);
            tools.awaitEnd(LIMIT);
            assertThat(Recording.of(old).tracks()).containsValue(Recording.H264).doesNotContainValue(Recording.H265);

            server.awaitStory(path, "is available and online", 2);
            Path fresh = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, read(path), folder);
            awaitGrowth(fresh);
            Recording begun = Recording.of(fresh);
            assertThat(begun.tracks()).containsValue(Recording.H265).doesNotContainValue(Recording.H264);
            assertThat(begun.pictures()).isNotEmpty();
        }
    }

    private static String publish(String path) {
        return server.url("publish:" + path, "latency=" + LATENCY_MS * 1_000);
    }

    private static String read(String path) {
        return server.url("read:" + path, ReaderKind.SRT_LIVE_TRANSMIT.latency(LATENCY_MS));
    }

    private static void awaitGrowth(Path file) {
        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(file) && Files.size(file) > 40_000);
    }
}
