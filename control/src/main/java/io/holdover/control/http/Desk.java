package io.holdover.control.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Where requests are worked on: a virtual thread each, so many at once, the others in the order in which they came. Any thread. */
final class Desk implements AutoCloseable {
    private final ExecutorService threads;
    private final Semaphore turns;
    private final DoorLog log;

    Desk(String name, int atOnce, DoorLog log) {
        threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
        turns = new Semaphore(atOnce, true);
        this.log = log;
    }

    /**
     * Has a request answered; as many wait as there are connections.
     *
     * @param done
     *            told the answer, on the thread that found it
     * @return gives the request up, in the middle of its work if need be
     */
    Runnable work(Responder responder, Request request, Consumer<Answer> done) {
        try {
            Future<?> work = threads.submit(() -> answer(responder, request, done));
            return () -> work.cancel(true);
        } catch (RejectedExecutionException _) {
            done.accept(Answer.error(503, "the server is closing"));
            return () -> {
            };
        }
    }

    /** Something else that may block. */
    void run(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException _) {
            // closing: nobody needs it any more
        }
    }

    private void answer(Responder responder, Request request, Consumer<Answer> done) {
        try {
            turns.acquire();
            try {
                done.accept(responder.answer(request));
            } finally {
                turns.release();
            }
        } catch (Refusal refusal) {
            log.refused(request.remoteAddress(), refusal);
            done.accept(refusal.answer());
        } catch (InterruptedException _) {
            // given up: the caller knows
        } catch (RuntimeException | Error failure) {
            log.failure("a request failed", failure);
            done.accept(Answer.error(500, "internal error"));
        }
    }

    /** Gives up whatever is not done. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
