package io.holdover.control.api;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.holdover.control.http.Refusal;

/** Waits for what a loop is asked. Virtual threads only. */
final class Loop {
    /** A loop answers at its next batch, or it is gone. */
    private static final long PATIENCE_SECONDS = 5;

    private Loop() {
    }

    static <T> T answerOf(CompletionStage<T> stage) throws Refusal, InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw Refusal.failed("terminated");
        }
    }
}
