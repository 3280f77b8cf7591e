package io.holdover.control.config;

/**
 * Everything there is to know about one option. Reading, checking, environment, reference page and listing all follow from it.
 *
 * @param name
 *            the key in the file
 * @param unit
 *            what the value counts or holds, for the reference page; empty where the type says it all
 * @param doc
 *            one or two sentences for the reference page
 */
public record Option<T>(String name, OptionType<T> type, T defaultValue, String unit, Scope scope, Effect effect, String doc) {

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
}
