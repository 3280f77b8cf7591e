package io.holdover.control.auth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.nimbusds.jwt.JWTClaimsSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a token of a trusted signer claims. Any thread. */
final class TokenClaims {
    /** Permissions of one token. */
    static final int LIMIT_PERMISSIONS = 1_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    private TokenClaims() {
    }

    /**
     * Checks when and for whom the token is. There is no leeway for clocks that differ.
     *
     * @throws InvalidTokenException
     *             if it is not valid now, here
     */
    static void check(JWTClaimsSet claims, JwtAuthOptions options, Instant now) throws InvalidTokenException {
        // RFC 7519 4.1.4: on or after the expiration time it must not be accepted.
        Date expiration = claims.getExpirationTime();
        if (expiration != null && !now.isBefore(expiration.toInstant())) {
            throw new InvalidTokenException("token is expired");
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && now.isBefore(notBefore.toInstant())) {
            throw new InvalidTokenException("token is not valid yet");
        }
        if (!options.issuer().isEmpty() && !options.issuer().equals(claims.getIssuer())) {
            throw new InvalidTokenException("token has an invalid issuer");
        }
        if (!options.audience().isEmpty() && !claims.getAudience().contains(options.audience())) {
            throw new InvalidTokenException("token has an invalid audience");
        }
    }

    /** What the token permits: a list of objects with an action and perhaps a path, or a text with such a list in JSON. */
    static PermissionSet permissions(JWTClaimsSet claims, String claimKey) throws InvalidTokenException {
        Object claim = claims.getClaim(claimKey);
        if (claim == null) {
            throw new InvalidTokenException("token has no claim '" + claimKey + "'");
        }
        List<?> entries = claim instanceof String text ? parse(text, claimKey) : claim instanceof List<?> list ? list : null;
        if (entries == null || entries.size() > LIMIT_PERMISSIONS) {
            throw unreadable(claimKey);
        }
        List<Permission> permissions = new ArrayList<>();
        for (Object entry : entries) {
            permissions.add(permission(entry, claimKey));
        }
        try {
            return new PermissionSet(permissions);
        } catch (IllegalArgumentException _) {
            throw unreadable(claimKey);
        }
    }

    private static List<?> parse(String json, String claimKey) throws InvalidTokenException {
        try {
            return JSON.readValue(json, new TypeReference<List<?>>() {
            });
        } catch (JacksonException _) {
            throw unreadable(claimKey);
        }
    }

    /** A key that is not known may be a path with a slip of the pen: without it the permission would be for every path. */
    private static Permission permission(@Nullable Object entry, String claimKey) throws InvalidTokenException {
        if (!(entry instanceof Map<?, ?> fields) || !fields.keySet().stream().allMatch(key -> key.equals("action") || key.equals("path"))) {
            throw unreadable(claimKey);
        }
        Object path = fields.get("path");
        if (path != null && !(path instanceof String)) {
            throw unreadable(claimKey);
        }
        for (AuthAction action : AuthAction.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(fields.get("action"))) {
                return new Permission(action, path instanceof String text ? text : "");
            }
        }
        throw unreadable(claimKey);
    }

    private static InvalidTokenException unreadable(String claimKey) {
        return new InvalidTokenException("claim '" + claimKey + "' of the token is not a list of permissions");
    }
}
