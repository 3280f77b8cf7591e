package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.AuthMethod;
import io.holdover.control.auth.InternalUser;
import io.holdover.control.auth.Permission;
import io.holdover.stream.StreamPath;

/**
 * Files as users of MediaMTX have them, with the keys of its manual. With {@code -Dholdover.original=mediamtx}, the folder of its sources,
 * each example of its own documentation is read as well.
 */
class MediaMtxExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yml\\n(.*?)```", Pattern.DOTALL);
    /** Of Docker, Prometheus and Traefik, commands of a shell, and a section that lacks its name. */
    private static final Pattern FOREIGN =
            Pattern.compile("^\\s*(services:|scrape_configs:|global:|entryPoints:|tcp:|openssl |paths:\\s+source:)", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> examplesOfTheOriginal() throws IOException {
        String sources = System.getProperty("holdover.original");
        if (sources == null) {
            return Stream.empty();
        }
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(sources, "docs"))) {
            for (Path file : files.filter(name -> name.toString().endsWith(".md")).sorted().toList()) {
                String text = Files.readString(file);
                EXAMPLE.matcher(text).results().filter(found -> !FOREIGN.matcher(found.group(1)).find())
                        .forEach(found -> tests.add(DynamicTest.dynamicTest(
                                file.getFileName() + ":" + text.substring(0, found.start()).lines().count(),
                                () -> assertThat(ConfigReader.read("example.yml", found.group(1)))
                                        .isInstanceOf(ConfigOutcome.Accepted.class))));
            }
        }
        assertThat(tests).hasSizeGreaterThan(50);
        return tests.stream();
    }

    @Test
    void usersWithHashesAndNetworks() {
        HoldoverConfig config = accepted("""
                authMethod: internal
                authInternalUsers:
                  - user: encoder
                    pass: sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
                    ips: [192.168.7.0/24]
                    permissions:
                      - action: publish
                        path: ~^stage/
                  - user: any
                    pass:
                    ips: []
                    permissions: [{action: read, path: }]
                paths: {all_others: }
                """).config();

        assertThat(config.global().get(Options.AUTH_INTERNAL_USERS)).containsExactly(
                new InternalUser("encoder", "sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                        List.of(IpNetwork.parse("192.168.7.0/24")), List.of(new Permission(AuthAction.PUBLISH, "~^stage/"))),
                new InternalUser("any", "", List.of(), List.of(new Permission(AuthAction.READ, ""))));
    }

    @Test
    void aServiceThatIsAsked() {
        HoldoverConfig config = accepted("""
                authMethod: http
                authHTTPAddress: http://user:pass@localhost:4000/ask
                authHTTPExclude:
                - action: api
                - action: metrics
                paths: {all_others: }
                """).config();

        assertThat(config.global().get(Options.AUTH_METHOD)).isEqualTo(AuthMethod.HTTP);
        assertThat(config.global().get(Options.AUTH_HTTP_EXCLUDE))
                .containsExactly(new Permission(AuthAction.API, ""), new Permission(AuthAction.METRICS, ""));
        assertThat(ConfigListing.of(config)).contains("authHTTPAddress: http://***@localhost:4000/ask").doesNotContain("user:pass");
        assertThat(problems("authMethod: http\npaths: {a: }\n")).containsExactly("test.yml: 'authHTTPAddress' is empty");
        assertThat(problems("authMethod: jwt\nauthJWTJWKS: file:///keys\npaths: {a: }\n"))
                .containsExactly("test.yml: 'authJWTJWKS' must be a HTTP URL");
    }

    @Test
    void credentialsOfPathsBecomeUsers() {
        ConfigOutcome.Accepted accepted = accepted("""
                paths:
                  stage:
                    publishUser: encoder
                    publishPass: secret-1
                    readIPs: [10.1.0.0/16]
                  all_others:
                """);

        assertThat(accepted.config().global().get(Options.AUTH_INTERNAL_USERS)).containsExactly(
                new InternalUser("any", "", List.of(), List.of(new Permission(AuthAction.PLAYBACK, ""))),
                Options.AUTH_INTERNAL_USERS.defaultValue().getLast(),
                new InternalUser("any", "", List.of(), List.of(new Permission(AuthAction.PUBLISH, "~^.*$"))),
                new InternalUser("any", "", List.of(), List.of(new Permission(AuthAction.READ, "~^.*$"))),
                new InternalUser("encoder", "secret-1", List.of(), List.of(new Permission(AuthAction.PUBLISH, "stage"))),
                new InternalUser("any", "", List.of(IpNetwork.parse("10.1.0.0/16")), List.of(new Permission(AuthAction.READ, "stage"))));
        assertThat(accepted.warnings()).hasSize(3);
        assertThat(problems("authInternalUsers: []\npaths: {a: {readUser: x}}\n")).singleElement().asString()
                .contains("cannot be used together");
    }

    @Test
    void hooksAndOldKeys() {
        OptionValues values = accepted("""
                rtspDisable: yes
                pathDefaults:
                  runOnDemand: encode --path $MTX_PATH --quality '1 2'
                  runOnDemandRestart: yes
                paths:
                  "~^edge/(.+)$":
                    runOnReady: wget http://localhost/ready?path=$MTX_PATH
                    runOnReadyRestart: no
                    runOnNotReady: wget http://localhost/gone
                    disablePublisherOverride: yes
                """).config().matcher().find(new StreamPath("edge/1")).orElseThrow().values();

        assertThat(values.get(Options.RUN_ON_DEMAND)).isEqualTo("encode --path $MTX_PATH --quality '1 2'");
        assertThat(values.get(Options.RUN_ON_AVAILABLE)).isEqualTo("wget http://localhost/ready?path=$MTX_PATH");
        assertThat(values.get(Options.RUN_ON_UNAVAILABLE)).isEqualTo("wget http://localhost/gone");
        assertThat(values.get(Options.OVERRIDE_PUBLISHER)).isFalse();
    }

    @Test
    void sourcesAndForwardsAndIceServers() {
        ConfigOutcome.Accepted accepted = accepted("""
                webrtcICEServers2:
                  - url: turn:relay.example.org:3478
                    username: AUTH_SECRET
                    password: secret-1
                rtspEncryption: "no"
                paths:
                  door:
                    source: rtsp://admin:hunter2@10.0.0.7:554/main
                    sourceOnDemand: yes
                    rtspTransport: tcp
                  relayed:
                    forward:
                      - dest: rtmp://host.example.org/app
                  "~^proxy_(.+)$":
                    source: rtsp://other.example.org:8554/$G1
                    sourceOnDemand: yes
                """);

        assertThat(accepted.warnings()).extracting(ConfigProblem::toString)
                .contains(
                        "test.yml:7:3: path 'door': its source 'rtsp://***@10.0.0.7:554/main' is not served yet, "
                                + "so the path has no stream, and it takes no publisher")
                .noneMatch(warning -> warning.contains("hunter2"));
        assertThat(accepted.config().section("door").orElseThrow().values().get(Options.SOURCE).isPublisher()).isFalse();
    }

    @Test
    void warnsOfAHoldThatNothingCanBegin() {
        assertThat(accepted("""
                pathDefaults: {srtPersistOnDisconnect: yes}
                paths:
                  inherits: {source: 'srt://a.example.org:1'}
                  asks: {source: 'srt://a.example.org:1', srtPersistOnDisconnect: yes}
                """).warnings()).extracting(ConfigProblem::message).filteredOn(message -> message.contains("srtPersistOnDisconnect"))
                .containsExactly("path 'asks': 'srtPersistOnDisconnect' has no effect, because its source is not 'publisher'");
    }

    @Test
    void transportsAreASet() {
        assertThat(accepted("rtspTransports: [udp, multicast, tcp, udp]\npaths: {a: }\n").warnings()).isEmpty();
    }

    @Test
    void warnsOfNoMoreThanAnyoneReads() {
        String paths = IntStream.range(0, ConfigRules.LIMIT_WARNINGS + 50)
                .mapToObj(i -> "  p" + i + ": {source: 'srt://a.example.org:1'}\n").collect(Collectors.joining());

        assertThat(accepted("paths:\n" + paths).warnings()).hasSize(ConfigRules.LIMIT_WARNINGS);
    }

    @Test
    void saysWhereAPartOfAListIsWrong() {
        assertThat(problems("""
                authInternalUsers:
                  - user: alice
                    permissions:
                      - action: publish
                      - action: steal
                paths: {a: }
                """)).containsExactly("test.yml:5:17: authInternalUsers[0].permissions[1].action: "
                + "expected one of publish, read, playback, api, metrics, pprof, such as 'pprof', found 'steal'");
    }

    @Test
    void survivesAliasesThatGrowWithoutBound() {
        // Four times as much in each line; the parser itself allows for 50 aliases.
        String text = "authHTTPExclude:\n  - &a0 [x]\n" + IntStream.rangeClosed(1, 12)
                .mapToObj(i -> "  - &a" + i + " [" + String.join(", ", Collections.nCopies(4, "*a" + (i - 1))) + "]\n")
                .collect(Collectors.joining());

        assertThat(problems(text)).singleElement().asString()
                .endsWith("authHTTPExclude: its aliases contain themselves or more than anyone would write");
    }

    private static ConfigOutcome.Accepted accepted(String text) {
        return switch (ConfigReader.read("test.yml", text)) {
            case ConfigOutcome.Accepted accepted -> accepted;
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
