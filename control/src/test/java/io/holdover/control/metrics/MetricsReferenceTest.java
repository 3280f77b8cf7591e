package io.holdover.control.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.holdover.gateway.srt.SrtFigures;

/** {@code -Dholdover.rewrite=true} writes the page instead of comparing it. */
class MetricsReferenceTest {
    private static final String RENDERED = MetricsReference.render(Map.of("srt", SrtFigures.COUNTERS));

    @Test
    void isWhatTheTablesOfCountersSay() throws IOException {
        Path page = Path.of(System.getProperty("holdover.root", ".."), "docs", "metrics.md");
        if (Boolean.getBoolean("holdover.rewrite")) {
            Files.writeString(page, RENDERED);
        }

        assertThat(page).hasContent(RENDERED);
    }

    @Test
    void namesEveryMetricOnce() {
        assertThat(KnownMetrics.NAMES).doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(RENDERED).containsOnlyOnce("| `" + name + "` |"));
    }

    @Test
    void itsAlertsAskForMetricsThatThereAre() {
        assertThat(RENDERED.lines().filter(line -> line.strip().startsWith("expr:"))).hasSize(5)
                .allSatisfy(line -> assertThat(KnownMetrics.NAMES).containsAll(KnownMetrics.namesIn(line)));
    }
}
