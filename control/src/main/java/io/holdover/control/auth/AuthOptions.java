package io.holdover.control.auth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.holdover.control.IpNetwork;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;

/** Who judges, and by what. What belongs to the other methods is kept and not looked at. */
public record AuthOptions(AuthMethod method, List<InternalUser> users, HttpAuthOptions http, JwtAuthOptions jwt) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    public AuthOptions {
        users = List.copyOf(users);
    }

    /** Everybody may publish, read and play back; the API and the metrics are for the machine itself. */
    public static AuthOptions defaults() {
        InternalUser everybody = new InternalUser(InternalUser.ANY, "", List.of(), List.of(new Permission(AuthAction.PUBLISH, ""),
                new Permission(AuthAction.READ, ""), new Permission(AuthAction.PLAYBACK, "")));
        InternalUser here = new InternalUser(InternalUser.ANY, "", List.of(IpNetwork.parse("127.0.0.1"), IpNetwork.parse("::1")),
                List.of(new Permission(AuthAction.API, ""), new Permission(AuthAction.METRICS, ""), new Permission(AuthAction.PPROF, "")));
        return new AuthOptions(AuthMethod.INTERNAL, List.of(everybody, here), new HttpAuthOptions("", "", List.of(), TIMEOUT),
                new JwtAuthOptions("", "", "mediamtx_permissions", List.of(), "", "", false, TIMEOUT));
    }

    /** As a configuration says it. */
    public static AuthOptions of(OptionValues global) {
        AuthMethod method = global.get(Options.AUTH_METHOD);
        // What is of no concern to the users of the file must not make them new ones, whose passwords are all to be judged anew.
        Duration timeout = method == AuthMethod.INTERNAL ? TIMEOUT : global.get(Options.READ_TIMEOUT);
        HttpAuthOptions http = new HttpAuthOptions(global.get(Options.AUTH_HTTP_ADDRESS), global.get(Options.AUTH_HTTP_FINGERPRINT),
                global.get(Options.AUTH_HTTP_EXCLUDE), timeout);
        JwtAuthOptions jwt = new JwtAuthOptions(global.get(Options.AUTH_JWT_JWKS), global.get(Options.AUTH_JWT_JWKS_FINGERPRINT),
                global.get(Options.AUTH_JWT_CLAIM_KEY), global.get(Options.AUTH_JWT_EXCLUDE), global.get(Options.AUTH_JWT_ISSUER),
                global.get(Options.AUTH_JWT_AUDIENCE), global.get(Options.AUTH_JWT_IN_HTTP_QUERY), timeout);
        return new AuthOptions(method, global.get(Options.AUTH_INTERNAL_USERS), http, jwt);
    }

    /** What is wrong with them, one sentence each that begins with the name of the key; nothing secret is in it. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        switch (method) {
            case INTERNAL -> {
                for (int i = 0; i < users.size(); i++) {
                    check(users.get(i), "authInternalUsers[" + i + "]", problems);
                }
            }
            case HTTP -> {
                checkUrl(http.address(), "authHTTPAddress", problems);
                checkFingerprint(http.fingerprint(), "authHTTPFingerprint", problems);
                checkPermissions(http.exclude(), "authHTTPExclude", problems);
            }
            case JWT -> {
                checkUrl(jwt.jwks(), "authJWTJWKS", problems);
                checkFingerprint(jwt.jwksFingerprint(), "authJWTJWKSFingerprint", problems);
                checkPermissions(jwt.exclude(), "authJWTExclude", problems);
                if (jwt.claimKey().isEmpty()) {
                    problems.add("authJWTClaimKey: must not be empty");
                }
            }
        }
        return problems;
    }

    /** What is wrong with a name or a password that a key gives, as {@link #problems} says it. */
    public static List<String> problemsOfSecret(String key, String text) {
        List<String> problems = new ArrayList<>();
        check(key, problems, () -> Secret.parse(text));
        return problems;
    }

    private static void check(InternalUser user, String key, List<String> problems) {
        if (user.user().isEmpty()) {
            problems.add(key + ".user: must not be empty");
        } else if (user.user().equals(InternalUser.ANY) && !user.pass().isEmpty()) {
            problems.add(key + ".pass: user 'any' has no password");
        }
        check(key + ".user", problems, () -> Secret.parse(user.user()));
        check(key + ".pass", problems, () -> Secret.parse(user.pass()));
        checkPermissions(user.permissions(), key + ".permissions", problems);
    }

    private static void checkPermissions(List<Permission> permissions, String key, List<String> problems) {
        for (int i = 0; i < permissions.size(); i++) {
            Permission permission = permissions.get(i);
            check(key + "[" + i + "].path", problems, () -> PathRule.of(permission.path()));
        }
    }

    private static void checkUrl(String address, String key, List<String> problems) {
        check(key, problems, () -> ServiceAddress.parse(address));
    }

    private static void checkFingerprint(String fingerprint, String key, List<String> problems) {
        check(key, problems, () -> PinnedCertificate.parse(fingerprint));
    }

    private static void check(String key, List<String> problems, Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            problems.add(key + ": " + e.getMessage());
        }
    }
}
