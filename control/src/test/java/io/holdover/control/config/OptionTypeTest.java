package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        if (type instanceof ScalarType<T> scalar) {
            assertThatNoException().as(option.name()).isThrownBy(() -> scalar.parse(scalar.example()));
            assertThat(scalar.parse(scalar.show(option.defaultValue()))).as(option.name()).isEqualTo(option.defaultValue());
        }
    }
}
