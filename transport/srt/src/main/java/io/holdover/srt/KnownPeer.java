package io.holdover.srt;

import java.net.InetSocketAddress;

/** What a listener remembers of a caller with a proved address, so that repeats of its conclusion change nothing. Loop thread. */
sealed interface KnownPeer permits PendingRequest, KnownPeer.Open, KnownPeer.Ended {
    /** Tells a repeat from a caller that began anew. */
    int initialSequence();

    /** Which caller: several may share an address, and ids of different hosts may be equal. */
    record Key(InetSocketAddress address, int socketId) {
    }

    /** A connection lives. */
    record Open(int initialSequence, SrtConnection connection) implements KnownPeer {
    }

    /** A connection has ended, and late repeats must not begin it again. */
    record Ended(int initialSequence, Key key, long endedNs) implements KnownPeer {
    }
}
