package io.holdover.control.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a caller gives to prove who it is; "" stands for what it does not give.
 *
 * @param token
 *            of a bearer
 */
record Credentials(String user, String password, String token) {
    private static final Credentials NONE = new Credentials("", "", "");
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    /** Those of the {@code Authorization} fields: a bearer's first, which may also hold {@code user:pass}. */
    static Credentials of(List<String> fields) {
        for (String field : fields) {
            if (field.startsWith(BEARER)) {
                String token = field.substring(BEARER.length());
                int colon = token.indexOf(':');
                return colon >= 0 && colon == token.lastIndexOf(':')
                        ? new Credentials(token.substring(0, colon), token.substring(colon + 1), "")
                        : new Credentials("", "", token);
            }
        }
        return fields.isEmpty() || !fields.getFirst().regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? NONE
                : basic(fields.getFirst().substring(BASIC.length()));
    }

    // RFC 7617 2
    private static Credentials basic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? NONE : new Credentials(pair.substring(0, colon), pair.substring(colon + 1), "");
        } catch (IllegalArgumentException _) {
            return NONE; // not Base64
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
