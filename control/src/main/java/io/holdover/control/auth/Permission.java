package io.holdover.control.auth;

/**
 * Leave to do something.
 *
 * @param path
 *            where: the name of a path, an expression that is found in it after a {@code ~}, or "" for everywhere; means nothing for
 *            actions that are about no path
 */
public record Permission(AuthAction action, String path) {
}
