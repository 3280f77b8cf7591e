package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.control.config.LiveConfig.NoSuchPathException;
import io.holdover.control.config.LiveConfig.RefusedException;
import io.holdover.stream.StreamPath;

class LiveConfigTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final LiveConfig live = new LiveConfig(read("""
            pathDefaults: {maxReaders: 5}
            paths: {studio: {srtPersistOnDisconnect: yes}, ~^cam: }
            """));
    private final List<String> told = new ArrayList<>();

    @Test
    void printsEveryOptionOfASection() throws NoSuchPathException {
        JsonNode studio = live.path("studio");

        assertThat(studio.get("name").asString()).isEqualTo("studio");
        assertThat(studio.get("srtPersistOnDisconnect").booleanValue()).isTrue();
        assertThat(studio.get("maxReaders").intValue()).isEqualTo(5);
        assertThat(studio.get("srtPersistTimeout").asString()).as("as Go prints nought days").isEmpty();
        assertThat(live.paths()).extracting(path -> path.get("name").asString()).containsExactly("studio", "~^cam");
        assertThat(live.global().get("readTimeout").asString()).isEqualTo("10s");
    }

    @Test
    void takesBackWhatItPrints() throws Exception {
        HoldoverConfig before = live.current();

        live.replacePath("studio", live.path("studio"));
        live.patchPathDefaults(live.pathDefaults());
        live.patchGlobal(live.global());

        for (Option<?> option : Options.of(Option.Scope.PATH)) {
            assertThat(value("studio", option)).as(option.name()).isEqualTo(before.section("studio").orElseThrow().values().get(option));
        }
    }

    @Test
    void addsPatchesReplacesAndDeletesAPath() throws Exception {
        live.addPath("live/one", json("{'srtPublishPassphrase': 'correct-horse', 'srtPersistOnDisconnect': true}"));
        assertThat(find("live/one").get(Options.SRT_PUBLISH_PASSPHRASE)).isEqualTo("correct-horse");
        assertThat(find("live/one").get(Options.MAX_READERS)).as("from pathDefaults").isEqualTo(5);

        live.patchPath("live/one", json("{'maxReaders': 2}"));
        assertThat(find("live/one").get(Options.SRT_PUBLISH_PASSPHRASE)).isEqualTo("correct-horse");
        assertThat(find("live/one").get(Options.MAX_READERS)).isEqualTo(2);

        live.replacePath("live/one", json("{}"));
        assertThat(find("live/one").get(Options.SRT_PUBLISH_PASSPHRASE)).isEmpty();

        live.deletePath("live/one");
        assertThat(live.current().matcher().find(new StreamPath("live/one"))).isEmpty();
    }

    @Test
    void takesWhatUsersOfMediaMtxSend() throws Exception {
        live.addPath("shows/tonight/main", json("{'record': true, 'recordPath': '/rec/%path/%Y-%m-%d_%H-%M-%S-%f', 'recordFormat': 'fmp4',"
                + "'runOnReady': 'notify --ready', 'srtPersistOnDisconnect': true, 'srtPublishPassphrase': 'correct-horse'}"));

        OptionValues values = find("shows/tonight/main");
        assertThat(values.get(Options.RUN_ON_AVAILABLE)).isEqualTo("notify --ready");
        JsonNode printed = live.path("shows/tonight/main");
        assertThat(printed.get("runOnReady").asString()).isEqualTo("notify --ready");
        assertThat(printed.get("runOnAvailable").asString()).isEqualTo("notify --ready");
        assertThat(printed.get("record").booleanValue()).isTrue();
        assertThat(printed.get("recordPath").asString()).isEqualTo("/rec/%path/%Y-%m-%d_%H-%M-%S-%f");
        assertThat(printed.get("srtPublishPassphrase").asString()).as("the original prints it too").isEqualTo("correct-horse");
        assertThat(live.path("studio").has("runOnReady")).as("an old key that was not given").isFalse();
    }

    @Test
    void forgetsAnOldKeyWhenItsSuccessorIsSet() throws Exception {
        live.patchPath("studio", json("{'runOnReady': 'old'}"));
        live.patchPath("studio", json("{'runOnAvailable': 'new'}"));

        assertThat(find("studio").get(Options.RUN_ON_AVAILABLE)).isEqualTo("new");
        assertThat(live.path("studio").has("runOnReady")).isFalse();
    }

    @Test
    void takesRecordingAtTheTopLevelAsADefaultOfPaths() throws Exception {
        live.patchGlobal(json("{'recordPath': '/rec/%path/%s'}"));

        assertThat(live.path("studio").get("recordPath").asString()).isEqualTo("/rec/%path/%s");
        assertThat(live.global().get("recordPath").asString()).isEqualTo("/rec/%path/%s");
    }

    @Test
    void printsNoPasswords() throws Exception {
        live.patchGlobal(json("{'authInternalUsers': [{'user': 'alice', 'pass': 'secret-1', 'permissions': [{'action': 'publish'}]}]}"));

        assertThat(live.global().get("authInternalUsers")).isEqualTo(json("[{'user': 'alice', 'pass': '<redacted>', 'ips': [],"
                + "'permissions': [{'action': 'publish', 'path': ''}]}]"));
        assertThat(live.current().global().get(Options.AUTH_INTERNAL_USERS).getFirst().pass()).isEqualTo("secret-1");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> live.patchGlobal(live.global()))
                .withMessage(
                        "invalid 'authInternalUsers[0].pass': '<redacted>' is what the API prints in place of a password, not a password");
    }

    @Test
    void printsNoPasswordsOfPaths() throws Exception {
        live.addPath("guarded", json("{'publishUser': 'alice', 'publishPass': 'secret-1', 'readUser': 'bert', 'readPass': 'secret-2'}"));

        assertThat(live.path("guarded").toString()).contains("alice", "bert", "<redacted>").doesNotContain("secret-1", "secret-2");
        assertThat(live.paths().toString()).doesNotContain("secret-1", "secret-2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"runOnInit\": \"start\"} | a path with a regular expression (or path 'all_others') "
                + "does not support option 'runOnInit'; use another path",
        "{\"source\": \"rtsp://cam\"} | a path with a regular expression (or path 'all_others') "
                + "and a static source must have 'sourceOnDemand' set to true",
        "{\"sourceOnDemand\": true} | 'sourceOnDemand' is useless when source is 'publisher'",
        "{\"recordPath\": \"/rec/%s\"} | 'recordPath' must contain %path",
        "{\"recordDeleteAfter\": \"5m\"} | 'recordDeleteAfter' cannot be lower than 'recordSegmentDuration'",
        "{\"publishUser\": \"anna\", \"publishPass\": \"argon2:$argon2id$v=19$m=1048576,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA\"} | "
                + "publishPass: the Argon2 hash takes 1048576 KiB of memory (m), allowed are 8 to 131072",
        "{\"publishPass\": \"secret-1\"} | using a password with 'any' user is not supported"})
    void refusesWhatDoesNotGoTogether(String values, String message) {
        HoldoverConfig before = live.current();

        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> live.addPath("~^x", JSON.readTree(values))).withMessage(message);
        assertThat(live.current()).isSameAs(before);
    }

    @Test
    void refusesTwoSectionsAboutAllOthers() throws Exception {
        live.addPath("all_others", json("{}"));

        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> live.addPath("all", json("{}")))
                .withMessage("all_others, all and '~^.*$' are aliases");
        live.replacePath("all_others", json("{'maxReaders': 1}"));
    }

    @Test
    void changesFromManyThreadsAllTakePlace() throws Exception {
        int threads = 8;
        int each = 50;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                done.add(executor.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        live.addPath("t" + thread + "/" + i, json("{}"));
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }

        assertThat(live.current().paths()).hasSize(2 + threads * each);
    }

    @Test
    void changesEveryPathThatSaysNothingItself() throws Exception {
        live.patchPath("studio", json("{'maxReaders': 1}"));
        live.patchPathDefaults(json("{'maxReaders': 9}"));

        assertThat(find("studio").get(Options.MAX_READERS)).isEqualTo(1);
        assertThat(find("cam1").get(Options.MAX_READERS)).isEqualTo(9);
    }

    @Test
    void tellsOfEachEffectiveChangeOnce() throws Exception {
        live.onChange((before, after) -> told.add(before.global().get(Options.LOG_LEVEL) + ">" + after.global().get(Options.LOG_LEVEL)));

        live.patchGlobal(json("{'logLevel': 'debug'}"));
        live.patchGlobal(json("{'logLevel': 'debug'}"));
        live.patchGlobal(json("{}"));
        live.replace(live.current());

        assertThat(told).containsExactly("INFO>DEBUG");
    }

    @Test
    void tellsTheOthersWhenOneFails() throws Exception {
        live.onChange((_, _) -> {
            throw new IllegalStateException("on purpose");
        });
        live.onChange((_, _) -> told.add("told"));

        live.patchGlobal(json("{'logLevel': 'debug'}"));

        assertThat(told).containsExactly("told");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"logLevel\": \"loud\"} | invalid 'logLevel': expected one of error, warn, info, debug, such as 'debug', found 'loud'",
        "{\"srtAdress\": \":1\"} | json: unknown field \"srtAdress\", did you mean \"srtAddress\"?",
        "{\"colour\": 1} | json: unknown field \"colour\"",
        "{\"maxReaders\": 1} | json: unknown field \"maxReaders\"",
        "{\"srt\": \"yes\"} | invalid 'srt': expected yes or no (or true, false, on, off), such as 'yes', found 'yes'",
        "{\"readTimeout\": 10} | invalid 'readTimeout': expected a duration from 1ms to 1d, with its unit, "
                + "such as '10s', found the number 10",
        "{\"srt\": [true]} | invalid 'srt': expected yes or no (or true, false, on, off), such as 'yes', found a list",
        "[] | json: an object was expected",
        "7 | json: an object was expected"})
    void refusesWhatItDoesNotUnderstand(String change, String message) {
        HoldoverConfig before = live.current();

        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> live.patchGlobal(JSON.readTree(change))).withMessage(message);
        assertThat(live.current()).isSameAs(before);
    }

    @Test
    void refusesPathsThatAreThereOrAreNot() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> live.addPath("studio", json("{}")))
                .withMessage("path already exists");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> live.addPath("a/../b", json("{}")))
                .withMessage("invalid path name 'a/../b' contains the segment '..'");
        assertThatExceptionOfType(NoSuchPathException.class).isThrownBy(() -> live.patchPath("nobody", json("{}")))
                .withMessage("path not found");
        assertThatExceptionOfType(NoSuchPathException.class).isThrownBy(() -> live.deletePath("nobody"));
        assertThatExceptionOfType(NoSuchPathException.class).isThrownBy(() -> live.path("nobody"));
    }

    @Test
    void leavesAnOptionAsItIsForNull() throws Exception {
        live.patchPath("studio", json("{'srtPersistOnDisconnect': null, 'name': 'ignored'}"));

        assertThat(find("studio").get(Options.SRT_PERSIST_ON_DISCONNECT)).isTrue();
    }

    @Test
    void refusesMorePathsThanItsLimit() throws Exception {
        List<PathRule> rules = IntStream.range(0, HoldoverConfig.LIMIT_PATHS)
                .mapToObj(i -> new PathRule(new PathPattern.Exact(new StreamPath("p" + i)), OptionValues.DEFAULTS)).toList();
        live.replace(new HoldoverConfig(OptionValues.DEFAULTS, OptionValues.DEFAULTS, rules));

        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> live.addPath("more", json("{}")))
                .withMessage("more than 100000 paths");
        live.replacePath("p7", json("{}"));
    }

    private OptionValues find(String path) {
        return live.current().matcher().find(new StreamPath(path)).orElseThrow().values();
    }

    private <T> T value(String section, Option<T> option) {
        return live.current().section(section).orElseThrow().values().get(option);
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static HoldoverConfig read(String text) {
        return switch (ConfigReader.read("test.yml", text)) {
            case ConfigOutcome.Accepted accepted -> accepted.config();
            case ConfigOutcome.Refused refused -> throw new AssertionError(refused.problems());
        };
    }
}
