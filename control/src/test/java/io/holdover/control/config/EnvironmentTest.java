package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.InternalUser;
import io.holdover.control.auth.Permission;
import io.holdover.stream.StreamPath;

class EnvironmentTest {
    private static final String FILE = """
            logLevel: warn
            readTimeout: 7s
            paths:
              cam1:
              live/one:
                maxReaders: 1
              all_others:
            """;

    @Test
    void liesOverTheFile() {
        HoldoverConfig config = accepted("MTX_LOGLEVEL=debug", "MTX_SRT=no", "MTX_LOGDESTINATIONS=stdout,file", "HOME=/root").config();

        assertThat(config.global().get(Options.LOG_LEVEL)).isEqualTo(LogLevel.DEBUG);
        assertThat(config.global().get(Options.SRT)).isFalse();
        assertThat(config.global().get(Options.LOG_DESTINATIONS)).containsExactly(LogDestination.STDOUT, LogDestination.FILE);
        assertThat(config.global().get(Options.READ_TIMEOUT)).as("from the file").isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void speaksOfPaths() {
        HoldoverConfig config = accepted("MTX_PATHDEFAULTS_MAXREADERS=5", "MTX_PATHS_CAM1_OVERRIDEPUBLISHER=no",
                "MTX_PATHS_LIVE_ONE_MAXREADERS=2", "MTX_PATHS_NEW_SRTPERSISTONDISCONNECT=yes", "MTX_PATHS_ALL_OTHERS_MAXREADERS=9")
                .config();

        assertThat(find(config, "cam1").get(Options.OVERRIDE_PUBLISHER)).isFalse();
        assertThat(find(config, "cam1").get(Options.MAX_READERS)).isEqualTo(5);
        assertThat(find(config, "live/one").get(Options.MAX_READERS)).isEqualTo(2);
        assertThat(find(config, "new").get(Options.SRT_PERSIST_ON_DISCONNECT)).isTrue();
        assertThat(find(config, "anything").get(Options.MAX_READERS)).isEqualTo(9);
        assertThat(config.section("all")).as("the word before the first underscore names no path where a longer name fits").isEmpty();
    }

    @Test
    void changesPartsOfLists() {
        List<InternalUser> users = accepted("MTX_AUTHINTERNALUSERS_0_USER=alice", "MTX_AUTHINTERNALUSERS_0_PASS=secret",
                "MTX_AUTHINTERNALUSERS_0_IPS=10.0.0.0/8,127.0.0.1", "MTX_AUTHINTERNALUSERS_0_PERMISSIONS_1_PATH=studio",
                "MTX_AUTHINTERNALUSERS_1_IPS=", "MTX_AUTHINTERNALUSERS_2_USER=bob", "MTX_AUTHINTERNALUSERS_2_PERMISSIONS_0_ACTION=read")
                .config().global().get(Options.AUTH_INTERNAL_USERS);

        assertThat(users).hasSize(3);
        assertThat(users.getFirst()).isEqualTo(new InternalUser("alice", "secret",
                List.of(IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("127.0.0.1")), List.of(new Permission(AuthAction.PUBLISH, ""),
                        new Permission(AuthAction.READ, "studio"), new Permission(AuthAction.PLAYBACK, ""))));
        assertThat(users.get(1).ips()).isEmpty();
        assertThat(users.get(2)).isEqualTo(new InternalUser("bob", "", List.of(), List.of(new Permission(AuthAction.READ, ""))));
    }

    @Test
    void emptiesLists() {
        HoldoverConfig config = accepted("MTX_AUTHINTERNALUSERS=", "MTX_APIALLOWORIGINS=").config();

        assertThat(config.global().get(Options.AUTH_INTERNAL_USERS)).isEmpty();
        assertThat(config.global().get(Options.API_ALLOW_ORIGINS)).isEmpty();
    }

    @Test
    void speaksOfKeysOfOldFiles() {
        ConfigOutcome.Accepted accepted = accepted("MTX_PATHS_CAM1_DISABLEPUBLISHEROVERRIDE=yes", "MTX_PATHS_CAM1_RUNONREADY=notify");

        assertThat(find(accepted.config(), "cam1").get(Options.OVERRIDE_PUBLISHER)).isFalse();
        assertThat(find(accepted.config(), "cam1").get(Options.RUN_ON_AVAILABLE)).isEqualTo("notify");
        assertThat(accepted.warnings()).extracting(ConfigProblem::toString).containsExactlyInAnyOrder(
                "MTX_PATHS_CAM1_DISABLEPUBLISHEROVERRIDE: 'disablePublisherOverride' is deprecated and has been replaced with "
                        + "'overridePublisher'",
                "MTX_PATHS_CAM1_RUNONREADY: 'runOnReady' is deprecated and has been replaced with 'runOnAvailable'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "MTX_READTIMEOUT=soon|MTX_READTIMEOUT: readTimeout: expected a duration from 1ms to 1d, with its unit, such as '10s', found 'soon'",
        "MTX_SRT=|MTX_SRT: srt: expected yes or no (or true, false, on, off), such as 'yes', found nothing",
        "MTX_AUTHINTERNALUSERS_0_PERMISSIONS_0_ACTION=steal|"
                + "MTX_AUTHINTERNALUSERS_0_PERMISSIONS_0_ACTION: authInternalUsers[0].permissions[0].action: "
                + "expected one of publish, read, playback, api, metrics, pprof, such as 'pprof', found 'steal'",
        "MTX_PATHS_CAM1_SRTREADPASSPHRASE=short|MTX_PATHS_CAM1_SRTREADPASSPHRASE: srtReadPassphrase: expected a passphrase of "
                + "10 to 79 bytes, or nothing for none, such as 'correct-horse-battery', found 5 bytes"})
    void namesTheVariableThatIsWrong(String variable, String problem) {
        assertThat(read(variable)).isInstanceOfSatisfying(ConfigOutcome.Refused.class,
                refused -> assertThat(refused.problems()).extracting(ConfigProblem::toString).containsExactly(problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "MTX_SRTADRESS=:1|MTX_SRTADRESS: no option has this name, did you mean MTX_SRTADDRESS?",
        "MTX_PATHS_CAM1_MAXREADER=1|MTX_PATHS_CAM1_MAXREADER: no option has this name, did you mean MTX_PATHS_CAM1_MAXREADERS?",
        "MTX_COLOUR=red|MTX_COLOUR: no option has this name"})
    void warnsOfAVariableThatNamesNoOption(String variable, String warning) {
        assertThat(accepted(variable).warnings()).extracting(ConfigProblem::toString).containsExactly(warning);
    }

    @Test
    void opensEveryPathWithoutAFile() {
        ConfigLoad load = ConfigLoad.load(null, Path.of("/nowhere"), environment("MTX_LOGLEVEL=debug"));

        assertThat(load.outcome()).isInstanceOfSatisfying(ConfigOutcome.Accepted.class, accepted -> {
            assertThat(accepted.config().global().get(Options.LOG_LEVEL)).isEqualTo(LogLevel.DEBUG);
            assertThat(accepted.config().matcher().find(new StreamPath("any"))).isPresent();
        });
    }

    private static OptionValues find(HoldoverConfig config, String path) {
        return config.matcher().find(new StreamPath(path)).orElseThrow().values();
    }

    private static ConfigOutcome.Accepted accepted(String... variables) {
        return switch (read(variables)) {
            case ConfigOutcome.Accepted accepted -> accepted;
            case ConfigOutcome.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private static ConfigOutcome read(String... variables) {
        return ConfigReader.read("test.yml", FILE, environment(variables));
    }

    private static Environment environment(String... variables) {
        Map<String, String> map = Arrays.stream(variables).map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        return new Environment(map);
    }
}
