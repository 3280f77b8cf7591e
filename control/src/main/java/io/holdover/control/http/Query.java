package io.holdover.control.http;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters behind a question mark. What cannot be decoded is left out. Immutable. */
public final class Query {
    private final Map<String, String> first = new HashMap<>();

    /** Reads {@code a=1&b=2}. */
    public Query(String raw) {
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            Optional<String> key = PercentText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            Optional<String> value = PercentText.decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (key.isPresent() && value.isPresent()) {
                first.putIfAbsent(key.get(), value.get());
            }
        }
    }

    /** The first value of a parameter, "" if there is none. */
    public String get(String key) {
        return first.getOrDefault(key, "");
    }

    /** The first value of each parameter. */
    public Map<String, String> first() {
        return Collections.unmodifiableMap(first);
    }
}
