package io.holdover.control.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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
    private static final long PATIENCE_MS = 5_000;

    private final Supplier<CompletionStage<T>> question;
    private final AtomicReference<@Nullable CompletableFuture<T>> pending = new AtomicReference<>();

    LoopQuestion(Supplier<CompletionStage<T>> question) {
        this.question = question;
    }

    /** The answer. */
    T ask() throws Refusal, InterruptedException {
        return askWithin(PATIENCE_MS);
    }

    T askWithin(long patienceMs) throws Refusal, InterruptedException {
        CompletableFuture<T> asked = underWay();
        try {
            return answerOf(asked, patienceMs);
        } catch (Refusal refusal) {
            pending.compareAndSet(asked, null); // one that got lost is nothing for others to wait for
            throw refusal;
        }
    }

    private synchronized CompletableFuture<T> underWay() {
        CompletableFuture<T> present = pending.get();
        if (present == null || present.isDone()) {
            present = question.get().toCompletableFuture();
            pending.set(present);
        }
        return present;
    }

    /** The answer to something that is asked once. */
    static <T> T answerOf(CompletionStage<T> stage) throws Refusal, InterruptedException {
        return answerOf(stage, PATIENCE_MS);
    }

    private static <T> T answerOf(CompletionStage<T> stage, long patienceMs) throws Refusal, InterruptedException {
        try {
            return stage.toCompletableFuture().get(patienceMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw Refusal.failed("terminated");
        }
    }
}
