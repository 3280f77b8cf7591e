package io.holdover.control.auth;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.AuthOutcome.Denied;

/**
 * Makes guessing slow: whoever gave wrong credentials hears so after a while, and no thread waits meanwhile. Who gave none learns nothing
 * and hears at once. Any thread asks; delayed answers come on the timer's thread.
 */
final class DelayedRefusals implements Authenticator, AutoCloseable {
    /**
     * Answers that wait; the oldest is given early then. Each holds a place among the callers of a listener, which has twice as many:
     * whoever guesses at all speed must not shut others out.
     */
    static final int LIMIT_WAITING = 512;

    private final Authenticator judge;
    private final ScheduledExecutorService timer;
    private final LongSupplier delayNs;

    // Guarded by this; the oldest first.
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private boolean closed;

    private static final class Waiting {
        private final CompletableFuture<AuthOutcome> answer = new CompletableFuture<>();
        private final Denied outcome;
        private volatile @Nullable Future<?> alarm;

        Waiting(Denied outcome) {
            this.outcome = outcome;
        }

        void release() {
            Future<?> set = alarm;
            if (set != null) {
                set.cancel(false);
            }
            answer.complete(outcome);
        }
    }

    /** @param delayNs how long the next answer waits; not the same for each, so that the time it took to judge cannot be told from it */
    DelayedRefusals(Authenticator judge, ScheduledExecutorService timer, LongSupplier delayNs) {
        this.judge = judge;
        this.timer = timer;
        this.delayNs = delayNs;
    }

    @Override
    public CompletionStage<AuthOutcome> authenticate(AuthRequest request) {
        return judge.authenticate(request).thenCompose(outcome -> switch (outcome) {
            case Allowed allowed -> CompletableFuture.completedFuture(allowed);
            case Denied denied when !denied.credentialsGiven() -> CompletableFuture.completedFuture(denied);
            case Denied denied -> later(denied);
        });
    }

    private CompletionStage<AuthOutcome> later(Denied denied) {
        Waiting entry = new Waiting(denied);
        Waiting tooMany = null;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(denied);
            }
            if (waiting.size() >= LIMIT_WAITING) {
                tooMany = waiting.iterator().next();
                waiting.remove(tooMany);
            }
            waiting.add(entry);
        }
        if (tooMany != null) {
            tooMany.release();
        }
        try {
            entry.alarm = timer.schedule(() -> onTime(entry), delayNs.getAsLong(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            onTime(entry);
        }
        return entry.answer;
    }

    private void onTime(Waiting entry) {
        synchronized (this) {
            waiting.remove(entry);
        }
        entry.answer.complete(entry.outcome);
    }

    /** Whatever waits is answered now. */
    @Override
    public void close() {
        List<Waiting> released;
        synchronized (this) {
            closed = true;
            released = new ArrayList<>(waiting);
            waiting.clear();
        }
        released.forEach(Waiting::release);
    }
}
