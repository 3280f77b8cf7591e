package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.holdover.systemtest.fixture.Clip;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.FreePort;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.ToolProcess;

/** Publishers that are started when somebody wants to read, with real commands and readers. */
@Timeout(90)
class OnDemandSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static Path start;
    private static HoldoverProcess server;

    @BeforeAll
    static void open() throws IOException {
        start = Workplace.folder("on-demand").resolve("start");
        Files.deleteIfExists(start);
        int port = FreePort.udp();
        String ffmpeg = "ffmpeg -v error -re -stream_loop -1 -i " + Clip.of(Content.H264_AAC, 1, 5).file() + " -c copy -f mpegts '"
                + HoldoverProcess.url(port, "publish:$MTX_PATH") + "&pkt_size=1316'";
        server = HoldoverProcess.open(port, String.join("\n", "pathDefaults:", "  runOnDemandCloseAfter: 1s", "  runOnUnDemand: echo over",
                "paths:",
                "  ~^soon/(.+)$:", "    runOnDemand: " + ffmpeg, "    runOnDemandRestart: yes",
                "  late:", "    runOnDemand: sh -c \"while [ ! -e '" + start + "' ]; do sleep 0.05; done; exec "
                        + ffmpeg.replace("$MTX_PATH", "late") + "\"",
                "  held:", "    srtPersistOnDisconnect: yes", "    runOnDemand: " + ffmpeg,
                "  never:", "    runOnDemand: sleep 600", "    runOnDemandStartTimeout: 1s", ""));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    /** As a viewer reads: two seconds of it, with the options that everybody has. */
    private static ToolProcess reader(String path) {
        return Workplace.start(
                List.of("ffmpeg", "-v", "error", "-i", server.url("read:" + path), "-t", "2", "-c", "copy", "-f", "null", "-"));
    }

    @Test
    void aReaderBringsThePublisherAndTakesItAway() {
        for (int round = 1; round <= 2; round++) {
            try (ToolProcess reader = reader("soon/one")) {
                reader.awaitSuccess(LIMIT);
            }
            server.awaitStory("soon/one", "[runOnUnDemand] over", round);
            server.awaitStory("soon/one", "stream is not available anymore", round);
            server.awaitStory("soon/one", "runOnDemand command stopped", round);
        }
        assertThat(server.story("soon/one")).containsSubsequence("runOnDemand command started",
                "stream is available and online, 2 tracks (H264, MPEG-4 Audio)", "runOnUnDemand command launched",
                "runOnDemand command started", "stream is available and online, 2 tracks (H264, MPEG-4 Audio)",
                "runOnUnDemand command launched");
    }

    @Test
    void aReaderWaitsForAPublisherThatTakesLongerThanCallersWait() throws IOException {
        try (ToolProcess reader = reader("late"); ToolProcess other = reader("late")) {
            Awaitility.await("both readers").atMost(LIMIT)
                    .until(() -> server.log().stream().filter(line -> line.contains("is waiting for a stream on path 'late'"))
                            .count() == 2);
            Files.createFile(start);
            reader.awaitSuccess(LIMIT);
            other.awaitSuccess(LIMIT);
        }
        server.awaitStory("late", "runOnDemand command stopped", 1);
        assertThat(server.story("late").stream().filter("runOnDemand command started"::equals)).hasSize(1);
    }

    @Test
    void whoWaitedInVainIsToldTheUsualReason() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        assertThat(LibsrtPeer.to(address).streamId("read:never").connectRefused()).isEqualTo(1404);
        server.awaitStory("never", "runOnDemand command stopped", 1);
        server.awaitStory("never", "[runOnUnDemand] over", 1);
    }

    @Test
    void aStreamThatIsHeldBringsItsPublisherBack() {
        try (ToolProcess reader = reader("held")) {
            reader.awaitSuccess(LIMIT);
        }
        server.awaitStory("held", "runOnDemand command stopped", 1);
        server.awaitStory("held", "SRT publisher disconnected", 1);
        String url = server.url("read:held");
        try (ToolProcess reader = Workplace.start(List.of("ffmpeg", "-v", "error", "-i", url, "-c", "copy", "-f", "null", "-"))) {
            server.awaitStory("held", "runOnDemand command started", 2);
            server.awaitStory("held", "SRT publisher reconnecting", 1);
            assertThat(reader.isAlive()).isTrue();
        }
        assertThat(server.story("held")).noneMatch(line -> line.contains("not available anymore"));
    }
}
