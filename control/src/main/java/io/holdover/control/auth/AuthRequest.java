package io.holdover.control.auth;

import java.net.InetAddress;

/**
 * Somebody's wish, with whatever was given to prove who it is.
 *
 * @param path
 *            "" where the action is about no path
 * @param protocol
 *            {@code srt}, {@code hls}...; "" for the API and the like
 * @param id
 *            of the session, "" if there is none
 * @param user
 *            "" if none was given
 * @param password
 *            "" if none was given
 * @param token
 *            a bearer token, "" if none was given
 * @param query
 *            what followed the path, "" if nothing did
 */
public record AuthRequest(AuthAction action, String path, String protocol, String id, InetAddress ip, String user, String password,
        String token, String query) {

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AuthRequest[" + action + " '" + path + "' from " + ip.getHostAddress() + "]";
    }
}
