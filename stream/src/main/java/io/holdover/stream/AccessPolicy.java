package io.holdover.stream;

import java.util.concurrent.CompletionStage;

/** Port: may this peer do that? The answer may take a while (an outgoing call); it never blocks the thread that asks. */
@FunctionalInterface
public interface AccessPolicy {

    /**
     * Called on a loop thread. The stage may complete on any thread: who asks brings the answer back to its own.
     */
    CompletionStage<AccessDecision> decide(AccessRequest request);
}
