package io.holdover.server;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Something that is done on a thread of its own after each request, once for all requests that came before it began. Any thread.
 */
final class Changes implements AutoCloseable {
    /** Beyond it, what still runs is left alone: whoever closes has a limit, too. */
    private static final long CLOSE_LIMIT_MS = 2_000;

    private static final long RETRY_MS = 100;

    private final ThreadPoolExecutor thread;
    private final Executor later;
    private final Runnable work;

    /** @param work sees everything that was requested before it begins */
    Changes(Runnable work) {
        this.work = work;
        // One that waits sees the newest state: more need not wait.
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1),
                Thread.ofPlatform().name("changes-", 0).daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());
        thread.allowCoreThreadTimeOut(true);
        this.later = CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS, thread);
    }

    /** Has it done. Returns at once. */
    void request() {
        thread.execute(work);
    }

    /** Has it done a little later: something was too busy. Returns at once. */
    void requestLater() {
        later.execute(work);
    }

    /** Nothing is begun any more; what is under way is interrupted, and waited for two seconds at most. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                System.getLogger(Changes.class.getName()).log(System.Logger.Level.WARNING,
                        "a change of the configuration was still being carried out");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
