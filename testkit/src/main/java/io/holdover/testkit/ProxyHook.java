package io.holdover.testkit;

import org.jspecify.annotations.Nullable;

/** Sees each datagram of a {@link UdpProxy} before the link's model does. Runs on the proxy's thread. */
@FunctionalInterface
public interface ProxyHook {

    /** What goes on: the same bytes, other bytes, or null for nothing. */
    byte @Nullable [] pass(ProxiedDatagram datagram);
}
