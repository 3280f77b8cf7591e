package io.holdover.control.config;

/** A text that is not a value of an option's type; the message continues a sentence that began with the option's name and a colon. */
public final class InvalidOptionException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidOptionException(String message) {
        super(message);
    }

    /** What was expected, with an example, and the text that stood there. */
    static InvalidOptionException expected(OptionType<?> type, String text) {
        return insteadOf(type, quoted(text));
    }

    /** What was expected, with an example, and what kind of thing stood there. */
    static InvalidOptionException insteadOf(OptionType<?> type, String kind) {
        return new InvalidOptionException("expected " + type.expectation() + " such as '" + type.example() + "', found " + kind);
    }

    static String quoted(String found) {
        if (found.isEmpty()) {
            return "nothing";
        }
        // A value may be a page long; the place says where to look.
        return found.length() <= 60 ? "'" + found + "'" : "'" + found.substring(0, 57) + "...'";
    }
}
