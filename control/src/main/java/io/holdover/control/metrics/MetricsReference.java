package io.holdover.control.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.holdover.gateway.Counter;

/** The reference page {@code docs/metrics.md}, written from the tables that the metrics page is written from. */
public final class MetricsReference {
    private MetricsReference() {
    }

    /**
     * The whole page in Markdown.
     *
     * @param protocols
     *            what the gateways count, by protocol
     */
    public static String render(Map<String, List<Counter>> protocols) {
        StringBuilder page = new StringBuilder("""
                # Metrics

                This page is generated from the tables of counters (`io.holdover.control.metrics`, and `SrtFigures` for SRT); change it
                there.

                Holdover tells Prometheus the figures that MediaMTX tells, under the same names and labels, and adds its own: about holds,
                about more of SRT, about the virtual machine. Dashboards and alerts made for MediaMTX go on working.

                ## Switching it on

                ```yaml
                metrics: yes
                metricsAddress: :9998
                ```

                ```sh
                curl http://localhost:9998/metrics
                ```

                By default only this machine may ask. To let a Prometheus elsewhere in, add a user with the action `metrics` to those that
                there are (a list in the file takes the place of the default users, who let everybody publish and read):

                ```yaml
                authInternalUsers:
                - user: prometheus
                  pass: correct-horse-battery
                  ips: [10.0.0.7]
                  permissions:
                  - action: metrics
                ```

                In `prometheus.yml`:

                ```yaml
                scrape_configs:
                - job_name: holdover
                  scrape_interval: 5s
                  static_configs:
                  - targets: [localhost:9998]
                  basic_auth:
                    username: prometheus
                    password: correct-horse-battery
                ```

                `distribution/grafana/holdover.json` is a dashboard for Grafana: import it and choose the data source.

                A scrape takes the time of a snapshot from the loop that carries the streams: about 5 ms where 10,000 readers watch
                1,000 paths. However many ask at once, one snapshot serves them all; the text is written on another thread.

                A part of the page is had by query parameters: `type=paths`, `type=srt_conns` or `type=jvm` selects a section, `path=NAME`
                what belongs to one path of the first, `srt_conn=ID` one connection of the second. A section shows nothing while only
                another one is filtered.

                ## Alerts worth having

                ```yaml
                groups:
                - name: holdover
                  rules:
                  - alert: PublisherGone
                    expr: max by (name) (paths_hold_state{state=~"holding|resuming"}) == 1
                    for: 30s
                    annotations:
                      summary: "{{ $labels.name }} has been held without its publisher for half a minute"
                  - alert: PublisherUnsteady
                    expr: increase(paths_hold_cycles[10m]) > 3
                    annotations:
                      summary: "{{ $labels.name }} lost its publisher or sound more than three times in ten minutes"
                  - alert: PathNotReady
                    expr: paths{state="notReady"} == 1
                    for: 1m
                    annotations:
                      summary: "nothing can be read from {{ $labels.name }}"
                  - alert: PacketsNotRepaired
                    expr: rate(srt_conns_packets_received_drop{state="publish"}[1m]) > 0
                    annotations:
                      summary: "{{ $labels.path }}: packets of {{ $labels.remoteAddr }} come too late or never; raise its latency"
                  - alert: ReaderTooSlow
                    expr: rate(srt_conns_outbound_frames_discarded[1m]) > 0
                    annotations:
                      summary: "{{ $labels.remoteAddr }} cannot take {{ $labels.path }} as fast as it comes"
                ```

                Bitrates are not kept: `8 * rate(srt_conns_bytes_received[1m])` has them. A total that belongs to a publisher or to readers
                begins anew with them; Prometheus' `rate` and `increase` know that of each connection's, so sum up rates rather than totals.

                """);
        page.append("""
                ## Paths

                Labels: `name`; `state` (`ready` or `notReady`) from the first to `paths_bytes_sent`; `readerType` for the readers; `state`
                (`live`, `stalled`, `holding` or `resuming`) for the hold.

                """);
        table(page, PathFigures.metrics());
        protocols.forEach((protocol, counters) -> {
            page.append("\n## ").append(protocol.toUpperCase(Locale.ROOT)).append("""
                     connections

                    Labels: `id`, `path`, `remoteAddr`, `state` (`publish` or `read`). Lengths include the headers of IP, UDP and SRT.

                    | API | metric | kind | unit | what it is |
                    |---|---|---|---|---|
                    """);
            row(page, "| ", SessionFigures.mark(protocol));
            counters.forEach(counter -> row(page, "| `" + counter.name() + "` ",
                    Metric.of(SessionFigures.prefix(protocol), counter)));
        });
        page.append("""

                ## The process

                Labels: `area` (`heap` or `nonheap`) for memory, `pool` for buffers, `gc` for garbage collectors.

                """);
        table(page, JvmFigures.metrics());
        return page.toString();
    }

    private static void table(StringBuilder page, List<Metric> metrics) {
        page.append("| metric | kind | unit | what it is |\n|---|---|---|---|\n");
        metrics.forEach(metric -> row(page, "", metric));
    }

    private static void row(StringBuilder page, String before, Metric metric) {
        page.append(before).append("| `").append(metric.name()).append("` | ").append(switch (metric.kind()) {
            case TOTAL -> "counter";
            case GAUGE -> "gauge";
        }).append(" | ").append(metric.unit()).append(" | ").append(metric.help()).append(" |\n");
    }
}
