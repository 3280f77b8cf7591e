package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.holdover.systemtest.fixture.ControlClient;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LadderClip;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Recording;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.FreePort;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;

/** Readers that come in the middle of a hold, and the ways in which a hold ends without a publisher. */
class HoldLifeSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration WATCHED = Duration.ofMillis(1_500);
    /** A reader may begin with a live key picture of the last 3 s: then none is left. */
    private static final Duration LIVE_PICTURES_AGE = Duration.ofMillis(3_200);
    /** A client's own start and the second for which it looks at the tracks, on a busy machine. */
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(15);
    private static final List<String> LOOK = List.of("-analyzeduration", "1000000");
    /** Below the 5 s after which libsrt misses a peer that said nothing. */
    private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(4);
    /** On a busy machine a packet that comes late is no finding. */
    private static final int LATENCY_MS = 600;
    /** Of a clip that was watched for {@link #WATCHED}. */
    private static final int FEW = 12;
    private static final int RATE_HZ = 48_000;
    private static final int CHANNELS = 2;
    private static final int AUDIBLE = 1_000;

    private static final LadderClip BEFORE = LadderClip.of("first", 1);
    private static final LadderClip AFTER = LadderClip.of("other", 2);

    @Test
    void aReaderThatJoinsInAHoldHasThePictureAndSilenceAtOnceAndGoesOnWithTheNextPublisher() throws Exception {
        Path folder = emptied("received/hold-joined");
        Path hashes = folder.resolve("pictures.md5");
        Path sound = folder.resolve("sound.pcm");
        Path late;
        String key;
        try (HoldoverProcess server = persistent("", List.of("all_others")); Running tools = new Running()) {
            key = holdBeforeWitness(server, "joined", folder);

            try (ToolProcess probe = Workplace.start(client("ffprobe", "-show_entries",
                    "stream=codec_name,width,height,sample_rate,channels", "-of", "csv=p=0", server.url("read:joined")))) {
                probe.awaitSuccess(JOIN_LIMIT);
                assertThat(probe.output().lines()).contains("h264,320,180", "aac,48000,2");
                assertThat(probe.errors()).as("what ffprobe complains about").isEmpty();
            }
            ToolProcess player = tools.add(Workplace.start(client("ffmpeg", "-err_detect", "explode", "-i",
                    server.url("read:joined", "latency=" + LATENCY_MS * 1_000), "-map", "0:v", "-vf", "setpts=N", "-fps_mode",
                    "passthrough", "-flush_packets", "1", "-f", "framemd5", hashes.toString(), "-map", "0:a", "-flush_packets", "1", "-f",
                    "s16le", sound.toString())));
            Awaitility.await("a picture and sound of the hold").atMost(JOIN_LIMIT)
                    .until(() -> !hashesIn(hashes).isEmpty() && Files.exists(sound) && Files.size(sound) > 0);
            // Another one while somebody reads: it shares what is packaged already.
            late = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, read(server, "joined"), folder);
            Awaitility.await("bytes of the hold").atMost(JOIN_LIMIT).until(() -> Files.exists(late) && Files.size(late) > 0);
            RealTime.pass(WATCHED);
            assertThat(server.story("joined")).as("still held").noneMatch(line -> line.contains("silence generator stopped"));

            ToolProcess second = tools.add(Workplace.start(AFTER.publisher(publish(server, "joined"))));
            server.awaitStory("joined", "silence generator stopped", 1);
            RealTime.pass(WATCHED);
            endWithWholeFrames(server, "joined", second);
            assertThat(player.isAlive()).isTrue();
            player.interrupt();
            player.awaitExit(LIMIT);
            tools.interruptReaders(LIMIT);
            assertThat(player.errors()).as("decoders' messages").isEmpty();
        }
        judgePictures(hashesIn(hashes), key);
        judgeSound(sound);
        judgeBytes(late, key);
    }

    private static List<String> client(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program, "-v", "error"));
        command.addAll(LOOK);
        command.addAll(List.of(arguments));
        return command;
    }

    /** Loses a publisher that somebody watched who left in the hold; returns the hash of its last key picture. */
    private static String holdBeforeWitness(HoldoverProcess server, String path, Path folder) {
        try (Running tools = new Running()) {
            ToolProcess first = tools.add(Workplace.start(BEFORE.publisher(publish(server, path))));
            server.awaitAvailable(path);
            Path file = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, read(server, path), folder);
            awaitGrowth(file);
            RealTime.pass(WATCHED);
            first.kill();
            server.awaitStory(path, "silence generator started", 1);
            RealTime.pass(LIVE_PICTURES_AGE);
            tools.interruptReaders(LIMIT);
            Recording got = Recording.of(file);
            assertThat(got.continuityErrors()).isEmpty();
            return lastKeyPicture(BEFORE, got);
        }
    }

    private static String lastKeyPicture(LadderClip clip, Recording got) {
        List<Recording.Picture> sent = Recording.of(clip.file()).pictures();
        Set<Integer> received = got.pictures().stream().map(Recording.Picture::crc).collect(Collectors.toSet());
        int last = IntStream.range(0, sent.size()).filter(i -> received.contains(sent.get(i).crc())).max().orElseThrow();
        int key = clip.keyPictures().stream().filter(i -> i <= last).toList().getLast();
        long shownBefore = sent.stream().filter(picture -> picture.ptsTicks() < sent.get(key).ptsTicks()).count();
        return decoded(clip.file()).get((int) shownBefore);
    }

    private static void judgePictures(List<String> shown, String key) {
        int held = (int) shown.stream().takeWhile(key::equals).count();
        assertThat(held).as("pictures that equal the last key picture, of %d", shown.size()).isGreaterThan(FEW);
        List<String> live = shown.subList(held, shown.size());
        assertThat(live).as("pictures of the next publisher").hasSizeGreaterThan(FEW);
        assertThat(decoded(AFTER.file())).containsAll(live);
    }

    private static void judgeSound(Path file) throws IOException {
        ShortBuffer samples = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        int silent = 0;
        while (silent < samples.limit() && samples.get(silent) == 0) {
            silent++;
        }
        assertThat(silent).as("samples of digital silence").isGreaterThan(RATE_HZ * CHANNELS / 2);
        int loudest = IntStream.range(silent, samples.limit()).map(i -> Math.abs(samples.get(i))).max().orElse(0);
        assertThat(loudest).as("sound of the next publisher").isGreaterThan(AUDIBLE);
    }

    private static void judgeBytes(Path file, String key) {
        Recording got = Recording.of(file);
        assertThat(got.continuityErrors()).isEmpty();
        assertThat(got.soundGaps()).as("gaps in the sound").isEmpty();
        assertThat(got.picturesOf(Recording.of(AFTER.file()))).as("pictures of the next publisher").isGreaterThan(FEW);
        assertThat(got.soundOf(Recording.of(AFTER.file()))).as("sound of the next publisher").isGreaterThan(FEW);
        assertThat(Recording.messages(file)).as("decoders' messages on %s", file).isEmpty();
        judgePictures(decoded(file), key);
    }

    @Test
    void whatTheFileNoLongerLetsPersistEndsAndOthersDoNotNotice() throws Exception {
        int apiPort = FreePort.tcp();
        List<String> paths = List.of("switched", "removed", "kept");
        Path folder = emptied("received/hold-reloaded");
        Path kept = folder.resolve("kept.ts");
        try (HoldoverProcess server = persistent("api: yes\napiAddress: 127.0.0.1:" + apiPort + "\n", paths);
                ControlClient api = new ControlClient(apiPort);
                Running tools = new Running()) {
            List<ToolProcess> readers = hold(server, tools, paths, folder);

            String settings = Files.readString(server.configuration());
            String changed = settings.replace("  switched:\n    srtPersistOnDisconnect: yes\n",
                    "  switched:\n    srtPersistOnDisconnect: no\n")
                    .replace("  removed:\n    srtPersistOnDisconnect: yes\n    srtPersistStallTimeout: 700ms\n", "");
            Files.writeString(server.configuration(), changed);
            readers.get(0).awaitExit(LIMIT);
            readers.get(1).awaitExit(LIMIT);
            server.awaitStory("switched", "stream is not available anymore: persistence was switched off", 1);
            server.awaitStory("removed", "stream is not available anymore: path closed", 1);

            List<JsonNode> items = api.get("/v3/paths/list").get("items").valueStream().toList();
            assertThat(items).extracting(item -> item.get("name").asString()).containsExactlyInAnyOrder("switched", "kept");
            JsonNode ended = api.get("/v3/paths/get/switched");
            assertThat(List.of(ended.get("ready").asBoolean(), ended.get("available").asBoolean(), ended.get("online").asBoolean()))
                    .as("ready, available, online of %s", ended).containsOnly(false);
            assertThat(ended.get("readers")).isEmpty();
            JsonNode going = api.get("/v3/paths/get/kept");
            assertThat(going.get("hold").get("state").asString()).isEqualTo("holding");
            assertThat(going.get("readers")).hasSize(1);

            ToolProcess second = tools.add(Workplace.start(AFTER.publisher(publish(server, "kept"))));
            server.awaitPublishers("kept", 2);
            server.awaitStory("kept", "silence generator stopped", 1);
            RealTime.pass(WATCHED);
            endWithWholeFrames(server, "kept", second);
            assertThat(readers.get(2).isAlive()).isTrue();
            readers.get(2).interrupt();
            readers.get(2).awaitExit(LIMIT);
        }
        Recording got = Recording.of(kept);
        assertThat(got.continuityErrors()).isEmpty();
        assertThat(got.soundGaps()).as("gaps in the sound").isEmpty();
        assertThat(got.picturesOf(Recording.of(BEFORE.file()))).isGreaterThan(FEW);
        assertThat(got.picturesOf(Recording.of(AFTER.file()))).isGreaterThan(FEW);
        assertThat(Recording.messages(kept)).as("decoders' messages on %s", kept).isEmpty();
    }

    @Test
    void aServerThatIsStoppedInAHoldSaysGoodbyeAndLeavesNothingRunning() throws Exception {
        List<String> paths = List.of("stopped");
        Path folder = emptied("received/hold-stopped");
        try (HoldoverProcess server = persistent("pathDefaults:\n  runOnReady: sleep 1000\n", paths); Running tools = new Running()) {
            ToolProcess reader = hold(server, tools, paths, folder).getFirst();
            Path restreamed = folder.resolve("restreamed.ts");
            ToolProcess restreamer = tools.add(Workplace.start(client("ffmpeg", "-i", server.url("read:stopped"), "-c", "copy",
                    "-flush_packets", "1", "-f", "mpegts", restreamed.toString())));
            Awaitility.await("bytes of the hold").atMost(JOIN_LIMIT).until(() -> Files.exists(restreamed) && Files.size(restreamed) > 0);
            List<ProcessHandle> hooks = ProcessHandle.of(server.pid()).orElseThrow().descendants().toList();
            assertThat(hooks).as("what the server has started").isNotEmpty();

            server.terminate();
            reader.awaitExit(GOODBYE_LIMIT);
            restreamer.awaitExit(GOODBYE_LIMIT);
            assertThat(server.awaitExit(LIMIT)).as("exit code").isZero();
            assertThat(hooks).noneMatch(ProcessHandle::isAlive);
            assertThat(server.story("stopped")).contains("stream is not available anymore: server stopped");
            assertThat(server.log()).noneMatch(line -> line.contains("Exception"));
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())).close();
        }
    }

    /** Readers of paths that are held from then on, since their publishers have left. */
    private static List<ToolProcess> hold(HoldoverProcess server, Running tools, List<String> paths, Path folder) {
        List<ToolProcess> publishers = new ArrayList<>();
        List<ToolProcess> readers = new ArrayList<>();
        for (String path : paths) {
            publishers.add(tools.add(Workplace.start(BEFORE.publisher(publish(server, path)))));
        }
        for (String path : paths) {
            server.awaitAvailable(path);
            readers.add(tools.add(ReaderKind.SRT_LIVE_TRANSMIT.start(read(server, path), folder.resolve(path + ".ts"))));
        }
        paths.forEach(path -> awaitGrowth(folder.resolve(path + ".ts")));
        publishers.forEach(ToolProcess::interrupt);
        paths.forEach(path -> server.awaitStory(path, "maintaining stream with silence generation", 1));
        return readers;
    }

    /** What comes last are the smallest of pictures and frames. */
    private static void endWithWholeFrames(HoldoverProcess server, String path, ToolProcess publisher) {
        publisher.kill();
        server.awaitStory(path, "silence generator started", 2);
        RealTime.pass(WATCHED);
    }

    private static HoldoverProcess persistent(String settings, List<String> paths) {
        StringBuilder yaml = new StringBuilder(settings).append("paths:\n");
        paths.forEach(path -> yaml.append("  " + path + ":\n    srtPersistOnDisconnect: yes\n    srtPersistStallTimeout: 700ms\n"));
        return HoldoverProcess.open(yaml.toString());
    }

    /** What a former run left there is not to be taken for what comes. */
    private static Path emptied(String name) throws IOException {
        Path folder = Workplace.folder(name);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        return folder;
    }

    private static String publish(HoldoverProcess server, String path) {
        return server.url("publish:" + path, "latency=" + LATENCY_MS * 1_000);
    }

    private static String read(HoldoverProcess server, String path) {
        return server.url("read:" + path, ReaderKind.SRT_LIVE_TRANSMIT.latency(LATENCY_MS));
    }

    private static void awaitGrowth(Path file) {
        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(file) && Files.size(file) > 40_000);
    }

    /** Hashes of the pictures in the order in which they are shown. */
    private static List<String> decoded(Path file) {
        return hashes(Workplace.run(Duration.ofMinutes(1), List.of("ffmpeg", "-v", "error", "-i", file.toString(), "-map", "0:v", "-vf",
                "setpts=N", "-fps_mode", "passthrough", "-f", "framemd5", "pipe:1")));
    }

    private static List<String> hashesIn(Path file) throws IOException {
        return Files.exists(file) ? hashes(Files.readString(file)) : List.of();
    }

    private static List<String> hashes(String frames) {
        return frames.lines().filter(line -> !line.startsWith("#") && line.contains(","))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip()).toList();
    }
}
