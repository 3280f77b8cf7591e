package io.holdover.control.http;

import java.time.Duration;

import io.vertx.core.Vertx;

/** One thing that happens unless something else comes first. Event loop. */
final class Deadline {
    private static final long NONE = -1;

    private final Vertx vertx;
    private long timer = NONE;

    Deadline(Vertx vertx) {
        this.vertx = vertx;
    }

    /** {@code action} runs after {@code time}; what was armed before does not. */
    void arm(Duration time, Runnable action) {
        cancel();
        timer = vertx.setTimer(Math.max(1, time.toMillis()), _ -> {
            timer = NONE;
            action.run();
        });
    }

    void cancel() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
