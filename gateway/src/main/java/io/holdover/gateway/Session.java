package io.holdover.gateway;

/** One peer at a gateway. On the gateway's thread. */
public interface Session {

    /** The session at this instant. */
    SessionSnapshot snapshot();

    /**
     * Ends the session and tells the peer. Harmless when it has ended already.
     *
     * @param why
     *            continues the log line "closed: "
     */
    void close(String why, long nowNs);

    /** Ends the session because an operator wants it; a stream that was published by it may go on without it. */
    void kick(long nowNs);
}
