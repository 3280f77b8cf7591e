package io.holdover.gateway.srt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

import io.holdover.gateway.Counter;
import io.holdover.gateway.Gateway;
import io.holdover.gateway.Session;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.srt.ConnectionRequest;
import io.holdover.srt.SrtListenerHandler;
import io.holdover.stream.AccessPolicy;
import io.holdover.stream.StreamLoop;
import io.holdover.stream.StreamRegistry;

/**
 * The front door for SRT: each caller becomes a publishing or a reading session, or is told why not. Lives on one loop; {@link #sessions}
 * and {@link #close} may be called from any thread.
 */
public final class SrtGateway implements Gateway, SrtListenerHandler {
    static final String PROTOCOL = "srt";

    // For life
    final SrtGatewayOptions options;
    final StreamLoop loop;
    final LongSupplier loopTime;
    final StreamRegistry registry;
    final SrtPathOptionsSource pathOptions;
    final AccessPolicy accessPolicy;
    final Executor keyWork;
    final RefusalLog refusalLog = new RefusalLog();

    // Loop thread
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /**
     * A gateway without a listener yet: it is the handler of one.
     *
     * @param loop
     *            on which the listener, the connections and the streams live
     * @param loopTime
     *            the time of the loop's present batch
     * @param keyWork
     *            opens key material, about a millisecond each; rejects when it is overloaded
     */
    public SrtGateway(SrtGatewayOptions options, StreamLoop loop, LongSupplier loopTime, StreamRegistry registry,
            SrtPathOptionsSource pathOptions,
            AccessPolicy accessPolicy, Executor keyWork) {
        this.options = options;
        this.loop = loop;
        this.loopTime = loopTime;
        this.registry = registry;
        this.pathOptions = pathOptions;
        this.accessPolicy = accessPolicy;
        this.keyWork = keyWork;
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public void onRequest(ConnectionRequest request) {
        new SrtAdmission(this, request).begin();
    }

    void opened(String id, Session session) {
        sessions.put(id, session);
    }

    void ended(String id) {
        sessions.remove(id);
    }

    @Override
    public CompletionStage<List<SessionSnapshot>> sessions() {
        CompletableFuture<List<SessionSnapshot>> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(sessions.values().stream().map(Session::snapshot).toList()));
        return answer;
    }

    @Override
    public List<Counter> counters() {
        return List.of();
    }

    @Override
    public CompletionStage<Boolean> kick(String id) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        loop.execute(() -> {
            Session session = sessions.get(id);
            if (session != null) {
                session.close("kicked through the API", loopTime.getAsLong());
            }
            answer.complete(session != null);
        });
        return answer;
    }

    @Override
    public void close() {
        try {
            loop.execute(
                    () -> new ArrayList<>(sessions.values()).forEach(session -> session.close("the server stops", loopTime.getAsLong())));
        } catch (RejectedExecutionException _) {
            // The loop has ended, and with it every session.
        }
    }
}
