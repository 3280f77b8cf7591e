package io.holdover.control.config;

import java.util.List;
import java.util.Optional;

import io.holdover.control.PathExpression;
import io.holdover.stream.StreamPath;

/** Which paths a section of {@code paths} is about. */
public sealed interface PathPattern {
    /** The section's key in the file. */
    String key();

    /**
     * What the groups of a regular expression find in {@code path}, an empty list where there is none; nothing at all if the section is
     * not about this path.
     *
     * @throws PathExpression.EndlessSearchException
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

    /** Every path in whose name the expression is found. */
    record Regex(PathExpression expression) implements PathPattern {
        @Override
        public String key() {
            return PathExpression.MARK + expression.text();
        }

        @Override
        public Optional<List<String>> match(StreamPath path) {
            return expression.find(path.name());
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
        try {
            return key.startsWith(PathExpression.MARK) ? new Regex(PathExpression.parse(key.substring(PathExpression.MARK.length())))
                    : new Exact(path(key));
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(String.valueOf(e.getMessage()));
        }
    }

    private static StreamPath path(String key) {
        try {
            return new StreamPath(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid " + e.getMessage(), e);
        }
    }
}
