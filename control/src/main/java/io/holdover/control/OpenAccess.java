package io.holdover.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.holdover.stream.AccessDecision;
import io.holdover.stream.AccessPolicy;
import io.holdover.stream.AccessRequest;

/** Anybody may publish and read, as without any users configured. Any thread. */
public final class OpenAccess implements AccessPolicy {

    @Override
    public CompletionStage<AccessDecision> decide(AccessRequest request) {
        return CompletableFuture.completedFuture(AccessDecision.ALLOWED);
    }
}
