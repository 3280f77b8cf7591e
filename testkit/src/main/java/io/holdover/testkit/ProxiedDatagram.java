package io.holdover.testkit;

import java.net.InetSocketAddress;

/**
 * A datagram that passes a {@link UdpProxy}.
 *
 * @param direction where it goes
 * @param client whose it is, or for whom
 * @param bytes its payload; not to be changed
 * @param nowNs when it came to the proxy
 */
public record ProxiedDatagram(Direction direction, InetSocketAddress client, byte[] bytes, long nowNs) {

    /** Where a datagram goes. */
    public enum Direction {
        /** From a client to the server. */
        TO_SERVER,
        /** From the server to a client. */
        TO_CLIENT
    }
}
