package io.holdover.control.auth;

import io.holdover.control.PathExpression;

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

    /** Every path in whose name the expression is found; what is not found in reasonable time is not there. */
    record Regex(PathExpression expression) implements PathRule {
        @Override
        public boolean matches(String path) {
            try {
                return expression.find(path).isPresent();
            } catch (PathExpression.EndlessSearchException _) {
                return false;
            }
        }
    }

    /** @throws IllegalArgumentException if it is an expression and cannot be read */
    static PathRule of(String path) {
        if (path.isEmpty()) {
            return new Everywhere();
        }
        return path.startsWith(PathExpression.MARK) ? new Regex(PathExpression.parse(path.substring(PathExpression.MARK.length())))
                : new Exact(path);
    }
}
