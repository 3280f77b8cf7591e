package io.holdover.control.config;

import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What was given is no value of an option's type; the message continues a sentence that began with the option's name and a colon. */
public final class InvalidOptionException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*+@");

    private final String part;
    private final transient @Nullable Place place;

    public InvalidOptionException(String message) {
        this("", message, null);
    }

    private InvalidOptionException(String part, String message, @Nullable Place place) {
        super(message);
        this.part = part;
        this.place = place;
    }

    /** What was expected, with an example, and the text that stood there. */
    static InvalidOptionException expected(OptionType<?> type, String text) {
        return insteadOf(type, quoted(text));
    }

    /** What was expected, with an example, and what kind of thing stood there. */
    static InvalidOptionException insteadOf(OptionType<?> type, String kind) {
        return new InvalidOptionException("expected " + type.expectation() + " such as '" + type.example() + "', found " + kind);
    }

    /** The same about a part of the value, {@code [0]} or {@code .user}, that stands at {@code there} unless a place is known already. */
    InvalidOptionException within(String name, Place there) {
        return new InvalidOptionException(name + part, String.valueOf(getMessage()), place == null ? there : place);
    }

    /** The part of the value that is wrong: {@code [1].user}; empty if it is the whole. */
    String part() {
        return part;
    }

    /** Where that part stands. */
    Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    static String quoted(String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        // Addresses carry names and passwords: scheme://user:password@host (RFC 3986 3.2.1).
        String found = withoutUserInfo(text);
        // A value may be a page long; the place says where to look.
        return found.length() <= 60 ? "'" + found + "'" : "'" + found.substring(0, 57) + "...'";
    }

    /** An address without the name and the password in it. */
    static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("://***@");
    }
}
