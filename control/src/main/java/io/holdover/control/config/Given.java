package io.holdover.control.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/** A value as somebody gave it, in a file, a variable or a request, before the type of its option has looked at it. Immutable. */
public sealed interface Given {

    /** Where it stands. */
    Place place();

    /** Continues "found ...". */
    String kind();

    /** What the writer's notation says about a scalar. */
    enum Kind {
        /** Nothing: the type decides. YAML and variables, where {@code yes} and {@code 0123} are mere text. */
        UNTYPED,
        /** JSON tells these apart. */
        STRING, NUMBER, BOOLEAN
    }

    /** One word or one line. */
    record Scalar(String text, Kind written, Place place) implements Given {
        @Override
        public String kind() {
            return switch (written) {
                case UNTYPED, STRING -> InvalidOptionException.quoted(text);
                case NUMBER -> "the number " + text;
                case BOOLEAN -> text;
            };
        }
    }

    /** A list. */
    record Items(List<Given> items, Place place) implements Given {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in their order. */
    record Fields(Map<String, Given> fields, Place place) implements Given {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String kind() {
            return "keys with values";
        }
    }

    /** A key without a value: whatever holds, goes on holding. */
    record Nothing(Place place) implements Given {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    /** The same in JSON. The depth of {@code node} is limited by the parser that made it. */
    static Given of(JsonNode node, Place place) {
        if (node.isObject()) {
            Map<String, Given> fields = new LinkedHashMap<>();
            node.forEachEntry((key, value) -> fields.put(key, of(value, place)));
            return new Fields(fields, place);
        }
        if (node.isArray()) {
            List<Given> items = new ArrayList<>();
            node.forEach(item -> items.add(of(item, place)));
            return new Items(items, place);
        }
        if (node.isNull() || node.isMissingNode()) {
            return new Nothing(place);
        }
        Kind written = node.isNumber() ? Kind.NUMBER : node.isBoolean() ? Kind.BOOLEAN : Kind.STRING;
        return new Scalar(node.asString(), written, place);
    }
}
