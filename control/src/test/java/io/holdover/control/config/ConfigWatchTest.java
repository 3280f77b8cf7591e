package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.testkit.RealTime;

@Timeout(30)
class ConfigWatchTest {
    private static final Duration QUIET = ConfigWatch.QUIET;

    @TempDir
    private Path directory;

    private final BlockingQueue<LogLevel> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
    private final AtomicInteger readings = new AtomicInteger();
    private final Logger logger = Logger.getLogger(ConfigWatch.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().equals(java.util.logging.Level.SEVERE)) {
                errors.add(line.getMessage());
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @AfterEach
    void quieten() {
        logger.removeHandler(handler);
    }

    @Test
    void takesWhatIsWrittenInPlace() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        try (ConfigWatch _ = watch(file)) {
            write(file, "debug");
            assertThat(next()).isEqualTo(LogLevel.DEBUG);

            write(file, "error");
            assertThat(next()).isEqualTo(LogLevel.ERROR);
        }
    }

    @Test
    void takesWhatIsRenamedOverTheFile() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        try (ConfigWatch _ = watch(file)) {
            Files.move(write(directory.resolve(".holdover.yml.swp"), "debug"), file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            assertThat(next()).isEqualTo(LogLevel.DEBUG);
        }
    }

    @Test
    void takesWhatIsWrittenBehindALink() throws Exception {
        Path elsewhere = write(Files.createDirectory(directory.resolve("elsewhere")).resolve("real.yml"), "info");
        Path file = Files.createSymbolicLink(directory.resolve("holdover.yml"), elsewhere);
        try (ConfigWatch _ = watch(file)) {
            write(elsewhere, "debug");
            assertThat(next()).isEqualTo(LogLevel.DEBUG);
        }
    }

    /** holdover.yml -> ..data/holdover.yml, ..data -> ..1; then ..data is replaced by a link to ..2. */
    @Test
    void takesWhatKubernetesPutsInPlace() throws Exception {
        write(Files.createDirectory(directory.resolve("..1")).resolve("holdover.yml"), "info");
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Path file = Files.createSymbolicLink(directory.resolve("holdover.yml"), Path.of("..data/holdover.yml"));
        try (ConfigWatch _ = watch(file)) {
            for (LogLevel level : new LogLevel[]{LogLevel.DEBUG, LogLevel.ERROR}) {
                Path version = Files.createTempDirectory(directory, "..");
                write(version.resolve("holdover.yml"), Options.LOG_LEVEL.type().show(level));
                Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), version.getFileName());
                Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                assertThat(next()).isEqualTo(level);
            }
        }
    }

    @Test
    void leavesEverythingAsItIsWhenTheFileIsNotValid() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        logger.addHandler(handler);
        try (ConfigWatch _ = watch(file)) {
            Path other = Files.writeString(directory.resolve("other.yml"), "logLevel: loud\nsrtAdress: :1\npaths: {a: }\n");
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE); // never empty

            assertThat(errors.poll(20, TimeUnit.SECONDS)).as("one line with all problems").contains("holdover.yml:1:11: logLevel: ")
                    .contains("holdover.yml:2:1: unknown key 'srtAdress'");
            assertThat(changes).isEmpty();

            write(file, "debug");
            assertThat(next()).isEqualTo(LogLevel.DEBUG);
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void goesOnWithoutItsFileAndTakesItAgain() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        write(directory.resolve("mediamtx.yml"), "error");
        logger.addHandler(handler);
        try (ConfigWatch _ = watch(file)) {
            Path away = Files.move(file, directory.resolve("away.yml"));
            assertThat(errors.poll(20, TimeUnit.SECONDS)).contains("what held before goes on").contains("no such file");
            assertThat(changes).isEmpty();

            Files.move(away, file);
            write(file, "debug");
            assertThat(next()).isEqualTo(LogLevel.DEBUG);
        }
    }

    @Test
    void takesAnEmptyFileForOneThatIsAboutToBeWritten() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        logger.addHandler(handler);
        try (ConfigWatch _ = watch(file)) {
            Files.writeString(file, "");
            assertThat(errors.poll(20, TimeUnit.SECONDS)).contains("is empty, what held before goes on");
            assertThat(changes).isEmpty();

            Files.writeString(file, "\n");
            assertThat(errors.poll(20, TimeUnit.SECONDS)).contains("is empty, what held before goes on");
            assertThat(changes).isEmpty();

            Files.writeString(file, "{}");
            assertThat(next()).as("the defaults, on purpose").isEqualTo(LogLevel.INFO);
        }
    }

    @Test
    void readsAgainWhatIsWrittenDuringTheReading() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        try (ConfigWatch _ = watch(file, new LiveConfig(config(file)), () -> {
            ConfigLoad half = ConfigLoad.load(file, directory);
            if (readings.incrementAndGet() == 2) {
                assertThatCode(() -> write(file, "debug")).doesNotThrowAnyException();
                RealTime.pass(Duration.ofMillis(500)); // nothing else shows that the system has told of it
            }
            return half;
        })) {
            await().until(() -> readings.get() == 1);
            write(file, "warn");
            assertThat(next()).as("what was half written is passed over").isEqualTo(LogLevel.DEBUG);
        }
    }

    @Test
    void goesOnAfterAReadingThatFailsInAWayNobodyForesaw() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        logger.addHandler(handler);
        try (ConfigWatch _ = watch(file, new LiveConfig(config(file)), () -> {
            if (readings.incrementAndGet() == 1) {
                throw new IllegalStateException("a bug");
            }
            return ConfigLoad.load(file, directory);
        })) {
            assertThat(errors.poll(20, TimeUnit.SECONDS)).contains("could not be read");

            write(file, "debug");
            assertThat(next()).isEqualTo(LogLevel.DEBUG);
        }
    }

    @Test
    void doesNotTakeAFileThatIsOnlyTouched() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        LiveConfig live = new LiveConfig(config(file));
        try (ConfigWatch _ = watch(file, live)) {
            live.patchGlobal(new JsonMapper().readTree("{\"logLevel\": \"warn\"}"));
            assertThat(next()).isEqualTo(LogLevel.WARN);

            int before = readings.get();
            write(file, "info");
            await().until(() -> readings.get() > before);
            write(file, "debug");

            assertThat(next()).as("the file that was only touched did not undo the change by the API").isEqualTo(LogLevel.DEBUG);
        }
    }

    @Test
    void readsTheFileOnRequestEvenIfItIsTheSame() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        LiveConfig live = new LiveConfig(config(file));
        try (ConfigWatch watch = watch(file, live)) {
            live.patchGlobal(new JsonMapper().readTree("{\"logLevel\": \"warn\"}"));
            assertThat(next()).isEqualTo(LogLevel.WARN);

            watch.reload();
            assertThat(next()).isEqualTo(LogLevel.INFO);
        }
    }

    @Test
    void isNotDisturbedByItsNeighbours() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        try (ConfigWatch _ = watch(file)) {
            await().until(() -> readings.get() == 1);
            for (int i = 0; i < 50; i++) {
                Files.writeString(directory.resolve("recording" + i), "x");
            }
            write(file, "debug");

            assertThat(next()).isEqualTo(LogLevel.DEBUG);
            assertThat(readings.get()).isLessThan(10);
        }
    }

    @Test
    void readsAFileThatIsNeverLeftAlone() throws Exception {
        Path file = write(directory.resolve("holdover.yml"), "info");
        try (ConfigWatch _ = watch(file)) {
            LogLevel taken = null;
            while (taken == null) {
                // Each one is whole, and none is left alone for longer than this.
                Files.move(write(directory.resolve("next"), "debug"), file, StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                taken = changes.poll(QUIET.toMillis() / 10, TimeUnit.MILLISECONDS);
            }
            assertThat(taken).isEqualTo(LogLevel.DEBUG);
        }
    }

    @Test
    void refusesLinksThatLeadToThemselves() throws Exception {
        Path one = directory.resolve("one");
        Files.createSymbolicLink(one, directory.resolve("two"));
        Files.createSymbolicLink(directory.resolve("two"), one);

        assertThatIOException().isThrownBy(() -> WatchedLinks.to(one));
    }

    private ConfigWatch watch(Path file) throws IOException {
        return watch(file, new LiveConfig(config(file)));
    }

    private ConfigWatch watch(Path file, LiveConfig live) throws IOException {
        return watch(file, live, () -> {
            readings.incrementAndGet();
            return ConfigLoad.load(file, directory);
        });
    }

    private ConfigWatch watch(Path file, LiveConfig live, Supplier<ConfigLoad> source) throws IOException {
        live.onChange((_, after) -> changes.add(after.global().get(Options.LOG_LEVEL)));
        return ConfigWatch.open(ConfigLoad.load(file, directory), source, live, QUIET);
    }

    private LogLevel next() throws InterruptedException {
        return changes.poll(20, TimeUnit.SECONDS);
    }

    private HoldoverConfig config(Path file) {
        return ((ConfigOutcome.Accepted) ConfigLoad.load(file, directory).outcome()).config();
    }

    private static Path write(Path file, String level) throws IOException {
        return Files.writeString(file, "logLevel: " + level + "\npaths: {a: }\n");
    }
}
