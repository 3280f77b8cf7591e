package io.holdover.control.auth;

/** What others say, fit for a log line. */
final class LogText {
    static final int LIMIT_CHARACTERS = 240;

    private LogText() {
    }

    /** Short, and without control characters. */
    static String of(String text) {
        String cut = text.length() <= LIMIT_CHARACTERS ? text : text.substring(0, LIMIT_CHARACTERS) + "...";
        return cut.strip().codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029 ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
