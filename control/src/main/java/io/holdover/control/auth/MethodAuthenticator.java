package io.holdover.control.auth;

/** An {@link Authenticator} for one {@link AuthMethod} and one set of options. */
sealed interface MethodAuthenticator extends Authenticator, AutoCloseable
        permits InternalAuthenticator, HttpAuthenticator, JwtAuthenticator {

    /** Whatever is remembered of keys elsewhere is fetched anew. */
    default void refreshKeys() {
    }

    /** Frees what it holds, without waiting; what has been asked is still answered. */
    @Override
    default void close() {
    }
}
