package io.holdover.control.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import io.holdover.control.IpNetwork;
import io.holdover.gateway.AddressText;

/** Tells who calls, through proxies whose word counts. Immutable. */
final class Callers {
    private final List<IpNetwork> trusted;

    Callers(List<IpNetwork> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * The caller's own address.
     *
     * @param peer
     *            who is at the other end of the connection
     * @param forwardedFor
     *            every value of {@code X-Forwarded-For}, in order: each proxy appends whom it speaks for
     * @param realIp
     *            the value of {@code X-Real-IP}, "" if there is none
     */
    InetSocketAddress of(InetSocketAddress peer, List<String> forwardedFor, String realIp) {
        if (!isTrusted(peer.getAddress())) {
            return peer;
        }
        List<String> hops = List.of(String.join(",", forwardedFor).split(",", -1));
        for (int i = hops.size() - 1; i >= 0; i--) {
            Optional<InetAddress> hop = address(hops.get(i).strip());
            if (hop.isEmpty()) {
                break; // whatever stands before was not said by whom we trust
            }
            if (i == 0 || !isTrusted(hop.get())) {
                return new InetSocketAddress(hop.get(), peer.getPort());
            }
        }
        return address(realIp).map(address -> new InetSocketAddress(address, peer.getPort())).orElse(peer);
    }

    /** As a log line says it. */
    static String text(InetSocketAddress caller) {
        return AddressText.of(caller);
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
