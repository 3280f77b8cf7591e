package io.holdover.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathExpressionTest {

    // What Go finds, regexp/syntax
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "^(?P<app_name>[a-z]+)/(?P<key>.+)$ live/x yes",
        "^(?<app_name>[a-z]+)$ live yes",
        "^(?:live|studio)$ live yes",
        "^(?i)LIVE$ live yes",
        "^[[:alpha:]]+$ live yes",
        "^[[:alpha:]]+$ live1 no",
        "^[[:alpha:][:digit:]_]+$ live_1 yes",
        "^[[:^digit:]]+$ live1 no",
        "^[^[:digit:]]+$ live yes",
        "^[[:word:]]+$ a_1 yes",
        "^[a[b]+$ a[b yes",
        "^[a&&b]+$ a&b yes",
        "^[]a]+$ ]a yes",
        "^[^]a]+$ ]b no",
        "^[\\]a]+$ ]a yes",
        "^\\(?P<x>$ (P<x> yes",
        "^\\Q[(?P<x>\\E$ [(?P<x> yes",
        "^\\pL+$ live yes",
        "live\\z live yes"})
    void isReadAsInGo(String expression, String text, String found) {
        assertThat(PathExpression.parse(expression).find(text).isPresent()).isEqualTo(found.equals("yes"));
    }

    @Test
    void givesWhatTheGroupsFound() {
        assertThat(PathExpression.parse("^(?P<app>[a-z]+)/(x)?(?P<key_1>.+)$").find("live/77")).contains(List.of("live", "", "77"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "[[:alpha:]", "*", "a\\", "(?P<na-me>x)"})
    void refusesWhatIsNone(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> PathExpression.parse(expression))
                .withMessageStartingWith("invalid regular expression '" + expression + "': ");
    }

    @ParameterizedTest
    @ValueSource(strings = {".*.*.*.*=", "(.*)*(.*)*x"})
    void givesUpInReasonableTime(String expression) {
        PathExpression endless = PathExpression.parse(expression);
        assertThatExceptionOfType(PathExpression.EndlessSearchException.class).isThrownBy(() -> endless.find("a".repeat(500) + "c"));
    }

    @Test
    void isWhatItSays() {
        assertThat(PathExpression.parse("^(?P<a>b)")).isEqualTo(PathExpression.parse("^(?P<a>b)"))
                .isNotEqualTo(PathExpression.parse("^(b)")).hasToString("^(?P<a>b)");
    }
}
