package io.holdover.stream;

/**
 * The name under which a stream is published and read: letters, digits and {@code _ - . /}, up to {@value #MAX_LENGTH} characters.
 */
public record StreamPath(String name) {

    /** As long as an SRT stream id may be. */
    public static final int MAX_LENGTH = 512;

    /** @throws IllegalArgumentException with the reason, when the name is none */
    public StreamPath {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("path name is empty");
        }
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("path name is longer than " + MAX_LENGTH + " characters");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                throw new IllegalArgumentException(
                        "path name '" + name + "' contains a character that is not a letter, a digit or one of _ - . /");
            }
        }
        int start = 0;
        while (start <= name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            checkSegment(name, name.substring(start, end));
            start = end + 1;
        }
    }

    private static void checkSegment(String name, String segment) {
        if (segment.isEmpty()) {
            throw new IllegalArgumentException("path name '" + name + "' begins or ends with a slash or has two in a row");
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw new IllegalArgumentException("path name '" + name + "' contains the segment '" + segment + "'");
        }
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/';
    }

    @Override
    public String toString() {
        return name;
    }
}
