package io.holdover.control.auth;

import java.time.Duration;
import java.util.List;

/**
 * Signed tokens that an identity server gives out.
 *
 * @param jwks
 *            the URL of the keys that they are signed with; "" if there is none
 * @param jwksFingerprint
 *            the SHA-256 of the certificate at that URL in hexadecimal digits; "" to trust the usual authorities
 * @param claimKey
 *            the claim that holds the permissions
 * @param exclude
 *            what everybody may do without a token
 * @param issuer
 *            who must have issued a token; "" for anybody whose key is in the set
 * @param audience
 *            whom a token must be meant for; "" for anybody
 * @param inHttpQuery
 *            whether HTTP requests may carry their token in the query, where it ends up in the logs of proxies
 * @param timeout
 *            how long fetching the keys may take
 */
public record JwtAuthOptions(String jwks, String jwksFingerprint, String claimKey, List<Permission> exclude, String issuer,
        String audience, boolean inHttpQuery, Duration timeout) {
    public JwtAuthOptions {
        exclude = List.copyOf(exclude);
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "JwtAuthOptions[claimKey=" + claimKey + ", exclude=" + exclude + ", issuer=" + issuer + ", audience=" + audience + "]";
    }
}
