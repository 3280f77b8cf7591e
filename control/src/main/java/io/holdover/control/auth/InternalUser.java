package io.holdover.control.auth;

import java.util.List;

import io.holdover.control.IpNetwork;

/**
 * A user of the configuration.
 *
 * @param user
 *            the name, in plain text or as {@code sha256:} or {@code argon2:} hash; {@code any} is everybody
 * @param pass
 *            the password in the same forms; "" lets any pass
 * @param ips
 *            where the user may call from; empty for anywhere
 */
public record InternalUser(String user, String pass, List<IpNetwork> ips, List<Permission> permissions) {
    /** The user that everybody is. */
    public static final String ANY = "any";

    public InternalUser {
        ips = List.copyOf(ips);
        permissions = List.copyOf(permissions);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "InternalUser[ips=" + ips + ", permissions=" + permissions + "]";
    }
}
