package io.holdover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ToolProcessTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void capturesBothOutputsAndTheExitCode() {
        try (ToolProcess tool = ToolProcess.start("sh", "-c", "echo out; echo err >&2; exit 3")) {
            assertThat(tool.awaitExit(SOON)).isEqualTo(3);
            assertThat(tool.output()).isEqualTo("out\n");
            assertThat(tool.errors()).isEqualTo("err\n");
        }
    }

    @Test
    void keepsOnlyTheNewestOutput() {
        int lines = 1_000_000;
        try (ToolProcess tool = ToolProcess.start("sh", "-c", "seq 1 " + lines)) {
            tool.awaitSuccess(Duration.ofSeconds(30));
            assertThat(tool.outputBytes()).hasSizeBetween(ToolProcess.OUTPUT_LIMIT_BYTES / 2, ToolProcess.OUTPUT_LIMIT_BYTES);
            assertThat(tool.output()).endsWith("\n" + lines + "\n");
        }
    }

    @Test
    void pausesResumesAndEnds() {
        try (ToolProcess tool = ToolProcess.start("sh", "-c", "while true; do echo tick; sleep 0.05; done")) {
            tool.awaitOutput(text -> text.contains("tick"), SOON);
            tool.pause();
            ToolProcess state = ToolProcess.start("sh", "-c", "sleep 0.2; cut -d' ' -f3 /proc/" + tool.pid() + "/stat");
            assertThat(state.awaitSuccess(SOON).output()).isEqualTo("T\n");
            tool.resume();
            int before = tool.output().length();
            tool.awaitOutput(text -> text.length() > before + 20, SOON);
            tool.kill();
            // 128 + SIGKILL
            assertThat(tool.awaitExit(SOON)).isEqualTo(137);
        }
    }

    @Test
    void endsItsChildrenWhenItIsClosed() {
        ToolProcess tool = ToolProcess.start("sh", "-c", "sleep 1000 & echo child $!; wait");
        tool.awaitOutput(text -> text.endsWith("\n"), SOON);
        long child = Long.parseLong(tool.output().strip().substring("child ".length()));
        tool.close();
        assertThat(tool.isAlive()).isFalse();
        // A killed child is reaped by init a little later.
        Awaitility.await().atMost(SOON).until(() -> ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false), is -> !is);
    }

    @Test
    void saysWhereMissingProgramsComeFrom() {
        assertThatThrownBy(() -> ToolProcess.start("no-such-program")).isInstanceOf(AssertionError.class).hasMessageContaining("./verify");
    }

    @Test
    void quotesTheLastWordsOfAProgramThatFails() {
        try (ToolProcess tool = ToolProcess.start("sh", "-c", "echo alas >&2; exit 1")) {
            assertThatThrownBy(() -> tool.awaitSuccess(SOON)).hasMessageContaining("alas").hasMessageContaining("exit code 1");
        }
        try (ToolProcess tool = ToolProcess.start("sleep", "100")) {
            assertThatThrownBy(() -> tool.awaitExit(Duration.ofMillis(50))).isInstanceOf(AssertionError.class)
                    .hasMessageContaining("sleep");
        }
    }
}
