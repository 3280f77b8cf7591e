package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final LogLayout LAYOUT = LogLayout.plain(ZoneOffset.UTC);
    private static final int LINE_BYTES = LAYOUT.textOf(LogEvents.info("1")).length();

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private long nowNs;
    private Path path;
    private LogFile file;

    @BeforeEach
    void open() {
        path = folder.resolve("holdover.log");
        file = open(path);
    }

    @Test
    void goesOnAtTheEndOfTheFile() throws IOException {
        Files.writeString(path, "before\n");
        write("1");

        assertThat(Files.readAllLines(path)).containsExactly("before", line("1"));
    }

    @Test
    void putsAFullFileAsideAndKeepsSoManyOfThem() throws IOException {
        write("1", "2", "3", "4", "5", "6", "7", "8", "9");

        assertThat(Files.readAllLines(path)).containsExactly(line("9"));
        assertThat(Files.readAllLines(folder.resolve("holdover.log.1"))).containsExactly(line("7"), line("8"));
        assertThat(Files.readAllLines(folder.resolve("holdover.log.2"))).containsExactly(line("5"), line("6"));
        assertThat(folder.resolve("holdover.log.3")).doesNotExist();
        assertThat(warnings).isEmpty();
    }

    @Test
    void beginsAnewWhenAnotherToolHasPutTheFileAside() throws IOException {
        write("1");
        Files.move(path, folder.resolve("rotated"));
        write("2");
        nowNs += SECOND_NS;
        write("3");

        assertThat(Files.readAllLines(folder.resolve("rotated"))).containsExactly(line("1"), line("2"));
        assertThat(Files.readAllLines(path)).containsExactly(line("3"));
    }

    @Test
    void goesOnWhenTheFolderIsThereAgain() throws IOException {
        Path later = folder.resolve("later");
        file = open(later.resolve("holdover.log"));
        write("1", "2");
        assertThat(warnings).hasSize(1).first().asString().contains("cannot be written, lines are lost: ");

        Files.createDirectory(later);
        write("3");
        nowNs += 5 * SECOND_NS;
        write("4");

        assertThat(Files.readAllLines(later.resolve("holdover.log")))
                .containsExactly("(3 log lines were lost while this file could not be written)", line("4"));
        assertThat(warnings).hasSize(2).last().asString().endsWith("can be written again, 3 lines were lost");
    }

    @Test
    void countsWhatAFullDiskDoesNotTake() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Files.createSymbolicLink(path, full);
        write("1", "2", "3");
        assertThat(warnings).hasSize(1).first().asString().contains("No space left on device");

        Files.delete(path);
        nowNs += 5 * SECOND_NS;
        write("4");

        assertThat(Files.readAllLines(path)).containsExactly("", "(3 log lines were lost while this file could not be written)", line("4"));
    }

    @Test
    void letsAFileGrowThatCannotBePutAside() throws IOException {
        Path obstacle = folder.resolve("holdover.log.1");
        Files.createDirectory(obstacle);
        Files.writeString(obstacle.resolve("x"), "");
        Files.createDirectory(folder.resolve("holdover.log.2"));
        Files.writeString(folder.resolve("holdover.log.2").resolve("x"), "");
        write("1", "2", "3", "4");

        assertThat(Files.readAllLines(path)).hasSize(4);
        assertThat(warnings).hasSize(1).first().asString().contains("is full and cannot be put aside");
    }

    private LogFile open(Path where) {
        return new LogFile(where, 2L * LINE_BYTES, 2, LAYOUT, () -> nowNs, warnings::add);
    }

    private void write(String... texts) {
        for (String text : texts) {
            file.write(LogEvents.info(text));
        }
    }

    private static String line(String text) {
        return "2026/11/22 09:00:00 INF " + text;
    }
}
