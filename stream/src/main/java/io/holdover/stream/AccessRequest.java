package io.holdover.stream;

import java.net.InetAddress;

/**
 * A peer's wish, with whatever it gave to prove itself.
 *
 * @param ip where the peer calls from
 * @param protocol {@code srt}, {@code rtsp}, ...
 * @param user "" if the peer named none
 * @param password "" if the peer gave none
 */
public record AccessRequest(AccessAction action, StreamPath path, PeerDescription peer, InetAddress ip, String protocol, String user,
        String password) {

    /** Without the password, so that it cannot end up in a log. */
    @Override
    public String toString() {
        return "AccessRequest[" + action + " " + path + " by " + peer + " over " + protocol + " as '" + user + "']";
    }
}
