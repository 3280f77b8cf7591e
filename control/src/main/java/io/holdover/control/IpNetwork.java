package io.holdover.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import io.holdover.gateway.AddressText;

/**
 * An address, or all that begin with the same bits. IPv4 addresses mapped into IPv6 are IPv4 addresses.
 *
 * @param address
 *            the first one; what stands behind the prefix is taken off
 */
public record IpNetwork(InetAddress address, int prefixBits) {
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    // RFC 4291 2.5.5.2: 80 zeros and 16 ones stand before a mapped IPv4 address.
    private static final int MAPPED_BITS = 96;

    /** @throws IllegalArgumentException if the address has fewer bits */
    public IpNetwork {
        byte[] bytes = address.getAddress();
        if (prefixBits < 0 || prefixBits > bytes.length * Byte.SIZE) {
            throw new IllegalArgumentException("a prefix of " + prefixBits + " bits is not possible");
        }
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefixBits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            bytes[i] = (byte) (bytes[i] & 0xFF00 >> kept);
        }
        address = addressOf(bytes);
    }

    /**
     * Reads {@code 127.0.0.1}, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; never asks a name server.
     *
     * @throws IllegalArgumentException
     *             with a message that says what was expected
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = addressOf(host, text);
        int bits = address.getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return new IpNetwork(address, bits);
        }
        String prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches()) {
            throw unreadable(text);
        }
        boolean mapped = bits < MAPPED_BITS && host.indexOf(':') >= 0;
        int prefixBits = Integer.parseInt(prefix) - (mapped ? MAPPED_BITS : 0);
        if (prefixBits < 0 || prefixBits > bits) {
            throw unreadable(text);
        }
        return new IpNetwork(address, prefixBits);
    }

    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length && new IpNetwork(other, prefixBits).address.equals(address);
    }

    private static InetAddress addressOf(String host, String text) {
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw unreadable(text);
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            throw unreadable(text);
        }
    }

    /** Without a scope: networks are compared by their bits alone. */
    private static InetAddress addressOf(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // four and sixteen bytes are an address
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("expected an IP address or network such as '10.0.0.0/8', found '" + text + "'");
    }

    /** As in the answers of the API: always with the prefix, {@code 127.0.0.1/32}. */
    @Override
    public String toString() {
        return AddressText.of(address) + "/" + prefixBits;
    }
}
