package io.holdover.control.api;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.holdover.control.http.Refusal;

/** The id of a session in a request: a UUID in one of the four forms that scripts may use. */
final class SessionId {
    private static final String HEX = "([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})";
    private static final Pattern FORM = Pattern.compile("(?:urn:uuid:)?\\{?" + HEX + "}?");
    private static final int SHORTEST = 32;
    private static final int LONGEST = 45;

    private SessionId() {
    }

    /** With hyphens, in lower case. */
    static String parse(String text) throws Refusal {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            throw Refusal.invalid("invalid UUID length: " + text.length());
        }
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw Refusal.invalid("invalid UUID format");
        }
        return String.join("-", form.group(1), form.group(2), form.group(3), form.group(4), form.group(5));
    }
}
