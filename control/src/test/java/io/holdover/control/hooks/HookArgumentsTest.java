package io.holdover.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.holdover.control.hooks.HookArguments.MalformedCommandException;

class HookArgumentsTest {
    private static final Map<String, String> VARIABLES =
            Map.of("MTX_PATH", "live/cam 1", "MTX_QUERY", "a=1", "G1", "group", "Q", "it's", "0", "zero", "$", "pid");

    static Stream<Arguments> lines() {
        return Stream.of(
                line("ffmpeg -i a.ts", "ffmpeg", "-i", "a.ts"),
                line("  a\t b\n c  ", "a", "b", "c"),
                line("a\rb", "a\rb"),
                line("a 'b c' d", "a", "b c", "d"),
                line("a \"b c\" d", "a", "b c", "d"),
                line("a'b c'd\"e f\"", "ab cde f"),
                line("a '' \"\"", "a", "", ""),
                line("a b\\ c", "a", "b c"),
                line("a \\'b\\\"", "a", "'b\""),
                line("'a\\b'", "a\\b"),
                line("\"a\\b\\\\ \\\" \\` \\\n|\"", "a\\b\\ \" ` |"),
                line("a \\\n b\\\nc", "a", "bc"),
                line("sh -c 'echo a | cat > f; x'", "sh", "-c", "echo a | cat > f; x"),
                line("a * ~ #b", "a", "*", "~", "#b"),
                line("ü 'ö ä' \\\uD83D\uDE00", "ü", "ö ä", "\uD83D\uDE00"));
    }

    static Stream<Arguments> variables() {
        return Stream.of(
                line("x $MTX_PATH", "x", "live/cam 1"),
                line("x ${MTX_PATH}y $MTX_PATH/y", "x", "live/cam 1y", "live/cam 1/y"),
                line("x?path=$MTX_PATH&q=$MTX_QUERY", "x?path=live/cam 1&q=a=1"),
                line("x '$G1' \"$G1\" \\$G1", "x", "group", "group", "group"),
                line("sh -c 'echo \"$Q\"'", "sh", "-c", "echo \"it's\""),
                line("x $NOTHING. ${NOTHING}", "x", ".", ""),
                line("x $ a$ $/ $.", "x", "$", "a$", "$/", "$."),
                line("x $0a $$ ${0}", "x", "zeroa", "pid", "zero"),
                line("x ${} ${G1 a", "x", "", "G1", "a"),
                line("x $G1$G1", "x", "groupgroup"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void splitsAsAShellDoes(String command, List<String> expected) throws MalformedCommandException {
        assertThat(HookArguments.of(command, _ -> "?")).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("variables")
    void putsVariablesIntoWordsThatAreSplitAlready(String command, List<String> expected) throws MalformedCommandException {
        assertThat(HookArguments.of(command, name -> VARIABLES.getOrDefault(name, ""))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', value = {"|a 'b|,a single quote is not closed", "|a \"b|,a double quote is not closed",
        "|a \"b\\|,a double quote is not closed", "|a \\|,there is nothing after the last backslash"})
    void saysWhatIsWrongWithACommandLine(String command, String message) {
        assertThatThrownBy(() -> HookArguments.of(command, _ -> "")).isInstanceOf(MalformedCommandException.class).hasMessage(message);
    }

    @Test
    void refusesToRunNothing() {
        assertThatThrownBy(() -> HookArguments.of(" \n", _ -> "")).isInstanceOf(MalformedCommandException.class);
    }

    private static Arguments line(String command, String... expected) {
        return Arguments.of(command, List.of(expected));
    }
}
