package io.holdover.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as people read them. */
public final class AddressText {
    private static final int IPV6_GROUPS = 8;

    private AddressText() {
    }

    /** {@code 1.2.3.4:5678} or {@code [2001:db8::1]:5678}; never asks a name server. */
    public static String of(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        return (ip instanceof Inet6Address ? "[" + of(ip) + "]" : of(ip)) + ":" + address.getPort();
    }

    /** {@code 1.2.3.4} or {@code 2001:db8::1}. */
    public static String of(InetAddress ip) {
        return ip instanceof Inet6Address v6 ? compressed(v6) : ip.getHostAddress();
    }

    // RFC 5952 4: lower case, no leading zeros, the longest run of two or more zero groups becomes ::, the first of equally long ones.
    private static String compressed(Inet6Address ip) {
        byte[] bytes = ip.getAddress();
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
        }
        int runStart = IPV6_GROUPS;
        int runLength = 1;
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int length = 0;
            while (i + length < IPV6_GROUPS && groups[i + length] == 0) {
                length++;
            }
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        // A link-local address means nothing without its interface.
        return ip.getScopeId() == 0 ? text.toString() : text + "%" + ip.getScopeId();
    }
}
