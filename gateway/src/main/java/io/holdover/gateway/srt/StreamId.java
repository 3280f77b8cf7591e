package io.holdover.gateway.srt;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.RejectionReason;
import io.holdover.stream.AccessAction;
import io.holdover.stream.StreamPath;

/**
 * What an SRT caller asks for. Two syntaxes are understood: {@code publish:path[:user:pass][:query]} with {@code publish}, {@code read} or
 * {@code request}, and the one of the SRT access control guideline, {@code #!::m=publish,r=path,u=user,s=pass}. Encoders decorate both;
 * what they are known to add is taken off.
 *
 * @param user
 *            "" if none
 * @param password
 *            "" if none
 * @param query
 *            what followed the path, "" if nothing
 */
record StreamId(AccessAction action, StreamPath path, String user, String password, String query) implements StreamIdOutcome {
    // SRT access control guideline: the mark that the rest is a list of keys with values
    private static final String STANDARD_MARK = "#!::";
    // The guideline's nested form; no encoder is known to send it.
    private static final String NESTED_MARK = "#!:{";
    // StreamToStudio appends this to every id.
    private static final String FEEDBACK_SUFFIX = "#feedbackplay";
    private static final String SCHEME = "srt://";
    private static final int LIMIT_QUOTED_CHARACTERS = 160;

    /** Reads the stream id as the caller sent it; "" if it sent none. Thread-safe. */
    static StreamIdOutcome parse(String raw) {
        String text = withoutSuffix(raw.strip());
        if (text.isEmpty()) {
            return badRequest("no stream id; it must be publish:<path> or read:<path>");
        }
        if (!isKnownSyntax(text)) {
            text = withoutSuffix(decoded(text));
        }
        if (text.startsWith(STANDARD_MARK)) {
            return parseStandard(text.substring(STANDARD_MARK.length()));
        }
        if (text.startsWith(NESTED_MARK)) {
            return badRequest("the nested syntax of stream ids is not understood; it must be #!::m=publish,r=<path>");
        }
        return parseShort(text);
    }

    private static boolean isKnownSyntax(String text) {
        int colon = text.indexOf(':');
        return text.startsWith("#!:") || (colon >= 0 && actionOf(text.substring(0, colon)) != null);
    }

    private static StreamIdOutcome parseStandard(String list) {
        String mode = "request"; // the guideline's default
        String resource = "";
        String user = "";
        String password = "";
        for (String entry : list.split(",", -1)) {
            int equals = entry.indexOf('=');
            String value = entry.substring(equals + 1);
            // Encoders add keys of their own (bmd_uuid, bmd_name), and put commas into their values.
            switch (entry.substring(0, Math.max(equals, 0)).strip()) {
                case "m" -> mode = value.strip();
                case "r" -> resource = value;
                case "u" -> user = value;
                case "s" -> password = value;
                default -> {
                }
            }
        }
        if (mode.equals("bidirectional")) {
            return new SrtRefusal(RejectionReason.BAD_MODE, "mode 'bidirectional' is not served: a caller either publishes or reads");
        }
        AccessAction action = actionOf(mode);
        if (action == null) {
            return new SrtRefusal(RejectionReason.BAD_MODE, "unknown mode '" + printable(mode) + "', it must be publish or request");
        }
        if (resource.isEmpty()) {
            return badRequest("the stream id names no path (r=<path>)");
        }
        return withPath(action, resource, user, password, "");
    }

    private static StreamIdOutcome parseShort(String text) {
        int colon = text.indexOf(':');
        AccessAction action = colon < 0 ? null : actionOf(text.substring(0, colon));
        if (action == null) {
            // Only what stands before the first colon is quoted: a password may follow.
            return badRequest("the stream id begins with '" + printable(colon < 0 ? text : text.substring(0, colon))
                    + "', it must be publish:<path> or read:<path>");
        }
        String rest = withoutHost(text.substring(colon + 1));
        int questionMark = rest.indexOf('?');
        int next = rest.indexOf(':');
        if (questionMark >= 0 && (next < 0 || questionMark < next)) {
            return withPath(action, rest, "", "", "");
        }
        // At most path, user, password and a query that may itself contain colons.
        String[] parts = rest.split(":", 4);
        return switch (parts.length) {
            case 1 -> withPath(action, parts[0], "", "", "");
            case 2 -> withPath(action, parts[0], "", "", parts[1]);
            case 3 -> withPath(action, parts[0], parts[1], parts[2], "");
            default -> withPath(action, parts[0], parts[1], parts[2], parts[3]);
        };
    }

    private static StreamIdOutcome withPath(AccessAction action, String resource, String user, String password, String query) {
        int questionMark = resource.indexOf('?');
        String appended = questionMark < 0 ? "" : resource.substring(questionMark + 1);
        String name = withoutHost(decoded(questionMark < 0 ? resource : resource.substring(0, questionMark)).strip());
        int start = 0;
        while (start < name.length() && name.charAt(start) == '/') {
            start++;
        }
        try {
            return new StreamId(action, new StreamPath(name.substring(start)), user, password, query.isEmpty() ? appended : query);
        } catch (IllegalArgumentException e) {
            return badRequest(printable(String.valueOf(e.getMessage())));
        }
    }

    /** Some encoders put the whole address where the path belongs. */
    private static String withoutHost(String text) {
        if (!text.startsWith(SCHEME)) {
            return text;
        }
        int slash = text.indexOf('/', SCHEME.length());
        return slash < 0 ? "" : text.substring(slash);
    }

    private static @Nullable AccessAction actionOf(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "publish" -> AccessAction.PUBLISH;
            case "read", "request" -> AccessAction.READ;
            default -> null;
        };
    }

    private static String withoutSuffix(String text) {
        return text.endsWith(FEEDBACK_SUFFIX) ? text.substring(0, text.length() - FEEDBACK_SUFFIX.length()) : text;
    }

    /** Resolves %41; a plus sign stays one, and so does text that is not encoded properly. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Fit for a log line: short and without control characters. */
    private static String printable(String text) {
        String cut = text.length() <= LIMIT_QUOTED_CHARACTERS ? text : text.substring(0, LIMIT_QUOTED_CHARACTERS) + "...";
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029 ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static SrtRefusal badRequest(String text) {
        return new SrtRefusal(RejectionReason.BAD_REQUEST, text);
    }

    /** Without the password, so that it cannot end up in a log. */
    @Override
    public String toString() {
        return "StreamId[" + action + " " + path + " user='" + printable(user) + "']";
    }
}
