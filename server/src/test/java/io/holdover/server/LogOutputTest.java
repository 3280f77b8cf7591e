package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.holdover.control.config.LogDestination;
import io.holdover.control.config.LogLevel;

class LogOutputTest {
    private static final Logger LOG = LoggerFactory.getLogger("io.holdover.test");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void names() {
        file = folder.resolve("holdover.log");
    }

    @AfterEach
    void close() {
        LogOutput.close();
    }

    @Test
    void changesTheLevelWithoutOpeningAnythingAnew() throws IOException {
        LogOptions options = toFile(LogLevel.INFO, false);
        LogOutput.install(options);
        LOG.debug("1");
        LOG.info("2");
        Object key = Files.readAttributes(written(1), "unix:ino").get("ino");
        LogOutput.install(options.with(LogLevel.DEBUG));
        LOG.debug("3");
        LogOutput.install(options.with(LogLevel.ERROR));
        LOG.warn("4");
        LOG.error("5");
        written(3);
        LogOutput.close();

        assertThat(Files.readAllLines(file)).map(line -> line.substring(20)).containsExactly("INF 2", "DEB 3", "ERR 5");
        assertThat(Files.readAttributes(file, "unix:ino")).containsEntry("ino", key);
    }

    @Test
    void keepsEveryLineInOrderThroughReloads() throws Exception {
        LogOutput.install(toFile(LogLevel.INFO, false));
        int count = 5_000;
        CountDownLatch halfway = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < count; i++) {
                LOG.info("line " + i + ".");
                if (i == count / 2) {
                    halfway.countDown();
                }
            }
        });
        halfway.await();
        LogOutput.install(toFile(LogLevel.INFO, true));
        LogOutput.install(toFile(LogLevel.INFO, false));
        writer.join();
        written(count);
        LogOutput.close();

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add("line " + i + ".");
        }
        assertThat(Files.readAllLines(file)).map(line -> line.replaceAll(".*(line [0-9]+\\.).*", "$1")).isEqualTo(expected);
    }

    @Test
    void aDestinationThatCannotBeHadKeepsNoOtherFromItsLines() throws IOException {
        LogOutput.install(new LogOptions(LogLevel.INFO, Set.of(LogDestination.FILE, LogDestination.SYSLOG), true, file, 1 << 20, 1,
                "x".repeat(10)));
        LOG.info("1");
        written(1);
        LogOutput.close();

        assertThat(Files.readAllLines(file)).hasSize(1).first().asString().endsWith(",\"level\":\"INF\",\"message\":\"1\"}");
    }

    @Test
    void librariesAreHeardWhenSomethingIsWrong() throws IOException {
        LogOutput.install(toFile(LogLevel.DEBUG, false));
        LoggerFactory.getLogger("com.example").info("1");
        LoggerFactory.getLogger("com.example").warn("2");
        written(1);
        LogOutput.close();

        assertThat(Files.readAllLines(file)).map(line -> line.substring(20)).containsExactly("WAR 2");
    }

    private Path written(int lines) {
        await().until(() -> Files.exists(file) && Files.readAllLines(file).size() == lines);
        return file;
    }

    private LogOptions toFile(LogLevel level, boolean structured) {
        return new LogOptions(level, Set.of(LogDestination.FILE), structured, file, 1 << 20, 1, "holdover");
    }
}
