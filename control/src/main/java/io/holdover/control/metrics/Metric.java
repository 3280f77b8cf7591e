package io.holdover.control.metrics;

import io.holdover.gateway.Counter;

/**
 * One name of the metrics page, documented once for the page itself and for its reference.
 *
 * @param name
 *            as Prometheus stores it
 * @param kind
 *            whether it only grows
 * @param unit
 *            {@code bytes}, {@code s}..., "" for a plain count or a mark
 * @param help
 *            one sentence
 */
record Metric(String name, Counter.Kind kind, String unit, String help) {

    static Metric total(String name, String unit, String help) {
        return new Metric(name, Counter.Kind.TOTAL, unit, help);
    }

    static Metric gauge(String name, String unit, String help) {
        return new Metric(name, Counter.Kind.GAUGE, unit, help);
    }

    /** A gateway's counter among the metrics that begin with {@code prefix}. */
    static Metric of(String prefix, Counter counter) {
        return new Metric(prefix + "_" + counter.metricName(), counter.kind(), counter.unit(), counter.help());
    }
}
