package io.holdover.control.config;

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
    private final String doc;

    private Option(String name, OptionType<T> type, T defaultValue, Scope scope, String unit, Effect effect, Standing standing,
            String doc) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.scope = scope;
        this.unit = unit;
        this.effect = effect;
        this.standing = standing;
        this.doc = doc;
    }

    /** An option at the top level. */
    static <T> Option<T> global(String name, OptionType<T> type, T defaultValue, Effect effect, String doc) {
        return new Option<>(name, type, defaultValue, Scope.GLOBAL, "", effect, Standing.SERVED, doc);
    }

    /** An option of paths. */
    static <T> Option<T> path(String name, OptionType<T> type, T defaultValue, Effect effect, String doc) {
        return new Option<>(name, type, defaultValue, Scope.PATH, "", effect, Standing.SERVED, doc);
    }

    /** The same with what its value counts or holds. */
    Option<T> in(String theUnit) {
        return new Option<>(name, type, defaultValue, scope, theUnit, effect, standing, doc);
    }

    /** The same, understood and kept but without effect so far. */
    Option<T> unserved() {
        return new Option<>(name, type, defaultValue, scope, unit, effect, Standing.UNSERVED, doc);
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
        UNSERVED
    }
}
