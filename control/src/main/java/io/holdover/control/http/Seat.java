package io.holdover.control.http;

import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** One open connection: at most one request of it is heard at a time, and there is always something it must do in time. Event loop. */
final class Seat {
    final HttpConnection peer;
    final Deadline deadline;
    /** The request that came last. */
    @Nullable
    Visit visit;

    Seat(HttpConnection peer, Deadline deadline) {
        this.peer = peer;
        this.deadline = deadline;
    }
}
