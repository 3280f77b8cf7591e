package io.holdover.control.auth;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.holdover.control.auth.AuthOutcome.Denied;

/** Requests for tests, and how they turn out. */
final class AuthRequests {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private AuthRequests() {
    }

    static AuthRequest publish(String path, String user, String password) {
        return new AuthRequest(AuthAction.PUBLISH, path, "srt", "d3b2", LOOPBACK, user, password, "", "");
    }

    static AuthRequest read(String path, String user, String password) {
        return new AuthRequest(AuthAction.READ, path, "srt", "d3b2", LOOPBACK, user, password, "", "");
    }

    static AuthRequest withToken(String path, String token) {
        return new AuthRequest(AuthAction.PUBLISH, path, "hls", "d3b2", LOOPBACK, "", "", token, "");
    }

    static AuthOutcome await(CompletionStage<AuthOutcome> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    static Denied awaitDenied(CompletionStage<AuthOutcome> stage) throws Exception {
        AuthOutcome outcome = await(stage);
        if (outcome instanceof Denied denied) {
            return denied;
        }
        throw new AssertionError("was not denied: " + outcome);
    }
}
