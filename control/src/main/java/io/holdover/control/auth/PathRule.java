package io.holdover.control.auth;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which paths a {@link Permission} is about. Any thread. */
sealed interface PathRule {

    boolean matches(String path);

    /** Every path. */
    record Everywhere() implements PathRule {
        @Override
        public boolean matches(String path) {
            return true;
        }
    }

    /** One path. */
    record Exact(String path) implements PathRule {
        @Override
        public boolean matches(String other) {
            return path.equals(other);
        }
    }

    /** Every path in whose name the expression is found; it is not anchored unless it says so. */
    record Regex(Pattern pattern) implements PathRule {
        // Names come from peers, and searching back and forth takes time that grows without bound: what is not found by then is not there.
        private static final int LIMIT_READS = 1 << 20;

        @Override
        public boolean matches(String path) {
            try {
                return pattern.matcher(new LimitedText(path, new int[]{LIMIT_READS})).find();
            } catch (EndlessSearchException | StackOverflowError _) {
                return false;
            }
        }
    }

    /** @throws IllegalArgumentException if it is an expression and cannot be read */
    static PathRule of(String path) {
        if (path.isEmpty()) {
            return new Everywhere();
        }
        if (!path.startsWith(Permission.REGEX_MARK)) {
            return new Exact(path);
        }
        String expression = path.substring(Permission.REGEX_MARK.length());
        try {
            return new Regex(Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("invalid regular expression '" + expression + "': " + e.getDescription(), e);
        }
    }

    /** A text of which so many more characters may be looked at. */
    record LimitedText(String text, int[] readsLeft) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--readsLeft[0] < 0) {
                throw new EndlessSearchException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The search has taken too long. */
    final class EndlessSearchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndlessSearchException() {
            super(null, null, false, false);
        }
    }
}
