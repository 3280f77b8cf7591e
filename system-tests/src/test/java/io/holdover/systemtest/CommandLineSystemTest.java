package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.ToolProcess;

/** What the program says on its command line and about a configuration that it cannot take. */
class CommandLineSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void takenPortIsNamedAndEndsTheProgram() {
        try (HoldoverProcess first = HoldoverProcess.open()) {
            Ended second = run(HoldoverProcess.config("srtAddress: 127.0.0.1:" + first.port() + "\n"));
            assertThat(second.exitCode()).isNotZero();
            assertThat(second.words()).contains("" + first.port()).containsIgnoringCase("in use").doesNotContain("\tat ");
        }
    }

    @Test
    void unknownKeyIsNamedWithItsPlaceAndTheNearestOne() {
        Path file = HoldoverProcess.config("logLevel: info\nsrtAdress: :8890\n");
        Ended ended = run(file);
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.words()).contains(file.getFileName().toString(), "srtAdress", "srtAddress", ":2:").doesNotContain("\tat ");
    }

    @Test
    void checkTakesAGoodFileAndRefusesABadOne() {
        assertThat(run("--check", HoldoverProcess.config("paths:\n  all_others:\n")).exitCode()).isZero();
        Ended bad = run("--check", HoldoverProcess.config("paths:\n  live:\n    overridePublisher: perhaps\n"));
        assertThat(bad.exitCode()).isNotZero();
        assertThat(bad.words()).contains("overridePublisher", "perhaps");
    }

    @Test
    void variablesOfTheEnvironmentLieOverTheFile() {
        Path file = HoldoverProcess.config("maxHeldPaths: 7\npaths:\n  live:\n");
        Map<String, String> environment = Map.of("MTX_MAXHELDPATHS", "11", "MTX_PATHS_LIVE_OVERRIDEPUBLISHER", "no");
        assertThat(run(environment, "--check", file).words()).contains("maxHeldPaths: 11", "overridePublisher: no");

        Ended bad = run(Map.of("MTX_READTIMEOUT", "soon"), "--check", file);
        assertThat(bad.exitCode()).isNotZero();
        assertThat(bad.words()).contains("MTX_READTIMEOUT", "soon").doesNotContain("\tat ");
    }

    @Test
    void helpAndVersionAreShort() {
        Ended help = run("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.words()).contains("--check", "--version");
        Ended version = run("--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.words().lines()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void missingFileIsNamed() {
        Ended ended = run("/nowhere/holdover.yml");
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.words()).contains("/nowhere/holdover.yml").doesNotContain("\tat ");
    }

    private record Ended(int exitCode, String words) {
    }

    private static Ended run(Object... arguments) {
        return run(Map.of(), arguments);
    }

    private static Ended run(Map<String, String> environment, Object... arguments) {
        try (ToolProcess tool = ToolProcess.start(HoldoverProcess.command(arguments), environment, Workplace.root())) {
            int code = tool.awaitExit(LIMIT);
            return new Ended(code, tool.output() + tool.errors());
        }
    }
}
