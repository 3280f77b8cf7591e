package io.holdover.control.http;

import java.net.InetAddress;

/**
 * Addresses that share their first bits.
 *
 * @param address
 *            any of them
 * @param prefixBits
 *            how many bits they share
 */
public record IpNetwork(InetAddress address, int prefixBits) {

    /** @throws IllegalArgumentException when an address does not have that many bits */
    public IpNetwork {
        if (prefixBits < 0 || prefixBits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("invalid prefix length /" + prefixBits + " of " + address.getHostAddress());
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address; asks no name server.
     *
     * @throws IllegalArgumentException
     *             when it is neither
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        if (!literal.contains(":") && !literal.matches("[0-9]+(\\.[0-9]+){3}")) {
            throw new IllegalArgumentException("invalid IP address '" + literal + "'"); // 10.1 would be 10.0.0.1
        }
        InetAddress address = InetAddress.ofLiteral(literal);
        if (slash < 0) {
            return new IpNetwork(address, address.getAddress().length * Byte.SIZE);
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("invalid prefix length '/" + bits + "'");
        }
        return new IpNetwork(address, Integer.parseInt(bits));
    }

    /** Whether {@code other} is one of them; an IPv4 address is never in an IPv6 network. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
            int mask = 0xFF << Math.max(0, Byte.SIZE - (prefixBits - bit));
            if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask & 0xFF) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixBits;
    }
}
