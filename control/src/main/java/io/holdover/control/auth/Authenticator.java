package io.holdover.control.auth;

import java.util.concurrent.CompletionStage;

/** Decides who may do what. Any thread asks; the stage completes on any thread, late for whoever failed, and fails closed. */
@FunctionalInterface
public interface Authenticator {

    /** Never blocks, and never completes exceptionally. */
    CompletionStage<AuthOutcome> authenticate(AuthRequest request);
}
