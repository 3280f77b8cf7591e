package io.holdover.control.config;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** The variables that say something about options: {@code MTX_KEY}, {@code MTX_PATHDEFAULTS_KEY}, {@code MTX_PATHS_NAME_KEY}. Immutable. */
public final class Environment {
    /** No variables. */
    public static final Environment NONE = new Environment(Map.of());

    private final NavigableMap<String, String> variables;

    /** Of all the variables of a process. */
    public Environment(Map<String, String> variables) {
        this.variables = new TreeMap<>(variables);
    }

    /** The text of one variable, if it is set. */
    Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** The same as a value. */
    Optional<Given> scalar(String name) {
        return text(name).map(text -> new Given.Scalar(text, Given.Kind.UNTYPED, Place.wholeOf(name)));
    }

    /** The names that begin with {@code prefix}, in their order. */
    NavigableSet<String> startingWith(String prefix) {
        return variables.subMap(prefix, true, prefix + Character.MAX_VALUE, false).navigableKeySet();
    }

    boolean hasAny(String prefix) {
        return !startingWith(prefix).isEmpty();
    }
}
