package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.Option.Standing;

/** Every key that a file of MediaMTX can have is accepted, defaulted and reported as its users know it. */
class MediaMtxKeysTest {
    private static final JsonMapper JSON = new JsonMapper();

    record Fact(Scope scope, String key, String json) {
        Option<?> option() {
            return Objects.requireNonNull(Options.named(scope, key), key);
        }

        String file(String value) {
            return scope == Scope.GLOBAL ? key + ": " + value + "\npaths: {live: }\n" : "paths: {live: {" + key + ": " + value + "}}\n";
        }
    }

    static Stream<Fact> keys() {
        return lines("mediamtx-keys.tsv").map(line -> line.split("\t", -1))
                .map(fields -> new Fact(Scope.valueOf(fields[0]), fields[1], fields[2]));
    }

    static Stream<Fact> oldKeys() {
        return lines("mediamtx-old-keys.tsv").map(line -> line.split("\t", -1))
                .map(fields -> new Fact(Scope.valueOf(fields[0]), fields[1], ""));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void hasItsDefault(Fact fact) {
        assertThat(printedDefault(fact.option())).isEqualTo(JSON.readTree(fact.json()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isAcceptedWithItsDefaultWithoutAWord(Fact fact) {
        ConfigOutcome.Accepted accepted = accepted(fact.file(fact.json()));

        assertThat(accepted.warnings()).isEmpty();
        assertThat(value(accepted, fact)).isEqualTo(fact.option().defaultValue());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isReportedOnceWhenItAsksForWhatIsNotServed(Fact fact) {
        Option<?> option = fact.option();
        String other = other(option);
        String text = fact.file(other);
        boolean asks = option.standing() == Standing.UNSERVED && !other.equals("no");
        ConfigOutcome outcome = ConfigReader.read("test.yml", text);
        if (outcome instanceof ConfigOutcome.Refused(List<ConfigProblem> problems)) {
            // What is wrong only together with other keys says so and names it.
            assertThat(problems).singleElement().asString().contains(fact.key());
            return;
        }
        List<String> warnings = accepted(text).warnings().stream().map(ConfigProblem::toString).toList();

        assertThat(value(accepted(text), fact)).as(text).isNotEqualTo(option.defaultValue());
        assertThat(warnings.stream().filter(warning -> warning.contains("'" + fact.key() + "'"))).hasSize(asks ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("oldKeys")
    void isAcceptedWithAWarningIfOld(Fact fact) {
        Option<?> option = fact.option();
        assertThat(option.standing()).isEqualTo(Standing.DEPRECATED);

        String text = fact.file(option.name().startsWith("record") || option.name().endsWith("Pass") ? other(option) : yaml(option));
        assertThat(accepted(text).warnings().stream().map(ConfigProblem::message)).as(text)
                .filteredOn(warning -> warning.startsWith("'" + fact.key() + "' is deprecated")).hasSize(1);
    }

    @Test
    void knowsNoKeysButThoseAndItsOwn() {
        List<String> theirs = Stream.concat(keys(), oldKeys()).map(fact -> fact.scope() + " " + fact.key()).toList();

        assertThat(Options.all().stream().map(option -> option.scope() + " " + option.name())).containsAll(theirs)
                .filteredOn(name -> !theirs.contains(name)).containsExactlyInAnyOrder("GLOBAL maxHeldPaths", "PATH srtPersistOnDisconnect",
                        "PATH srtPersistTimeout", "PATH srtPersistVideo", "PATH srtPersistStallTimeout");
    }

    /** A value that is not the default. */
    private static String other(Option<?> option) {
        if (option.defaultValue() instanceof Boolean on) {
            return on ? "no" : "yes";
        }
        return switch (option.name()) {
            // The example of these is their default.
            case "readTimeout", "writeTimeout", "sourceOnDemandStartTimeout", "sourceOnDemandCloseAfter", "whepHandshakeTimeout",
                    "webrtcHandshakeTimeout", "runOnDemandStartTimeout", "runOnDemandCloseAfter" ->
                "11s";
            case "hlsSegmentMaxSize", "recordMaxPartSize" -> "10M";
            case "hlsVariant", "recordFormat" -> "fmp4".equals(option.defaultValue()) ? "mpegts" : "fmp4";
            case "rtspTransport" -> "tcp";
            case "writeQueueSize" -> "1024";
            case "rtpAddress", "srtAddress" -> ":9000";
            // These go only together with another.
            case "authMethod" -> "jwt\nauthJWTJWKS: http://localhost/keys";
            case "publishPass" -> "secret-1, publishUser: alice";
            case "readPass" -> "secret-1, readUser: alice";
            case "udpMaxPayloadSize" -> "1200";
            case "source" -> "rtsp://camera.example.org/1";
            case "apiServerKey", "metricsServerKey", "pprofServerKey", "playbackServerKey", "rtspServerKey", "rtmpServerKey",
                    "hlsServerKey",
                    "webrtcServerKey" ->
                "other.key";
            case "rtspAuthMethods" -> "[digest]";
            case "recordSegmentDuration" -> "30m";
            case "recordDeleteAfter" -> "7d";
            case "recordPath" -> "/rec/%path/%s";
            default -> yaml(option);
        };
    }

    private static String yaml(Option<?> option) {
        String example = option.type().example();
        return example.startsWith("[") ? example : "'" + example + "'";
    }

    private static <T> JsonNode printedDefault(Option<T> option) {
        return option.type().toApi(option.defaultValue());
    }

    private static Object value(ConfigOutcome.Accepted accepted, Fact fact) {
        OptionValues values = fact.scope() == Scope.GLOBAL ? accepted.config().global() : accepted.config().paths().getFirst().values();
        return values.get(fact.option());
    }

    private static ConfigOutcome.Accepted accepted(String text) {
        return switch (ConfigReader.read("test.yml", text)) {
            case ConfigOutcome.Accepted accepted -> accepted;
            case ConfigOutcome.Refused refused -> throw new AssertionError(text + refused.problems().stream().map(String::valueOf)
                    .collect(Collectors.joining("\n")));
        };
    }

    private static Stream<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(MediaMtxKeysTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
