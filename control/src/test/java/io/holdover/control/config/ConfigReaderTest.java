package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.stream.StreamPath;

class ConfigReaderTest {

    @Test
    void takesEveryServedKey() {
        HoldoverConfig config = accepted("""
                logLevel: debug
                srt: off
                srtAddress: 127.0.0.1:9000
                readTimeout: 1m30s
                writeTimeout: 300ms
                pathDefaults:
                  source: publisher
                  maxReaders: 7
                paths:
                  live/one:
                    overridePublisher: no
                    srtPublishPassphrase: 0123456789
                    srtReadPassphrase: "abcdefghij"
                  all_others:
                """);

        assertThat(config.global().get(Options.LOG_LEVEL)).isEqualTo(LogLevel.DEBUG);
        assertThat(config.global().get(Options.SRT)).isFalse();
        assertThat(config.global().get(Options.SRT_ADDRESS)).isEqualTo(new ListenAddress("127.0.0.1", 9000));
        assertThat(config.global().get(Options.READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.global().get(Options.WRITE_TIMEOUT)).isEqualTo(Duration.ofMillis(300));
        OptionValues live = new PathMatcher(config.paths()).find(new StreamPath("live/one")).orElseThrow().values();
        assertThat(live.get(Options.OVERRIDE_PUBLISHER)).isFalse();
        assertThat(live.get(Options.MAX_READERS)).as("from pathDefaults").isEqualTo(7);
        assertThat(live.get(Options.SRT_PUBLISH_PASSPHRASE)).as("digits stay as written").isEqualTo("0123456789");
        assertThat(live.get(Options.SRT_READ_PASSPHRASE)).isEqualTo("abcdefghij");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "~\n", "{}\n"})
    void takesAFileThatSaysNothing(String text) {
        HoldoverConfig config = accepted(text);

        assertThat(config.global().get(Options.SRT_ADDRESS)).hasToString(":8890");
        assertThat(config.paths()).isEmpty();
        assertThat(warnings(text)).singleElement().asString().startsWith("test.yml: no path is configured");
    }

    @Test
    void leavesAnOptionAsItIsWhenItsKeyHasNoValue() {
        HoldoverConfig config = accepted("""
                logLevel:
                pathDefaults:
                  maxReaders: 5
                paths:
                  live:
                    maxReaders:
                    srtReadPassphrase:
                """);

        assertThat(config.global().get(Options.LOG_LEVEL)).isEqualTo(LogLevel.INFO);
        assertThat(config.paths().getFirst().values().get(Options.MAX_READERS)).isEqualTo(5);
        assertThat(config.paths().getFirst().values().get(Options.SRT_READ_PASSPHRASE)).isEmpty();
    }

    @Test
    void takesAnEmptyPassphraseAsNoneEvenOverADefault() {
        HoldoverConfig config = accepted("""
                pathDefaults:
                  srtReadPassphrase: correct-horse
                paths:
                  open:
                    srtReadPassphrase: ''
                """);

        assertThat(config.paths().getFirst().values().get(Options.SRT_READ_PASSPHRASE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // unknown keys
        "srtAdress: :1|test.yml:1:1: unknown key 'srtAdress', did you mean 'srtAddress'?",
        "srtaddress: :1|test.yml:1:1: unknown key 'srtaddress', did you mean 'srtAddress'?",
        "lgoLevel: info|test.yml:1:1: unknown key 'lgoLevel', did you mean 'logLevel'?",
        "path: {}|test.yml:1:1: unknown key 'path', did you mean 'paths'?",
        "hslAddress: :1|test.yml:1:1: unknown key 'hslAddress', did you mean 'hlsAddress'?",
        "colour: red|test.yml:1:1: unknown key 'colour', no known key is like it",
        "maxReaders: 1|test.yml:1:1: unknown key 'maxReaders', it belongs to pathDefaults and paths",
        "paths: {live: {srtAddress: ':1'}}|test.yml:1:16: unknown key 'srtAddress', it belongs to top level",
        "paths: {live: {maxReader: 1}}|test.yml:1:16: unknown key 'maxReader', did you mean 'maxReaders'?",
        "pathDefaults: {srtReadPasphrase: x}|test.yml:1:16: unknown key 'srtReadPasphrase', did you mean 'srtReadPassphrase'?",
        // wrong types
        "srt: maybe|test.yml:1:6: srt: expected yes or no (or true, false, on, off), such as 'yes', found 'maybe'",
        "srt: 1|test.yml:1:6: srt: expected yes or no (or true, false, on, off), such as 'yes', found '1'",
        "srt: [yes]|test.yml:1:6: srt: expected yes or no (or true, false, on, off), such as 'yes', found a list",
        "srt: {yes: no}|test.yml:1:6: srt: expected yes or no (or true, false, on, off), such as 'yes', found keys with values",
        "srt: ''|test.yml:1:6: srt: expected yes or no (or true, false, on, off), such as 'yes', found nothing",
        "logLevel: verbose|test.yml:1:11: logLevel: expected one of error, warn, info, debug, such as 'debug', found 'verbose'",
        "logLevel: INFO|test.yml:1:11: logLevel: expected one of error, warn, info, debug, such as 'debug', found 'INFO'",
        "srtAddress: 8890|"
                + "test.yml:1:13: srtAddress: expected an address (host:port, or :port for every interface) such as ':8890', "
                + "found '8890'",
        "readTimeout: 10|test.yml:1:14: readTimeout: expected a duration from 1ms to 1d, with its unit, such as '10s', found '10'",
        "writeTimeout: soon|test.yml:1:15: writeTimeout: expected a duration from 1ms to 1d, with its unit, such as '10s', found 'soon'",
        "pathDefaults: {maxReaders: many}|test.yml:1:28: maxReaders: expected a whole number from 0 to 1000000 such as '100', found 'many'",
        "pathDefaults: {maxReaders: -1}|test.yml:1:28: maxReaders: expected a whole number from 0 to 1000000 such as '100', found '-1'",
        "pathDefaults: {source: 'gopher://cam'}|"
                + "test.yml:1:24: source: expected 'publisher', or the address of a stream, such as 'publisher', found 'gopher://cam'",
        "pathDefaults: {srtReadPassphrase: short}|"
                + "test.yml:1:35: srtReadPassphrase: expected a passphrase of 10 to 79 bytes, or nothing for none, such as "
                + "'correct-horse-battery', found 5 bytes",
        // shapes
        "- srt|test.yml:1:1: the file: expected keys with values such as 'key: value', found a list",
        "hello|test.yml:1:1: the file: expected keys with values such as 'key: value', found 'hello'",
        "paths: [live]|test.yml:1:8: paths: expected keys with values such as 'key: value', found a list",
        "paths: {live: yes}|test.yml:1:15: path 'live': expected keys with values such as 'key: value', found 'yes'",
        "pathDefaults: 7|test.yml:1:15: pathDefaults: expected keys with values such as 'key: value', found '7'",
        "? [a]|test.yml:1:3: the file: a key must be a word, found a list",
        // duplicates
        "{srt: yes, srt: yes}|test.yml:1:12: 'srt' stands here for the second time, the first is in line 1",
        "paths: {a: , a: }|test.yml:1:14: 'a' stands here for the second time, the first is in line 1",
        "paths: {all: , all_others: }|test.yml:1:16: 'all_others' and 'all' are the same section: all_others, all and ~^.*$ mean one thing",
        // path names
        "paths: {/live: }|test.yml:1:9: invalid path name '/live' begins or ends with a slash or has two in a row",
        "paths: {live/: }|test.yml:1:9: invalid path name 'live/' begins or ends with a slash or has two in a row",
        "paths: {a/../b: }|test.yml:1:9: invalid path name 'a/../b' contains the segment '..'",
        "paths: {'my stream': }|"
                + "test.yml:1:9: invalid path name 'my stream' contains a character that is not a letter, a digit or one of _ - . /",
        "paths: {'': }|test.yml:1:9: invalid path name is empty",
        "paths: {'~^cam(': }|test.yml:1:9: invalid regular expression '^cam(': Unclosed group at character 6",
        // not YAML
        "srt: 'yes|test.yml:1:10: not valid YAML: while scanning a quoted scalar, found unexpected end of stream",
        "srt: yes: no|test.yml:1:9: not valid YAML: mapping values are not allowed here",
        "srt: *nobody|test.yml:1:6: not valid YAML: found undefined alias nobody",
        "srt: @yes|"
                + "test.yml:1:6: not valid YAML: while scanning for the next token, found character '@' that cannot start any "
                + "token. (Do not use @ for indentation)"})
    void saysWhatIsWrongAndWhere(String text, String expected) {
        assertThat(problems(text)).containsExactly(expected);
    }

    @Test
    void doesNotRepeatThePasswordOfAnAddress() {
        ConfigOutcome outcome = ConfigReader.read("holdover.yml", "paths:\n  cam:\n    source: gopher://admin:top-secret@cam.example/1\n");

        assertThat(outcome.toString()).contains("'gopher://***@cam.example/1'").doesNotContain("top-secret");
    }

    @Test
    void namesTheLineAndColumnOfATab() {
        assertThat(problems("paths:\n  live:\n\tmaxReaders: 1\n"))
                .containsExactly("test.yml:3:1: a tab stands where only spaces may: YAML is indented with spaces");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(problems("srt: yes\n---\nsrt: no\n")).singleElement().asString().startsWith("test.yml:2:1: not valid YAML");
    }

    @Test
    void refusesCharactersThatYamlDoesNotKnow() {
        assertThat(problems("srt: yes\nlogLevel: in\u0001fo\n")).containsExactly("test.yml:2:13: character U+0001 is not allowed in YAML");
    }

    @Test
    void reportsAllErrorsOfAFileAtOnceInItsOrder() {
        assertThat(problems("""
                paths:
                  live:
                    maxReaders: many
                    overidePublisher: yes
                  /bad:
                srtAdress: :1
                readTimeout: 5
                srt: yes
                srt: no
                """)).extracting(text -> text.substring(0, text.indexOf(' '))).containsExactly("test.yml:3:17:", "test.yml:4:5:",
                "test.yml:5:3:",
                "test.yml:6:1:", "test.yml:7:14:", "test.yml:9:1:");
    }

    @Test
    void reportsNoMoreProblemsThanAnyoneReads() {
        String text = IntStream.range(0, ConfigReader.LIMIT_PROBLEMS + 50).mapToObj(i -> "zzzzzzzz" + i + ": 1")
                .collect(Collectors.joining("\n"));

        assertThat(problems(text)).hasSize(ConfigReader.LIMIT_PROBLEMS);
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThat(problems("srt: " + "[".repeat(100_000))).containsExactly("test.yml:1:37: nested more than 32 levels deep");
        assertThat(problems("srt: " + "{a: ".repeat(100_000))).singleElement().asString().contains("nested more than 32 levels deep");
    }

    @Test
    void refusesMorePathsThanItsLimit() {
        String text = "paths:\n"
                + IntStream.rangeClosed(0, HoldoverConfig.LIMIT_PATHS).mapToObj(i -> "  p" + i + ":\n").collect(Collectors.joining());

        assertThat(problems(text)).containsExactly("test.yml:1:1: more than 100000 paths");
    }

    @Test
    void followsAliasesAndSurvivesOnesThatContainThemselves() {
        HoldoverConfig config = accepted("""
                pathDefaults: &d
                  maxReaders: 3
                paths:
                  live: *d
                """);
        assertThat(config.paths().getFirst().values().get(Options.MAX_READERS)).isEqualTo(3);

        assertThat(problems("paths: &p\n  live: *p\n")).singleElement().asString().startsWith("test.yml:2:3: unknown key 'live'");
    }

    @Test
    void warnsOnceForEachKeyThatIsNotServedYet() {
        assertThat(warnings("""
                rtsp: yes
                rtspAddress: :554
                rtmp: no
                playback: yes
                paths:
                  a:
                    record: yes
                    runOnReady: echo
                  b:
                    record: yes
                    runOnReady: echo
                """)).containsExactly("test.yml:2:1: 'rtspAddress' has no effect: it is not served yet",
                "test.yml:4:1: 'playback' has no effect: it is not served yet",
                "test.yml:7:5: 'record' has no effect: recording is not served yet, nothing is written",
                "test.yml:8:5: 'runOnReady' is deprecated and has been replaced with 'runOnAvailable'");
    }

    @Test
    void neverShowsAPassphrase() {
        String text = """
                pathDefaults:
                  srtPublishPassphrase: %s
                paths:
                  live:
                    srtReadPassphrase: %s
                """;

        assertThat(ConfigListing.of(accepted(text.formatted("very-secret", "top-secret-1")))).doesNotContain("secret").contains("(hidden)");
        assertThat(problems(text.formatted("s3cret", "x".repeat(80)))).hasSize(2)
                .noneMatch(problem -> problem.contains("s3cret") || problem.contains("xx"));
    }

    private static HoldoverConfig accepted(String text) {
        return switch (ConfigReader.read("test.yml", text)) {
            case ConfigOutcome.Accepted accepted -> accepted.config();
            case ConfigOutcome.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private static List<String> warnings(String text) {
        return switch (ConfigReader.read("test.yml", text)) {
            case ConfigOutcome.Accepted accepted -> accepted.warnings().stream().map(ConfigProblem::toString).toList();
            case ConfigOutcome.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private static List<String> problems(String text) {
        return switch (ConfigReader.read("test.yml", text)) {
            case ConfigOutcome.Accepted _ -> List.of();
            case ConfigOutcome.Refused refused -> refused.problems().stream().map(ConfigProblem::toString).toList();
        };
    }
}
