package io.holdover.control.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where judgements that take long are made: hashing and signatures. It is one thread, so that one Argon2 hash at a time takes memory and
 * attempts at a password take no more than one core from the media. Any thread asks.
 */
final class AuthWork implements AutoCloseable {
    /** Requests that wait for their turn; whoever comes then is denied. */
    static final int LIMIT_WAITING = 256;
    /** An answer that is not there by then is no. */
    static final long LIMIT_WAIT_SECONDS = 10;

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor thread;

    AuthWork() {
        this.thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(LIMIT_WAITING),
                Thread.ofPlatform().name("auth").daemon().factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /** Completes on the thread of this object, never exceptionally. */
    CompletionStage<AuthOutcome> judge(Credentials given, Supplier<AuthOutcome> judgement) {
        CompletableFuture<AuthOutcome> outcome = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                if (!outcome.isDone()) {
                    try {
                        outcome.complete(judgement.get());
                    } catch (Throwable failure) { // above all OutOfMemoryError
                        outcome.complete(given.refused("could not be checked: " + failure));
                    }
                }
            });
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedFuture(given.refused("busy"));
        }
        return outcome.completeOnTimeout(given.refused("busy"), LIMIT_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** What waits is dropped, and denied when its time is over. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
