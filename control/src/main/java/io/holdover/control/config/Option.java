package io.holdover.control.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything there is to know about one option: reading, checking, environment, API, reference page, sample and listing all follow from it.
 * It is a line of the table; two lines are never equal. Immutable.
 */
public final class Option<T> {
    private final String name;
    private final OptionType<T> type;
    private final T defaultValue;
    private final Scope scope;
    private final String unit;
    private final Effect effect;
    private final Standing standing;
    private final List<Replacement<T, ?>> replacements;
    private final String doc;

    /** An option that sets another one, with what it makes of a value. */
    record Replacement<T, U>(Option<U> option, Function<T, U> convert) {
    }

    private Option(String name, OptionType<T> type, T defaultValue, Scope scope, String unit, Effect effect, Standing standing,
            List<Replacement<T, ?>> replacements, String doc) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.scope = scope;
        this.unit = unit;
        this.effect = effect;
        this.standing = standing;
        this.replacements = List.copyOf(replacements);
        this.doc = doc;
    }

    /** An option at the top level. */
    static <T> Option<T> global(String name, OptionType<T> type, T defaultValue, Effect effect, String doc) {
        return new Option<>(name, type, defaultValue, Scope.GLOBAL, "", effect, Standing.SERVED, List.of(), doc);
    }

    /** An option of paths. */
    static <T> Option<T> path(String name, OptionType<T> type, T defaultValue, Effect effect, String doc) {
        return new Option<>(name, type, defaultValue, Scope.PATH, "", effect, Standing.SERVED, List.of(), doc);
    }

    /** An option that is understood and kept, and from which nothing follows yet. */
    static <T> Option<T> unserved(Scope scope, String name, OptionType<T> type, T defaultValue, String doc) {
        return new Option<>(name, type, defaultValue, scope, "", Effect.PROGRAM, Standing.UNSERVED, List.of(), doc);
    }

    /** The same with what its value counts or holds. */
    Option<T> in(String theUnit) {
        return new Option<>(name, type, defaultValue, scope, theUnit, effect, standing, replacements, doc);
    }

    /** The same as a key of old files. */
    Option<T> deprecated() {
        return new Option<>(name, type, defaultValue, scope, unit, effect, Standing.DEPRECATED, replacements, doc);
    }

    /** The same, setting another option. */
    <U> Option<T> replacedBy(Option<U> other, Function<T, U> convert) {
        List<Replacement<T, ?>> more = new ArrayList<>(replacements);
        more.add(new Replacement<>(other, convert));
        return new Option<>(name, type, defaultValue, scope, unit, effect, standing, more, doc);
    }

    /** The key in the file and in the API. */
    public String name() {
        return name;
    }

    public OptionType<T> type() {
        return type;
    }

    public T defaultValue() {
        return defaultValue;
    }

    public Scope scope() {
        return scope;
    }

    /** What the value counts or holds, for the reference page; empty where the type says it all. */
    public String unit() {
        return unit;
    }

    public Effect effect() {
        return effect;
    }

    public Standing standing() {
        return standing;
    }

    /** One or two sentences for the reference page. */
    public String doc() {
        return doc;
    }

    /** What else a value sets; only keys of old files set anything. */
    List<Replacement<T, ?>> replacements() {
        return replacements;
    }

    /** What whoever gave this value should know; empty if it is as it should be. */
    Optional<String> warning(T value) {
        return switch (standing) {
            case SERVED -> Optional.empty();
            case DEPRECATED -> Optional.of("'" + name + "' is deprecated" + replacedWith());
            case UNSERVED -> {
                // What is asked not to be done, is not done.
                if (value.equals(defaultValue) || value.equals(false)) {
                    yield Optional.empty();
                }
                yield Optional.of("'" + name + "' has no effect: " + (name.equals("record")
                        ? "recording is not served yet, nothing is written"
                        : "it is not served yet"));
            }
        };
    }

    private String replacedWith() {
        return replacements.isEmpty() ? ""
                : " and has been replaced with " + replacements.stream()
                        .map(one -> "'" + (one.option().scope() == scope ? "" : "pathDefaults.") + one.option().name() + "'")
                        .collect(Collectors.joining(" and "));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Where the key stands. */
    public enum Scope {
        /** At the top level of the file. */
        GLOBAL("top level"),
        /** Under {@code pathDefaults} and under each path. */
        PATH("pathDefaults and paths");

        private final String text;

        Scope(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What a changed value needs to take hold. */
    public enum Effect {
        AT_ONCE("at once"), NEW_PEERS("for peers that connect afterwards"), LISTENER("restarts the listener"), PROGRAM("needs a restart");

        private final String text;

        Effect(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What becomes of a value. */
    public enum Standing {
        /** It has its effect. */
        SERVED,
        /** It is understood and kept, and brings one warning: nothing follows from it yet. */
        UNSERVED,
        /** A key of old files; what has taken its place is set by it. The API does not print it unless it was given. */
        DEPRECATED
    }
}
