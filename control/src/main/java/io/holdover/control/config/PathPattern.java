package io.holdover.control.config;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.holdover.stream.StreamPath;

/** Which paths a section of {@code paths} is about. */
public sealed interface PathPattern {
    /** The text that begins a regular expression. */
    String REGEX_MARK = "~";

    /** The section's key in the file. */
    String key();

    /** @throws EndlessSearchException when that cannot be said in reasonable time */
    boolean matches(StreamPath path);

    /** One path. */
    record Exact(StreamPath path) implements PathPattern {
        @Override
        public String key() {
            return path.name();
        }

        @Override
        public boolean matches(StreamPath other) {
            return path.equals(other);
        }
    }

    /** Every path in whose name the expression is found; it is not anchored unless it says so. */
    record Regex(Pattern pattern) implements PathPattern {
        @Override
        public String key() {
            return REGEX_MARK + pattern.pattern();
        }

        @Override
        public boolean matches(StreamPath path) {
            return pattern.matcher(new LimitedText(path.name(), new AtomicInteger(LIMIT_READS))).find();
        }
    }

    /** Characters that one search may look at: 2 x 512 x 512, quadratic in the longest name, and then as much again. */
    int LIMIT_READS = 1 << 20;

    /**
     * The expression would search on for seconds: names come from peers, and searching back and forth takes time that grows without
     * bound.
     */
    final class EndlessSearchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndlessSearchException() {
            super(null, null, false, false);
        }
    }

    /** A text that can be looked at so many times. */
    record LimitedText(String text, AtomicInteger reads) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (reads.decrementAndGet() < 0) {
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

    /** Every path that nothing else in the file is about. */
    record Others(String key) implements PathPattern {
        @Override
        public boolean matches(StreamPath path) {
            return true;
        }
    }

    /** Reads the key of a section. */
    static PathPattern parse(String key) throws InvalidOptionException {
        // Three spellings of one thing.
        if (key.equals("all_others") || key.equals("all") || key.equals("~^.*$")) {
            return new Others(key);
        }
        if (key.startsWith(REGEX_MARK)) {
            try {
                return new Regex(Pattern.compile(key.substring(REGEX_MARK.length())));
            } catch (PatternSyntaxException e) {
                throw new InvalidOptionException(
                        "invalid regular expression '" + key.substring(REGEX_MARK.length()) + "': " + e.getDescription()
                                + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)));
            }
        }
        try {
            return new Exact(new StreamPath(key));
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("invalid " + e.getMessage());
        }
    }
}
