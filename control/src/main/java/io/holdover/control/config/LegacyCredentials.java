package io.holdover.control.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.holdover.control.IpNetwork;
import io.holdover.control.PathExpression;
import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.InternalUser;
import io.holdover.control.auth.Permission;

/** Old files say with each path who may publish and read it ({@code publishUser}, {@code readPass}...). This makes users of that. */
final class LegacyCredentials {
    private LegacyCredentials() {
    }

    /** Whether anything of the kind is said. */
    static boolean in(OptionValues pathDefaults, List<PathRule> paths) {
        return said(pathDefaults) || paths.stream().anyMatch(rule -> said(rule.values()));
    }

    private static boolean said(OptionValues values) {
        return values.givesAnyOf(DeprecatedOptions.CREDENTIALS);
    }

    /** The users: the machine itself, everybody for playback, and for each path one who may publish and one who may read. */
    static List<InternalUser> users(List<PathRule> paths) {
        List<InternalUser> users = new ArrayList<>();
        users.add(new InternalUser(InternalUser.ANY, "", List.of(), List.of(new Permission(AuthAction.PLAYBACK, ""))));
        users.add(Options.AUTH_INTERNAL_USERS.defaultValue().getLast());
        paths.stream().sorted(Comparator.comparing(rule -> rule.pattern().key())).forEach(rule -> {
            users.add(user(rule, AuthAction.PUBLISH, DeprecatedOptions.PUBLISH_USER, DeprecatedOptions.PUBLISH_PASS,
                    DeprecatedOptions.PUBLISH_IPS));
            users.add(user(rule, AuthAction.READ, DeprecatedOptions.READ_USER, DeprecatedOptions.READ_PASS, DeprecatedOptions.READ_IPS));
        });
        return users;
    }

    private static InternalUser user(PathRule rule, AuthAction action, Option<String> name, Option<String> pass,
            Option<List<IpNetwork>> ips) {
        OptionValues values = rule.values();
        String path = switch (rule.pattern()) {
            case PathPattern.Exact exact -> exact.key();
            case PathPattern.Regex regex -> regex.key();
            case PathPattern.Others _ -> PathExpression.MARK + "^.*$";
        };
        String user = values.get(name).isEmpty() ? InternalUser.ANY : values.get(name);
        return new InternalUser(user, values.get(pass), values.get(ips), List.of(new Permission(action, path)));
    }
}
