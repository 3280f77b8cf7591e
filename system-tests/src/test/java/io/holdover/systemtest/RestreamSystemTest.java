package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LadderClip;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;

/** A restreamer copies into a container that has no place for a step back; {@link HoldSystemTest} shows three losses, this one ten. */
class RestreamSystemTest {

    private static final int LOSSES = 10;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration WATCHED = Duration.ofSeconds(1);
    private static final int LATENCY_US = 600_000;

    @Tag("slow")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    @ParameterizedTest
    @ValueSource(strings = {"flv", "mp4"})
    void tenLossesLeaveAFileWithoutAWarning(String container) {
        String path = "restream-" + container;
        Path file = Workplace.folder("received/" + path).resolve("restream." + container);
        List<LadderClip> clips = List.of(LadderClip.of("first", 1), LadderClip.of("other", 2));
        try (HoldoverProcess server = HoldoverProcess.open("pathDefaults:\n  srtPersistOnDisconnect: yes\npaths:\n  all_others:\n");
                Running tools = new Running()) {
            ToolProcess publisher = tools.add(publish(server, path, clips.getFirst()));
            server.awaitAvailable(path);
            ToolProcess restreamer = tools.add(Workplace.start(List.of("ffmpeg", "-v", "warning", "-y", "-i",
                    server.url("read:" + path, "latency=" + LATENCY_US), "-c", "copy", "-f", container, file.toString())));
            server.awaitReaders(path, 1);
            for (int loss = 1; loss <= LOSSES; loss++) {
                RealTime.pass(WATCHED);
                publisher.kill();
                server.awaitStory(path, "silence generator started", loss);
                RealTime.pass(WATCHED);
                publisher = tools.add(publish(server, path, clips.get(loss % clips.size())));
                server.awaitStory(path, "silence generator stopped", loss);
            }
            RealTime.pass(WATCHED);
            assertThat(restreamer.isAlive()).isTrue();
            restreamer.interrupt();
            restreamer.awaitExit(LIMIT);
            assertThat(restreamer.errors()).as("what the restreamer complains about").isEmpty();
        }
        String seconds = Workplace.run(LIMIT, List.of("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0",
                file.toString())).strip();
        assertThat(Double.parseDouble(seconds)).as("seconds in the file").isGreaterThan(2.0 * LOSSES);
    }

    private static ToolProcess publish(HoldoverProcess server, String path, LadderClip clip) {
        return Workplace.start(clip.publisher(server.url("publish:" + path, "latency=" + LATENCY_US)));
    }
}
