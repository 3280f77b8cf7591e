package io.holdover.control.auth;

import java.util.List;

/** Permissions that are ready to be looked through. Any thread. */
final class PermissionSet {
    private final List<Rule> rules;

    private record Rule(AuthAction action, PathRule path) {
        boolean covers(AuthRequest request) {
            return action == request.action() && switch (action) {
                case PUBLISH, READ, PLAYBACK -> path.matches(request.path());
                case API, METRICS, PPROF -> true;
            };
        }
    }

    /** @throws IllegalArgumentException if an expression cannot be read */
    PermissionSet(List<Permission> permissions) {
        this.rules = permissions.stream().map(permission -> new Rule(permission.action(), PathRule.of(permission.path()))).toList();
    }

    boolean covers(AuthRequest request) {
        return rules.stream().anyMatch(rule -> rule.covers(request));
    }
}
