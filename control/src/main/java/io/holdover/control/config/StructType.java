package io.holdover.control.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Keys with values, each of a type of its own: one of the users, one of the permissions. */
final class StructType<T> implements OptionType<T> {
    private final String name;
    private final String example;
    private final List<Field<?>> fields;
    private final Function<Parts, T> make;
    private final Function<T, Parts> takeApart;

    /** A key; {@code missing} is its value where it is not given. */
    record Field<V>(String name, OptionType<V> type, V missing) {
    }

    /** A value for each field. */
    static final class Parts {
        private final Map<Field<?>, Object> values = new HashMap<>();

        <V> Parts with(Field<V> field, V value) {
            values.put(field, value);
            return this;
        }

        @SuppressWarnings("unchecked") // with pairs each field with a value of its own type
        <V> V get(Field<V> field) {
            return (V) values.getOrDefault(field, field.missing());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Parts its && values.equals(its.values);
        }

        @Override
        public int hashCode() {
            return values.hashCode();
        }

        private <V> void read(Field<V> field, Given given) throws InvalidOptionException {
            with(field, field.type().read(given));
        }

        private <V> String display(Field<V> field) {
            return field.type().display(get(field));
        }

        private <V> JsonNode json(Field<V> field, boolean forApi) {
            return forApi ? field.type().toApi(get(field)) : field.type().toJson(get(field));
        }
    }

    StructType(String name, String example, List<Field<?>> fields, Function<Parts, T> make, Function<T, Parts> takeApart) {
        this.name = name;
        this.example = example;
        this.fields = fields;
        this.make = make;
        this.takeApart = takeApart;
    }

    /** One that nobody reads yet: it is kept as it was given. */
    static StructType<Parts> unread(String name, String example, Field<?>... fields) {
        return new StructType<>(name, example, List.of(fields), parts -> parts, parts -> parts);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String expectation() {
        return "keys with values";
    }

    @Override
    public String example() {
        return example;
    }

    @Override
    public T read(Given given) throws InvalidOptionException {
        if (!(given instanceof Given.Fields(Map<String, Given> entries, Place _))) {
            throw InvalidOptionException.insteadOf(this, given.kind());
        }
        Parts parts = new Parts();
        for (Map.Entry<String, Given> entry : entries.entrySet()) {
            Field<?> field = fields.stream().filter(one -> one.name().equals(entry.getKey())).findFirst()
                    .orElseThrow(() -> unknown(entry.getKey()).within("", entry.getValue().place()));
            if (entry.getValue() instanceof Given.Nothing) {
                continue; // as if the key were not there
            }
            try {
                parts.read(field, entry.getValue());
            } catch (InvalidOptionException e) {
                throw e.within("." + field.name(), entry.getValue().place());
            }
        }
        return make.apply(parts);
    }

    private InvalidOptionException unknown(String key) {
        List<String> known = fields.stream().map(Field::name).toList();
        return new InvalidOptionException("unknown key '" + key + "', " + Nearest.to(key, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElseGet(() -> "the known ones are " + String.join(", ", known)));
    }

    @Override
    public String show(T value) {
        return toJson(value).toString();
    }

    @Override
    public String display(T value) {
        Parts parts = takeApart.apply(value);
        return fields.stream().map(field -> field.name() + ": " + parts.display(field)).collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public JsonNode toJson(T value) {
        return json(value, false);
    }

    @Override
    public JsonNode toApi(T value) {
        return json(value, true);
    }

    private JsonNode json(T value, boolean forApi) {
        Parts parts = takeApart.apply(value);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach(field -> object.set(field.name(), parts.json(field, forApi)));
        return object;
    }

    /** {@code NAME_FIELD} changes one field and leaves the others. */
    @Override
    public Optional<Given> overlay(Environment environment, String variable, Given present) {
        Map<String, Given> values = new LinkedHashMap<>(present instanceof Given.Fields(Map<String, Given> its, Place _) ? its : Map.of());
        boolean changed = false;
        for (Field<?> field : fields) {
            String part = variable + "_" + field.name().toUpperCase(Locale.ROOT);
            Given before = values.getOrDefault(field.name(), new Given.Nothing(Place.wholeOf(part)));
            Optional<Given> overlay = field.type().overlay(environment, part, before);
            overlay.ifPresent(given -> values.put(field.name(), given));
            changed |= overlay.isPresent();
        }
        return changed ? Optional.of(new Given.Fields(values, Place.wholeOf(variable))) : Optional.empty();
    }
}
