package io.holdover.gateway;

import io.holdover.stream.PeerDescription;

/** Port: peers come and go, for hooks. Called on a gateway's thread; must return at once. */
public interface SessionListener {

    /** Hears nothing. */
    SessionListener NONE = new SessionListener() {
    };

    /** A peer was let in. */
    default void onConnected(PeerDescription peer) {
    }

    /** Its connection is closed. */
    default void onDisconnected(PeerDescription peer) {
    }
}
