package io.holdover.control.config;

import java.util.regex.Pattern;

/** A text that is not a value of an option's type; the message continues a sentence that began with the option's name and a colon. */
public final class InvalidOptionException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*+@");

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

    static String quoted(String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        // Addresses carry names and passwords: scheme://user:password@host (RFC 3986 3.2.1).
        String found = USER_INFO.matcher(text).replaceAll("://***@");
        // A value may be a page long; the place says where to look.
        return found.length() <= 60 ? "'" + found + "'" : "'" + found.substring(0, 57) + "...'";
    }
}
