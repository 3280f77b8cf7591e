package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.holdover.stream.StreamPath;

class ConfigLoadTest {
    @TempDir
    private Path directory;

    @Test
    void opensEveryPathWithoutAFile() {
        ConfigLoad load = ConfigLoad.load(null, directory);

        assertThat(load.file()).isEmpty();
        assertThat(load.lookedFor()).containsExactly(directory.resolve("holdover.yml"), directory.resolve("mediamtx.yml"));
        HoldoverConfig config = ((ConfigOutcome.Accepted) load.outcome()).config();
        assertThat(config.global().get(Options.SRT_ADDRESS)).hasToString(":8890");
        assertThat(new PathMatcher(config.paths()).find(new StreamPath("any/path"))).isPresent();
    }

    @Test
    void prefersItsOwnFileToTheOneOfMediaMtx() throws IOException {
        Files.writeString(directory.resolve("mediamtx.yml"), "logLevel: error\npaths: {a: }\n");
        assertThat(level(ConfigLoad.load(null, directory))).isEqualTo(LogLevel.ERROR);

        Files.writeString(directory.resolve("holdover.yml"), "logLevel: debug\npaths: {a: }\n");
        ConfigLoad load = ConfigLoad.load(null, directory);
        assertThat(level(load)).isEqualTo(LogLevel.DEBUG);
        assertThat(load.file()).contains(directory.resolve("holdover.yml"));
    }

    @Test
    void readsTheFileThatIsNamed() throws IOException {
        Files.writeString(directory.resolve("holdover.yml"), "logLevel: error\n");
        Files.writeString(directory.resolve("other.yml"), "logLevel: warn\n");

        assertThat(level(ConfigLoad.load(Path.of("other.yml"), directory))).isEqualTo(LogLevel.WARN);
    }

    @Test
    void saysThatANamedFileIsMissing() {
        assertThat(problem(ConfigLoad.load(Path.of("nowhere.yml"), directory))).isEqualTo("nowhere.yml: no such file");
    }

    @Test
    void saysThatAFileCannotBeRead() throws IOException {
        Files.createDirectory(directory.resolve("holdover.yml"));

        assertThat(problem(ConfigLoad.load(null, directory))).startsWith("holdover.yml: cannot be read: ");
    }

    @Test
    void refusesAFileBeyondTheLimit() throws IOException {
        Path file = directory.resolve("holdover.yml");
        byte[] text = ("#".repeat(63) + "\n").repeat(ConfigLoad.LIMIT_BYTES / 64).getBytes(StandardCharsets.US_ASCII);
        Files.write(file, text);
        assertThat(ConfigLoad.load(file, directory).outcome()).isInstanceOf(ConfigOutcome.Accepted.class);

        Files.write(file, "##".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
        assertThat(problem(ConfigLoad.load(null, directory))).isEqualTo("holdover.yml: longer than 4 MiB: this is no configuration");
    }

    @Test
    void namesTheByteThatIsNotUtf8() throws IOException {
        Files.write(directory.resolve("holdover.yml"), "srt: yes\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problem(ConfigLoad.load(null, directory))).isEqualTo("holdover.yml:2:6: not UTF-8");
    }

    @Test
    void namesAnIncompleteCharacterAtTheEnd() throws IOException {
        Files.write(directory.resolve("holdover.yml"), new byte[]{'#', (byte) 0xC3});

        assertThat(problem(ConfigLoad.load(null, directory))).isEqualTo("holdover.yml:1:2: not UTF-8");
    }

    @Test
    void skipsAByteOrderMark() throws IOException {
        Files.writeString(directory.resolve("holdover.yml"), "\uFEFFlogLevel: warn\npaths: {a: }\n");

        assertThat(level(ConfigLoad.load(null, directory))).isEqualTo(LogLevel.WARN);
    }

    private static LogLevel level(ConfigLoad load) {
        return ((ConfigOutcome.Accepted) load.outcome()).config().global().get(Options.LOG_LEVEL);
    }

    private static String problem(ConfigLoad load) {
        return ((ConfigOutcome.Refused) load.outcome()).problems().getFirst().toString();
    }
}
