package io.holdover.control.auth;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthOutcome.Allowed;

/**
 * Judges by the users of the configuration. Whatever takes a moment only is answered at once; Argon2 hashes that are not remembered are
 * computed elsewhere. Any thread.
 */
final class InternalAuthenticator implements MethodAuthenticator {
    private final List<User> users;
    private final AuthWork work;
    private final SecretMemory memory;

    private record User(boolean any, Secret name, Secret password, List<IpNetwork> ips, PermissionSet permissions) {
        static User of(InternalUser user) {
            return new User(user.user().equals(InternalUser.ANY), Secret.parse(user.user()), Secret.parse(user.pass()), user.ips(),
                    new PermissionSet(user.permissions()));
        }

        boolean mayCallFrom(AuthRequest request) {
            return ips.isEmpty() || ips.stream().anyMatch(network -> network.contains(request.ip()));
        }
    }

    /** @throws IllegalArgumentException if a secret or an expression cannot be read */
    InternalAuthenticator(List<InternalUser> users, AuthWork work, SecretMemory memory) {
        this.memory = memory;
        this.users = users.stream().map(User::of).toList();
        this.work = work;
    }

    @Override
    public CompletionStage<AuthOutcome> authenticate(AuthRequest request) {
        AuthOutcome outcome = judge(request, false);
        return outcome != null ? CompletableFuture.completedFuture(outcome)
                : work.judge(Credentials.ofUser(request), () -> Objects.requireNonNull(judge(request, true)));
    }

    /** Null if that takes long, which it may only when {@code patient}. */
    private @Nullable AuthOutcome judge(AuthRequest request, boolean patient) {
        for (User user : users) {
            if (user.mayCallFrom(request) && user.permissions.covers(request)) {
                Boolean right = isRight(user, request, patient);
                if (right == null) {
                    return null;
                }
                if (right) {
                    return new Allowed(request.user());
                }
            }
        }
        // Who has the right password from a wrong address is not told.
        for (User user : users) {
            if (!user.any && user.mayCallFrom(request) && !user.permissions.covers(request)) {
                Boolean right = isRight(user, request, patient);
                if (right == null) {
                    return null;
                }
                if (right) {
                    return Credentials.ofUser(request).forbidden();
                }
            }
        }
        return Credentials.ofUser(request).refused("authentication failed");
    }

    private @Nullable Boolean isRight(User user, AuthRequest request, boolean patient) {
        if (user.any) {
            return true;
        }
        Boolean name = isRight(user.name, request.user(), patient);
        return Boolean.TRUE.equals(name) ? isRight(user.password, request.password(), patient) : name;
    }

    private @Nullable Boolean isRight(Secret secret, String guess, boolean patient) {
        if (!(secret instanceof Argon2Secret slow)) {
            return secret.matches(guess);
        }
        if (guess.isEmpty()) {
            return false; // whoever gives nothing costs nothing
        }
        Boolean remembered = memory.recall(slow, guess);
        if (remembered != null || !patient) {
            return remembered;
        }
        boolean matches = slow.matches(guess);
        memory.keep(slow, guess, matches);
        return matches;
    }
}
