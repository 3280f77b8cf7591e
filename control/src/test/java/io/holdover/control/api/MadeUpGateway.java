package io.holdover.control.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.holdover.gateway.Counter;
import io.holdover.gateway.Figure;
import io.holdover.gateway.Gateway;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.stream.AccessAction;
import io.holdover.stream.StreamPath;

/** SRT as the API sees it: sessions with every figure that is described. */
final class MadeUpGateway implements Gateway {
    private static final Set<String> NOT_COUNTED = Set.of("id", "created", "remoteAddr", "state", "path", "query", "user");
    private static final List<Counter> COUNTERS = new OpenApi(ControlApi.description()).fields("SRTConn").entrySet().stream()
            .filter(field -> !NOT_COUNTED.contains(field.getKey()))
            .map(field -> new Counter(field.getKey(), Counter.Kind.TOTAL, "packets", field.getValue().equals("integer"), "Counted."))
            .toList();

    final List<SessionSnapshot> sessions = new CopyOnWriteArrayList<>();

    void add(String id, long createdNs, AccessAction action, String path) {
        List<Figure> figures = new ArrayList<>();
        for (Counter counter : COUNTERS) {
            figures.add(new Figure(counter, counter.integral() ? 9_007_199_254_740_000L : figures.size() + 0.5));
        }
        sessions.add(new SessionSnapshot(id, "srt", createdNs, "192.0.2.1:5000", action, new StreamPath(path), "a=b", "adam", figures));
    }

    @Override
    public String protocol() {
        return "srt";
    }

    @Override
    public CompletionStage<List<SessionSnapshot>> sessions() {
        return CompletableFuture.completedFuture(List.copyOf(sessions));
    }

    @Override
    public List<Counter> counters() {
        return COUNTERS;
    }

    @Override
    public CompletionStage<Boolean> kick(String id) {
        return CompletableFuture.completedFuture(sessions.removeIf(session -> session.id().equals(id)));
    }

    @Override
    public void close() {
        sessions.clear();
    }
}
