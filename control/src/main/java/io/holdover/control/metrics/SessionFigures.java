package io.holdover.control.metrics;

import java.util.List;

import io.holdover.gateway.Counter;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.stream.AccessAction;

/** What the page says about a gateway's sessions: one mark for each session, then all that is counted about it. */
final class SessionFigures {
    private SessionFigures() {
    }

    /** {@code srt_conns}. */
    static String prefix(String protocol) {
        return protocol + "_conns";
    }

    /** {@code srt_conn}, the query parameter that selects one. */
    private static String filterName(String protocol) {
        return protocol + "_conn";
    }

    static Metric mark(String protocol) {
        return Metric.gauge(prefix(protocol), "", "1 for each session");
    }

    /** Writes the section of one protocol. */
    static void write(Exposition page, MetricsFilter filter, String protocol, List<Counter> counters, List<SessionSnapshot> sessions) {
        String filterName = filterName(protocol);
        if (!filter.wants(prefix(protocol), filterName)) {
            return;
        }
        List<SessionSnapshot> selected = sessions.stream().filter(session -> filter.selects(filterName, session.id())).toList();
        if (selected.isEmpty() && filter.narrows(filterName)) {
            return;
        }
        // Without a session: zeros, as MediaMTX says it.
        List<String> labels = selected.isEmpty() ? List.of("") : selected.stream().map(SessionFigures::labels).toList();
        Metric mark = mark(protocol);
        page.begin(mark);
        labels.forEach(label -> page.sample(mark, label, selected.isEmpty() ? 0 : 1));
        for (int c = 0; c < counters.size(); c++) {
            Counter counter = counters.get(c);
            Metric metric = Metric.of(prefix(protocol), counter);
            page.begin(metric);
            for (int i = 0; i < labels.size(); i++) {
                double value = selected.isEmpty() ? 0 : selected.get(i).figures().get(c).value();
                page.sample(metric, labels.get(i), counter.integral() ? Math.floor(value) : value);
            }
        }
    }

    private static String labels(SessionSnapshot session) {
        return Exposition.labels("id", session.id(), "path", session.path().toString(), "remoteAddr", session.remoteAddress(), "state",
                state(session.action()));
    }

    private static String state(AccessAction action) {
        return switch (action) {
            case PUBLISH -> "publish";
            case READ -> "read";
        };
    }
}
