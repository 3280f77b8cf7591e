package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What the compiler and the formatter do not look at, read from the sources themselves. */
class HouseRulesTest {
    private static final int MAX_LINES = 500;
    private static final int MAX_COLUMNS = 140;
    private static final Pattern SLEEP =
            Pattern.compile("\\b(Thread|NANOSECONDS|MICROSECONDS|MILLISECONDS|SECONDS|MINUTES)\\.sleep\\s*\\(");
    /** The one place where real time passes for foreign peers. */
    private static final String REAL_TIME = "testkit/src/main/java/io/holdover/testkit/RealTime.java:";
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](\\s|$)");
    private static final Pattern SOURCE_ROOT = Pattern.compile(".*/src/[^/]+/java/.*");

    private static final Path ROOT = Path.of(System.getProperty("holdover.root"));
    private static final List<Path> SOURCES = sources();

    @Test
    void seesTheSourcesOfEveryModule() {
        for (String module : List.of("transport/srt", "media", "stream", "gateway", "control", "server", "testkit", "system-tests",
                "benchmarks")) {
            assertThat(SOURCES).as(module).anyMatch(file -> file.startsWith(ROOT.resolve(module)));
        }
    }

    @Test
    void noSourceFileIsLongerThanFiveHundredLines() {
        assertThat(SOURCES.stream().filter(file -> lines(file).size() > MAX_LINES).map(file -> named(file) + ": " + lines(file).size()))
                .isEmpty();
    }

    @Test
    void noLineIsWiderThanAReviewerSees() {
        assertThat(offences(line -> line.length() > MAX_COLUMNS)).isEmpty();
    }

    @Test
    void nothingSleeps() {
        assertThat(offences(line -> SLEEP.matcher(line).find())).allMatch(offence -> offence.startsWith(REAL_TIME));
    }

    @Test
    void everyPackageSaysWhatItKnows() {
        assertThat(SOURCES.stream().filter(file -> !named(file).contains("/src/test/")).map(Path::getParent).distinct()
                .filter(folder -> !saysTwoSentences(folder.resolve("package-info.java"))).map(HouseRulesTest::named)).isEmpty();
    }

    private static boolean saysTwoSentences(Path packageInfo) {
        if (!Files.exists(packageInfo)) {
            return false;
        }
        String text = String.join("\n", lines(packageInfo));
        int end = text.indexOf("*/");
        return end >= 0 && SENTENCE_END.matcher(text.substring(0, end)).results().count() >= 2;
    }

    private interface LineRule {
        boolean isBrokenBy(String line);
    }

    private static List<String> offences(LineRule rule) {
        List<String> found = new ArrayList<>();
        for (Path file : SOURCES) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (rule.isBrokenBy(lines.get(i))) {
                    found.add(named(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java") && SOURCE_ROOT.matcher(named(file)).matches()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String named(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
