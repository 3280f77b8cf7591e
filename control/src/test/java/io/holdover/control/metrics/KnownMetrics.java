package io.holdover.control.metrics;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.holdover.gateway.srt.SrtFigures;

/** Every name that the metrics page may show, and the names that a query asks for. */
final class KnownMetrics {
    static final List<String> NAMES = Stream.of(PathFigures.metrics().stream(), Stream.of(SessionFigures.mark("srt")),
            SrtFigures.COUNTERS.stream().map(counter -> Metric.of("srt_conns", counter)), JvmFigures.metrics().stream())
            .flatMap(metrics -> metrics).map(Metric::name).toList();

    private static final Pattern NAME = Pattern.compile("\\b(?:paths|srt_conns|jvm|process)(?:_[a-z_]+)?\\b");

    private KnownMetrics() {
    }

    static List<String> namesIn(String query) {
        return NAME.matcher(query).results().map(MatchResult::group).toList();
    }
}
