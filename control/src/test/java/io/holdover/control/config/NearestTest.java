package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("srt", "srtAddress", "readTimeout", "hls");

    @ParameterizedTest
    @CsvSource({"srtAdress,srtAddress", "srtAddres,srtAddress", "rstAddress,srtAddress", "SRTADDRESS,srtAddress", "raedTimeuot,readTimeout",
        "stt,srt",
        "hsl,hls", "readTimeoutt,readTimeout"})
    void guessesWhatWasMeant(String word, String expected) {
        assertThat(Nearest.to(word, KNOWN)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"colour", "xyz", "x", "timeout"})
    void doesNotGuessWildly(String word) {
        assertThat(Nearest.to(word, KNOWN)).isEmpty();
    }

    @Test
    void doesNotCompareEndlessWords() {
        assertThat(Nearest.to("x".repeat(Nearest.LIMIT_CHARACTERS), List.of("x".repeat(Nearest.LIMIT_CHARACTERS - 1)))).isPresent();
        assertThat(Nearest.to("x".repeat(Nearest.LIMIT_CHARACTERS + 1), List.of("x".repeat(Nearest.LIMIT_CHARACTERS)))).isEmpty();
    }
}
