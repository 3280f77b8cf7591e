package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.Recording;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.ToolProcess;

/**
 * The README's commands, and those of the page about the hold, word for word but for the port. A command is tested when a comment
 * {@code <!-- test: NAME -->} stands before it.
 */
class ReadmeSystemTest {

    private static final Pattern COMMAND = Pattern.compile("<!-- test: ([\\w-]+) -->\\s*```\\w*\\n(.*?)```", Pattern.DOTALL);
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Map<String, String> COMMANDS = new LinkedHashMap<>();

    @BeforeAll
    static void read() throws IOException {
        for (String page : List.of("README.md", "docs/hold.md")) {
            Matcher matcher = COMMAND.matcher(Files.readString(Workplace.root().resolve(page)));
            while (matcher.find()) {
                COMMANDS.put(matcher.group(1), matcher.group(2).strip());
            }
        }
    }

    @Test
    void everyMarkedCommandIsKnownHere() {
        assertThat(COMMANDS.keySet()).containsExactlyInAnyOrder("server", "publish", "play", "keep", "gstreamer-publish",
                "hold-config", "hold-server", "hold-publish", "hold-play", "hold-story");
    }

    @Test
    void publishAndKeepTenSeconds(@TempDir Path folder) {
        try (HoldoverProcess server = HoldoverProcess.open();
                ToolProcess _ = shell("publish", server, folder, "")) {
            server.awaitLog("path live", "is available and online", "H264, MPEG-4 Audio");
            try (ToolProcess keep = shell("keep", server, folder, "-t 10|-t 2")) {
                keep.awaitSuccess(LIMIT);
            }
            assertPlayable(folder.resolve("live.ts"));
        }
    }

    @Test
    void gstreamerPublishes(@TempDir Path folder) {
        try (HoldoverProcess server = HoldoverProcess.open();
                ToolProcess _ = shell("gstreamer-publish", server, folder, "")) {
            server.awaitLog("path gst", "is available and online", "H264, MPEG-4 Audio");
            try (ToolProcess keep = shell("keep", server, folder, "-t 10|-t 2;read:live|read:gst")) {
                keep.awaitSuccess(LIMIT);
            }
            assertPlayable(folder.resolve("live.ts"));
        }
    }

    @Test
    void theHoldTellsTheStoryOfItsPage(@TempDir Path folder) {
        String prefix = "[path live] ";
        List<String> story =
                COMMANDS.get("hold-story").lines().map(line -> line.substring(line.indexOf(prefix) + prefix.length())).toList();
        assertThat(COMMANDS.get("hold-server")).isEqualTo("./holdover holdover.yml");
        assertThat(COMMANDS.get("hold-play")).contains("'srt://127.0.0.1:8890?streamid=read:live'");
        assertThat(story).hasSize(4);
        try (HoldoverProcess server = HoldoverProcess.open(COMMANDS.get("hold-config") + "\n")) {
            try (ToolProcess first = shell("hold-publish", server, folder, "")) {
                server.awaitAvailable("live");
                try (ToolProcess keep = shell("keep", server, folder, "-t 10|-t 4")) {
                    server.awaitReaders("live", 1);
                    first.interrupt();
                    server.awaitStory("live", story.get(0), 1);
                    server.awaitStory("live", story.get(1), 1);
                    try (ToolProcess _ = shell("hold-publish", server, folder, "")) {
                        server.awaitStory("live", story.get(3), 1);
                        keep.awaitSuccess(LIMIT);
                    }
                }
            }
            assertThat(Recording.messages(folder.resolve("live.ts"))).as("decoders' messages").isEmpty();
            assertThat(server.story("live")).containsSubsequence(story);
        }
    }

    @Test
    void playNamesTheSameAddressAsKeep() {
        // There is no screen here: what ffplay opens is what ffmpeg opens.
        String address = "'srt://127.0.0.1:8890?streamid=read:live'";
        assertThat(COMMANDS.get("play")).contains(address);
        assertThat(COMMANDS.get("keep")).contains(address);
        assertThat(COMMANDS.get("server")).isEqualTo("./holdover");
    }

    /** @param changes pairs {@code from|to}, separated by semicolons, that make it shorter */
    private static ToolProcess shell(String name, HoldoverProcess server, Path folder, String changes) {
        String command = COMMANDS.get(name).replace("127.0.0.1:8890", "127.0.0.1:" + server.port());
        for (String change : changes.split(";", -1)) {
            List<String> pair = List.of(change.split("\\|", -1));
            command = pair.size() == 2 ? command.replace(pair.get(0), pair.get(1)) : command;
        }
        return ToolProcess.start(List.of("sh", "-c", "exec " + command), Map.of(), folder);
    }

    private static void assertPlayable(Path file) {
        String streams = Workplace.run(LIMIT,
                List.of("ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", file.toString()));
        assertThat(streams).contains("h264").contains("aac");
        try (ToolProcess decode =
                Workplace.start(List.of("ffmpeg", "-v", "error", "-err_detect", "explode", "-i", file.toString(), "-f", "null", "-"))) {
            decode.awaitSuccess(LIMIT);
            assertThat(decode.errors()).as("decoder's messages").isEmpty();
        }
    }
}
