package io.holdover.stream;

/** An {@link AccessPolicy}'s answer. */
public enum AccessDecision {
    /** Go on. */
    ALLOWED,
    /** The credentials are missing or wrong. */
    UNAUTHORIZED,
    /** The credentials are right, and do not permit this. */
    FORBIDDEN
}
