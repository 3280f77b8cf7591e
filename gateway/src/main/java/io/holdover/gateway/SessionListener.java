package io.holdover.gateway;

import io.holdover.stream.PeerDescription;

/** Port: peers come and go, for hooks. Called on a gateway's thread; must return at once. */
public interface SessionListener {

    /** Hears nothing. */
    SessionListener NONE = new SessionListener() {
    };

    /** A peer was let in: its connection stands. */
    default void onConnected(PeerDescription peer) {
    }

    /** Its connection is closed, whoever closed it. Once for each call of {@link #onConnected}. */
    default void onDisconnected(PeerDescription peer) {
    }
}
