package io.holdover.control.auth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.holdover.control.auth.AuthOutcome.Denied;

/**
 * What somebody gave to prove who it is; "" for what was not given.
 *
 * @param token
 *            what an identity server or the HTTP service made out
 */
public record Credentials(String user, String password, String token) {
    private static final Credentials NONE = new Credentials("", "", "");
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    /**
     * Those of an HTTP request.
     *
     * @param authorization
     *            the values of its {@code Authorization} headers: {@code Basic}, {@code Bearer token}, or {@code Bearer user:password} for
     *            programs that have a field for a token only. A token goes before Basic
     */
    public static Credentials ofHeaders(List<String> authorization) {
        for (String value : authorization) {
            if (value.startsWith(BEARER)) {
                String token = value.substring(BEARER.length());
                int colon = token.indexOf(':');
                return colon >= 0 && colon == token.lastIndexOf(':') ? ofPair(token, colon) : new Credentials("", "", token);
            }
        }
        // RFC 7617 2: the name has no colon, the password may.
        return authorization.isEmpty() || !authorization.getFirst().regionMatches(true, 0, BASIC, 0, BASIC.length()) ? NONE
                : ofBasic(authorization.getFirst().substring(BASIC.length()));
    }

    /** {@code user} and {@code pass} of a query, for protocols that have no other place. */
    public static Credentials ofQuery(String query) {
        return new Credentials(fromQuery(query, "user"), fromQuery(query, "pass"), "");
    }

    /** As the users of the configuration are known: without a token. */
    static Credentials ofUser(AuthRequest request) {
        return new Credentials(request.user(), request.password(), "");
    }

    /**
     * With the token wherever it is: the bearer token, the password, or {@code token} and {@code jwt} in the query where the protocol has
     * no better place.
     *
     * @param inHttpQuery
     *            whether the query of an HTTP request counts too
     */
    static Credentials withToken(AuthRequest request, boolean inHttpQuery) {
        String token = request.token().isEmpty() ? request.password() : request.token();
        if (token.isEmpty() && (!isHttp(request) || inHttpQuery)) {
            token = fromQuery(request.query(), "token");
            if (token.isEmpty()) {
                token = fromQuery(request.query(), "jwt");
            }
        }
        return new Credentials(request.user(), request.password(), token);
    }

    boolean given() {
        return !equals(NONE);
    }

    /** The answer to somebody who could not be recognized. */
    Denied refused(String reason) {
        return new Denied(reason, given(), false);
    }

    /** The answer to somebody who was recognized. */
    Denied forbidden() {
        return new Denied("user has no permission for this", given(), true);
    }

    /** Whether the protocol has a way to ask for credentials that were not given. */
    static boolean mayBeAsked(AuthRequest request) {
        return isHttp(request) || request.protocol().equals("rtsp");
    }

    private static boolean isHttp(AuthRequest request) {
        return switch (request.action()) {
            case PUBLISH, READ -> request.protocol().equals("hls") || request.protocol().equals("webrtc");
            case PLAYBACK, API, METRICS, PPROF -> true;
        };
    }

    private static Credentials ofBasic(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? NONE : ofPair(pair, colon);
        } catch (IllegalArgumentException _) {
            return NONE;
        }
    }

    private static Credentials ofPair(String pair, int colon) {
        return new Credentials(pair.substring(0, colon), pair.substring(colon + 1), "");
    }

    /** The value of a key that is there once; "" otherwise, and if the query is not properly encoded. */
    private static String fromQuery(String query, String key) {
        String found = "";
        for (String entry : query.split("&", -1)) {
            int equals = entry.indexOf('=');
            if (equals == key.length() && entry.startsWith(key)) {
                if (!found.isEmpty()) {
                    return "";
                }
                try {
                    found = URLDecoder.decode(entry.substring(equals + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException _) {
                    return "";
                }
            }
        }
        return found;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Credentials[given=" + given() + "]";
    }
}
