package io.holdover.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class HookOutputTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private final HookOutput output = new HookOutput(lines::add, 0);

    @Test
    void cutsLinesWhereverTheBytesArrive() {
        write("one\ntw", 0);
        write("o\r\n\nthree\rfour", 0);

        assertThat(lines).containsExactly("one", "two", "three");
        output.end(0);
        assertThat(lines).last().isEqualTo("four");
    }

    @Test
    void keepsControlCharactersOutOfTheLog() {
        write("a\tb\u001B[31mc\u0000\n", 0);

        assertThat(lines).containsExactly("a b?[31mc?");
    }

    @Test
    void cutsALineThatIsTooLong() {
        write("x".repeat(1_000_000), 0);
        write("\nshort\n", 0);

        assertThat(lines).containsExactly("x".repeat(HookOutput.LIMIT_LINE_BYTES) + "...", "short");
    }

    @Test
    void countsTheLinesThatAreTooMany() {
        write("x\n".repeat(HookOutput.LIMIT_LINES_PER_SECOND + 5), 0);
        assertThat(lines).hasSize(HookOutput.LIMIT_LINES_PER_SECOND).containsOnly("x");

        write("y\n", SECOND_NS);
        assertThat(lines).endsWith("(5 more lines)", "y");
    }

    @Test
    void tellsTheNumberOfLinesLeftOutWhenTheSecondIsOver() {
        write("x\n".repeat(HookOutput.LIMIT_LINES_PER_SECOND + 2), 0);
        output.pause(SECOND_NS - 1);
        assertThat(lines).last().isEqualTo("x");

        output.pause(SECOND_NS);
        assertThat(lines).last().isEqualTo("(2 more lines)");
    }

    @Test
    void tellsTheNumberOfLinesLeftOutAtTheEnd() {
        write("x\n".repeat(HookOutput.LIMIT_LINES_PER_SECOND + 1), 0);
        output.end(0);

        assertThat(lines).last().isEqualTo("(1 more line)");
    }

    private void write(String text, long nowNs) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.append(bytes, bytes.length, nowNs);
    }
}
