package io.holdover.control.metrics;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.holdover.gateway.Counter;
import io.holdover.gateway.Gateway;
import io.holdover.gateway.SessionSnapshot;

/** A gateway of SRT with two counters. */
final class FakeGateway implements Gateway {
    static final Counter SENT = new Counter("packetsSentACK", Counter.Kind.TOTAL, "packets", true, "acknowledgements");
    static final Counter RTT = new Counter("msRTT", Counter.Kind.GAUGE, "ms", false, "round trip");

    List<SessionSnapshot> sessions = List.of();

    @Override
    public String protocol() {
        return "srt";
    }

    @Override
    public CompletionStage<List<SessionSnapshot>> sessions() {
        return CompletableFuture.completedFuture(sessions);
    }

    @Override
    public List<Counter> counters() {
        return List.of(SENT, RTT);
    }

    @Override
    public CompletionStage<Boolean> kick(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
