package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.control.auth.InternalUser;

class OptionTypeTest {
    private static final DurationType DURATION = new DurationType(Duration.ZERO, Duration.ofDays(3650));

    @ParameterizedTest
    @CsvSource({"yes,true", "no,false", "on,true", "off,false", "true,true", "false,false", "Yes,true", "OFF,false", "True,true"})
    void readsBooleans(String text, boolean expected) throws InvalidOptionException {
        assertThat(new BooleanType().parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "y", "0", "1", " yes", "yes ", "truee"})
    void refusesOtherBooleans(String text) {
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> new BooleanType().parse(text));
    }

    @ParameterizedTest
    @CsvSource({"300ms,PT0.3S", "10s,PT10S", "1d,P1D", "1m30s,PT1M30S", "1.5h,PT1H30M", "1d12h,PT36H", "0,PT0S", "0s,PT0S",
        "250us,PT0.00025S",
        "250µs,PT0.00025S", "7ns,PT0.000000007S", "0.5s,PT0.5S"})
    void readsDurations(String text, Duration expected) throws InvalidOptionException {
        assertThat(DURATION.parse(text)).isEqualTo(expected);
        assertThat(DURATION.parse(DURATION.show(expected))).as("written and read again").isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "10 s", "10s ", "-1s", "1s!", "1,5s", "1.s", ".5s", "ten seconds", "1x", "99999999999999999999s",
        "9999999d",
        "1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s"})
    void refusesOtherDurations(String text) {
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> DURATION.parse(text));
    }

    @Test
    void refusesDurationsOutOfRange() {
        DurationType type = new DurationType(Duration.ofMillis(1), Duration.ofDays(1));

        assertThatNoException().isThrownBy(() -> type.parse("1ms"));
        assertThatNoException().isThrownBy(() -> type.parse("1d"));
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> type.parse("999us"));
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> type.parse("1d1ns"));
    }

    @ParameterizedTest
    @CsvSource({":8890,'',8890", "0.0.0.0:1,0.0.0.0,1", "[::1]:8890,::1,8890", "[fe80::1%eth0]:9,fe80::1%eth0,9",
        "host-1.example.org:65535,host-1.example.org,65535",
        ":0,'',0"})
    void readsAddresses(String text, String host, int port) throws InvalidOptionException {
        ListenAddress address = new AddressType().parse(text);

        assertThat(address).isEqualTo(new ListenAddress(host, port));
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "8890", ":", ":65536", ":99999", ":-1", "::1:8890", "[::1]", "host", "host:", "a b:1", "srt://host:1", ":8890 "})
    void refusesOtherAddresses(String text) {
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> new AddressType().parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0s,''", "300ms,300ms", "10s,10s", "90s,1m30s", "1h,1h0m0s", "1d,1d", "1d12h,1d12h0m0s", "1500ms,1.5s", "250us,250µs",
        "1500us,1.5ms", "7ns,7ns", "61500ms,1m1.5s", "30d,30d", "1d1ms,1d1ms"})
    void printsDurationsLikeGo(String text, String expected) throws InvalidOptionException {
        assertThat(DURATION.toJson(DURATION.parse(text)).asString()).isEqualTo(expected);
        assertThat(DURATION.read(Given.of(DURATION.toJson(DURATION.parse(text)), Place.wholeOf("")))).isEqualTo(DURATION.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"50M,52428800,50M", "1.5G,1610612736,1.5G", "512KiB,524288,512K", "100MB,104857600,100M", "7B,7,7B", "1025,0,",
        "1024B,1024,1K",
        "50m,52428800,50M", "1048575B,1048575,1024K"})
    void readsSizes(String text, long bytes, String printed) throws InvalidOptionException {
        SizeType type = new SizeType();
        if (printed == null) {
            assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> type.parse(text));
            return;
        }
        assertThat(type.parse(text)).isEqualTo(bytes);
        assertThat(type.show(bytes)).isEqualTo(printed);
    }

    @Test
    void readsListsAndPartsAndNamesWhatIsWrong() throws InvalidOptionException {
        JsonMapper json = new JsonMapper();
        JsonNode two = json.readTree("[{\"user\": \"a\", \"ips\": [\"::1\"]}, {\"user\": \"b\", \"pass\": null}]");
        List<InternalUser> users = Types.USERS.read(Given.of(two, Place.wholeOf("")));
        assertThat(users).extracting(InternalUser::user).containsExactly("a", "b");
        assertThat(Types.USERS.read(Given.of(Types.USERS.toJson(users), Place.wholeOf("")))).isEqualTo(users);

        for (String[] wrong : new String[][]{{"[{\"ips\": [\"10.0.0.0/33\"]}]", "[0].ips[0]"}, {"[{\"usr\": \"a\"}]", "[0]"},
            {"[{\"permissions\": [{\"action\": 7}]}]", "[0].permissions[0].action"}, {"{}", ""}, {"[7]", "[0]"}}) {
            assertThatExceptionOfType(InvalidOptionException.class)
                    .isThrownBy(() -> Types.USERS.read(Given.of(json.readTree(wrong[0]), Place.wholeOf(""))))
                    .satisfies(e -> assertThat(e.part()).isEqualTo(wrong[1]));
        }
    }

    @Test
    void readsSecretsAndDoesNotRepeatThem() throws InvalidOptionException {
        SecretType type = new SecretType();
        String hash = "sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

        assertThat(type.parse(hash)).isEqualTo(hash);
        assertThatNoException().isThrownBy(() -> type.parse("argon2:$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA"));
        assertThatNoException().isThrownBy(() -> type.parse("x".repeat(1_024)));
        for (String wrong : List.of("sha256:abc", "sha256:####", "argon2:secret", "<redacted>", "x".repeat(1_025))) {
            assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> type.parse(wrong))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("abc", "####", "secret'", "xxx"));
        }
        assertThat(type.toApi("secret-1").asString()).isEqualTo("<redacted>");
        assertThat(type.toApi("").asString()).isEmpty();
    }

    @Test
    void refusesListsAndTextsBeyondTheirLimit() {
        ListType<Boolean> list = new ListType<>(new BooleanType());
        Given yes = new Given.Scalar("yes", Given.Kind.UNTYPED, Place.wholeOf(""));
        TextType text = TextType.lines("text", "x");

        assertThatNoException().isThrownBy(() -> list.read(new Given.Items(Collections.nCopies(ListType.LIMIT_ITEMS, yes), yes.place())));
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> list.read(new Given.Items(Collections.nCopies(ListType.LIMIT_ITEMS + 1, yes), yes.place())));
        assertThatNoException().isThrownBy(() -> text.parse("x".repeat(TextType.LIMIT_CHARACTERS)));
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> text.parse("x".repeat(TextType.LIMIT_CHARACTERS + 1)));
    }

    @Test
    void refusesControlCharactersThatNoTextNeeds() throws InvalidOptionException {
        TextType script = TextType.lines("command", "x");
        TextType file = new TextType("file", "x");

        assertThat(script.parse("sh -c '\n\tdate\r\n'")).isEqualTo("sh -c '\n\tdate\r\n'");
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> script.parse("a\0b"))
                .withMessageContaining("control character U+0000");
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> file.parse("holdover.log\0"))
                .withMessageContaining("control character U+0000");
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> file.parse("holdover\n.log"))
                .withMessageContaining("control character U+000A");
    }

    @Test
    void countsTheBytesOfAPassphraseNotItsCharacters() {
        PassphraseType type = new PassphraseType();

        assertThatNoException().isThrownBy(() -> type.parse(""));
        assertThatNoException().isThrownBy(() -> type.parse("x".repeat(10)));
        assertThatNoException().isThrownBy(() -> type.parse("x".repeat(79)));
        assertThatNoException().as("5 characters, 10 bytes").isThrownBy(() -> type.parse("äöüßé"));
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> type.parse("x".repeat(9)));
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> type.parse("x".repeat(80)));
        assertThatExceptionOfType(InvalidOptionException.class).as("79 characters, 80 bytes")
                .isThrownBy(() -> type.parse("x".repeat(78) + "ä"));
    }

    @Test
    void readsItsOwnExampleAndItsOwnDefault() throws InvalidOptionException {
        for (Option<?> option : Options.all()) {
            checkRoundTrip(option);
        }
    }

    private static <T> void checkRoundTrip(Option<T> option) throws InvalidOptionException {
        OptionType<T> type = option.type();
        Place place = Place.wholeOf("");
        assertThat(type.read(Given.of(type.toJson(option.defaultValue()), place))).as(option.name()).isEqualTo(option.defaultValue());
        if (type instanceof ScalarType<T> scalar) {
            assertThatNoException().as(option.name()).isThrownBy(() -> scalar.parse(scalar.example()));
        }
    }
}
