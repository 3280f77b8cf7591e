package io.holdover.control.auth;

import java.util.Locale;
import java.util.concurrent.CompletionStage;

import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.AuthOutcome.Denied;
import io.holdover.stream.AccessDecision;
import io.holdover.stream.AccessPolicy;
import io.holdover.stream.AccessRequest;

/** Answers the streams' question who may publish and read. Any thread. */
public final class StreamAccess implements AccessPolicy {
    private final Authenticator authenticator;
    private final FailureLog log;

    public StreamAccess(Authenticator authenticator, FailureLog log) {
        this.authenticator = authenticator;
        this.log = log;
    }

    @Override
    public CompletionStage<AccessDecision> decide(AccessRequest request) {
        return authenticator.authenticate(questionOf(request)).thenApply(outcome -> switch (outcome) {
            case Allowed _ -> AccessDecision.ALLOWED;
            case Denied denied -> {
                log.failed("[" + request.protocol().toUpperCase(Locale.ROOT) + "] [conn " + request.peer().remoteAddress() + "]",
                        request.ip(), denied.reason());
                yield denied.known() ? AccessDecision.FORBIDDEN : AccessDecision.UNAUTHORIZED;
            }
        });
    }

    private static AuthRequest questionOf(AccessRequest request) {
        AuthAction action = switch (request.action()) {
            case PUBLISH -> AuthAction.PUBLISH;
            case READ -> AuthAction.READ;
        };
        String query = request.peer().query();
        Credentials given = new Credentials(request.user(), request.password(), "");
        Credentials used = given.given() ? given : Credentials.ofQuery(query);
        return new AuthRequest(action, request.path().name(), request.protocol(), request.peer().id(), request.ip(), used.user(),
                used.password(), "", query);
    }
}
