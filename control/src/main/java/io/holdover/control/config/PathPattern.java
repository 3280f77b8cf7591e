package io.holdover.control.config;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.holdover.stream.StreamPath;

/** Which paths a section of {@code paths} is about. */
public sealed interface PathPattern {
    /** The text that begins a regular expression. */
    String REGEX_MARK = "~";

    /** The section's key in the file. */
    String key();

    /**
     * What the groups of a regular expression find in {@code path}, an empty list where there is none; nothing at all if the section is
     * not about this path.
     *
     * @throws EndlessSearchException
     *             when that cannot be said in reasonable time
     */
    Optional<List<String>> match(StreamPath path);

    /** One path. */
    record Exact(StreamPath path) implements PathPattern {
        @Override
        public String key() {
            return path.name();
        }

        @Override
        public Optional<List<String>> match(StreamPath other) {
            return path.equals(other) ? Optional.of(List.of()) : Optional.empty();
        }
    }

    /** Every path in whose name the expression is found; it is not anchored unless it says so. */
    record Regex(Pattern pattern) implements PathPattern {
        @Override
        public String key() {
            return REGEX_MARK + pattern.pattern();
        }

        @Override
        public Optional<List<String>> match(StreamPath path) {
            Matcher matcher = pattern.matcher(new LimitedText(path.name(), new AtomicInteger(LIMIT_READS)));
            return matcher.find() ? Optional.of(groups(matcher)) : Optional.empty();
        }

        private static List<String> groups(Matcher matcher) {
            return IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group).map(found -> found == null ? "" : found)
                    .toList();
        }

        // A Pattern knows no equality of its own.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Regex its && key().equals(its.key());
        }

        @Override
        public int hashCode() {
            return pattern.pattern().hashCode();
        }
    }

    /** Characters of an expression: reading one goes as deep as its brackets. */
    int LIMIT_EXPRESSION = 1 << 10;

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
        public Optional<List<String>> match(StreamPath path) {
            return Optional.of(List.of());
        }
    }

    /** Reads the key of a section. */
    static PathPattern parse(String key) throws InvalidOptionException {
        // Three spellings of one thing.
        if (key.equals("all_others") || key.equals("all") || key.equals("~^.*$")) {
            return new Others(key);
        }
        if (key.startsWith(REGEX_MARK)) {
            if (key.length() > LIMIT_EXPRESSION) {
                throw new InvalidOptionException("invalid regular expression of more than " + LIMIT_EXPRESSION + " characters");
            }
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
