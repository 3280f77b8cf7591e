package io.holdover.control.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One value for each option that was given; the rest comes from the layer below, and at the bottom from the defaults. Immutable. */
public final class OptionValues {
    /** No option given: defaults alone. */
    public static final OptionValues DEFAULTS = new OptionValues(Map.of(), null);

    private final Map<Option<?>, Object> given;
    private final @Nullable OptionValues below;

    private OptionValues(Map<Option<?>, Object> given, @Nullable OptionValues below) {
        this.given = Map.copyOf(given);
        this.below = below;
    }

    /** The value of {@code option}. */
    @SuppressWarnings("unchecked") // Builder.put pairs each option with a value of its own type
    public <T> T get(Option<T> option) {
        Object value = given.get(option);
        if (value != null) {
            return (T) value;
        }
        return below == null ? option.defaultValue() : below.get(option);
    }

    /** Whether this layer itself gives a value. */
    public boolean gives(Option<?> option) {
        return given.containsKey(option);
    }

    /** Whether this layer itself gives a value to one of these; a layer gives few. */
    boolean givesAnyOf(Collection<Option<?>> options) {
        for (Option<?> option : given.keySet()) {
            if (options.contains(option)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this layer or one below gives a value. */
    boolean holds(Option<?> option) {
        return gives(option) || (below != null && below.holds(option));
    }

    /** The value as it may be printed, secrets hidden. */
    public <T> String display(Option<T> option) {
        return option.type().display(get(option));
    }

    /** The value as the API prints it. */
    <T> JsonNode api(Option<T> option) {
        return option.type().toApi(get(option));
    }

    /** Those of {@code options} that this layer gives. */
    List<Option<?>> given(List<Option<?>> options) {
        return options.stream().filter(this::gives).toList();
    }

    /** The same layer over another one. */
    OptionValues over(OptionValues other) {
        return new OptionValues(given, other);
    }

    /** The same with one value more. */
    <T> OptionValues with(Option<T> option, T value) {
        Builder builder = Builder.of(this);
        builder.put(option, value);
        return builder.over(below == null ? DEFAULTS : below);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OptionValues its && given.equals(its.given) && Objects.equals(below, its.below);
    }

    @Override
    public int hashCode() {
        return given.hashCode();
    }

    /** Collects the values of one layer. */
    static final class Builder {
        private final Map<Option<?>, Object> given = new HashMap<>();

        /** With what {@code layer} itself gives. */
        static Builder of(OptionValues layer) {
            Builder builder = new Builder();
            builder.given.putAll(layer.given);
            return builder;
        }

        <T> void put(Option<T> option, T value) {
            given.put(option, value);
        }

        /**
         * The value of an option that comes first in its layer; what old keys set goes into this layer or into that of the path defaults.
         */
        <T> T read(Option<T> option, Given given, Builder pathDefaults) throws InvalidOptionException {
            T value = option.type().read(given);
            put(option, value);
            for (Option.Replacement<T, ?> replacement : option.replacements()) {
                (replacement.option().scope() == option.scope() ? this : pathDefaults).putReplaced(replacement, value);
            }
            return value;
        }

        private <T, U> void putReplaced(Option.Replacement<T, U> replacement, T value) {
            put(replacement.option(), replacement.convert().apply(value));
        }

        void remove(Option<?> option) {
            given.remove(option);
        }

        /** The layer alone, over defaults. */
        OptionValues alone() {
            return over(OptionValues.DEFAULTS);
        }

        OptionValues over(OptionValues below) {
            return new OptionValues(given, below);
        }
    }
}
