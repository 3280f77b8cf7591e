package io.holdover.control.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.holdover.control.http.Refusal;

/**
 * Something that a loop is asked again and again. Whoever asks while an answer is under way shares it: a thousand scripts at once cost the
 * loop, which has media to move, one answer. It cannot be older than the question, because a loop does one thing after the other. Virtual
 * threads.
 */
final class LoopQuestion<T> {
    /** A loop answers at its next batch, or it is gone. */
    private static final long PATIENCE_SECONDS = 5;

    private final Supplier<CompletionStage<T>> question;
    private @Nullable CompletableFuture<T> pending;

    LoopQuestion(Supplier<CompletionStage<T>> question) {
        this.question = question;
    }

    /** The answer. */
    T ask() throws Refusal, InterruptedException {
        return answerOf(underWay());
    }

    private synchronized CompletableFuture<T> underWay() {
        CompletableFuture<T> present = pending;
        if (present == null || present.isDone()) {
            present = question.get().toCompletableFuture();
            pending = present;
        }
        return present;
    }

    /** The answer to something that is asked once. */
    static <T> T answerOf(CompletionStage<T> stage) throws Refusal, InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw Refusal.failed("terminated");
        }
    }
}
