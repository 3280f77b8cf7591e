package io.holdover.control.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.gateway.Counter;

/** The dashboard for Grafana asks for nothing that we do not tell. */
class DashboardTest {
    private static JsonNode dashboard;

    @BeforeAll
    static void read() throws IOException {
        JsonMapper strict = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();
        dashboard = strict.readTree(
                Files.readString(Path.of(System.getProperty("holdover.root", ".."), "distribution", "grafana", "holdover.json")));
    }

    @Test
    void asksForMetricsThatThereAre() {
        List<String> queries = queries();

        assertThat(queries).hasSizeGreaterThan(30).allSatisfy(query -> {
            assertThat(KnownMetrics.namesIn(query)).isNotEmpty();
            assertThat(KnownMetrics.NAMES).containsAll(KnownMetrics.namesIn(query));
        });
    }

    @Test
    void takesRatesOfTotals() {
        List<String> totals = Stream.concat(PathFigures.metrics().stream(), JvmFigures.metrics().stream())
                .filter(metric -> metric.kind() == Counter.Kind.TOTAL).map(Metric::name).toList();

        assertThat(queries()).allSatisfy(query -> {
            boolean rate = query.contains("rate(") || query.contains("increase(");
            assertThat(KnownMetrics.namesIn(query).stream().filter(totals::contains)).allMatch(_ -> rate);
        });
    }

    @Test
    void showsPathsHoldsConnectionsAndTheProcess() {
        assertThat(queries()).extracting(query -> KnownMetrics.namesIn(query).getFirst()).contains("paths", "paths_online",
                "paths_hold_state", "paths_hold_cycles", "paths_hold_seconds_total", "paths_readers", "srt_conns_bytes_received",
                "srt_conns_bytes_sent", "srt_conns_ms_rtt", "srt_conns_packets_received_loss", "srt_conns_packets_retrans",
                "srt_conns_packets_received_drop", "jvm_memory_used_bytes", "jvm_gc_collection_seconds_sum", "process_cpu_seconds_total");
    }

    @Test
    void hasPanelsWithAnIdOfTheirOwn() {
        assertThat(dashboard.path("panels").values().stream().map(panel -> panel.path("id").asInt())).isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(dashboard.path("templating").path("list").values().stream().map(variable -> variable.path("name").asString()))
                .containsExactly("datasource", "instance", "path");
    }

    private static List<String> queries() {
        Stream<JsonNode> targets = dashboard.path("panels").values().stream().flatMap(panel -> panel.path("targets").values().stream());
        Stream<JsonNode> variables = dashboard.path("templating").path("list").values().stream()
                .filter(variable -> variable.path("type").asString().equals("query"));
        return Stream.concat(targets.map(target -> target.path("expr").asString()),
                variables.map(variable -> variable.path("query").path("query").asString())).toList();
    }
}
