package io.holdover.gateway;

import io.holdover.stream.EndReason;

/** One peer at a gateway. On the gateway's thread. */
public interface Session {

    /** The session at this instant. */
    SessionSnapshot snapshot();

    /**
     * Ends the session and tells the peer. Harmless when it has ended already.
     *
     * @param reason
     *            for the stream that it published; if that is a loss, the stream may go on without it
     * @param why
     *            continues the log line "closed: "
     */
    void close(EndReason reason, String why, long nowNs);
}
