package io.holdover.control.hooks;

import java.util.Locale;

import io.holdover.stream.PeerDescription;

/** How log lines about a peer begin, the same as its gateway's: {@code [SRT] [conn 1.2.3.4:5678]}. */
final class PeerPrefix {
    private static final String[] KINDS = {"Conn", "Session", "Muxer"};

    private PeerPrefix() {
    }

    static String of(PeerDescription peer) {
        for (String kind : KINDS) {
            if (peer.type().endsWith(kind)) {
                String protocol = peer.type().substring(0, peer.type().length() - kind.length());
                return "[" + protocol.toUpperCase(Locale.ROOT) + "] [" + kind.toLowerCase(Locale.ROOT) + " " + peer.remoteAddress() + "]";
            }
        }
        return "[" + peer.type() + " " + peer.remoteAddress() + "]";
    }
}
