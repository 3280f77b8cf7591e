package io.holdover.testkit;

import java.util.Map;

/**
 * libsrt's statistics of one socket under the names of srt.h (SRT_TRACEBSTATS), such as {@code pktSentUniqueTotal} and {@code msRTT}.
 *
 * @param values every field that is asked of the library
 */
public record LibsrtStatistics(Map<String, Number> values) {

    /** Keeps its own map. */
    public LibsrtStatistics {
        values = Map.copyOf(values);
    }

    /** A whole number. */
    public long count(String name) {
        return named(name).longValue();
    }

    /** A number with a fraction. */
    public double value(String name) {
        return named(name).doubleValue();
    }

    private Number named(String name) {
        Number number = values.get(name);
        if (number == null) {
            throw new IllegalArgumentException("libsrt has no statistics field " + name);
        }
        return number;
    }
}
