package io.holdover.control.auth;

import java.time.Duration;
import java.util.List;

/**
 * An HTTP service that is asked about every request.
 *
 * @param address
 *            its URL; "" if there is none
 * @param fingerprint
 *            the SHA-256 of its certificate in hexadecimal digits, which then need not be signed by anybody; "" to trust the usual
 *            authorities
 * @param exclude
 *            what everybody may do without the service being asked
 * @param timeout
 *            how long the service may take
 */
public record HttpAuthOptions(String address, String fingerprint, List<Permission> exclude, Duration timeout) {
    public HttpAuthOptions {
        exclude = List.copyOf(exclude);
    }

    /** Without the address, which may hold a password. */
    @Override
    public String toString() {
        return "HttpAuthOptions[exclude=" + exclude + ", timeout=" + timeout + "]";
    }
}
