package io.holdover.gateway.srt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.holdover.gateway.Counter;
import io.holdover.gateway.Gateway;
import io.holdover.gateway.LogBudget;
import io.holdover.gateway.Session;
import io.holdover.gateway.SessionListener;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.srt.ConnectionRequest;
import io.holdover.srt.SrtListenerHandler;
import io.holdover.stream.AccessPolicy;
import io.holdover.stream.EndReason;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamLoop;
import io.holdover.stream.StreamRegistry;

/**
 * The front door for SRT: each caller becomes a publishing or a reading session, or is told why not. Lives on one loop; {@link #sessions},
 * {@link #kick}, {@link #setOptions} and {@link #close} may be called from any thread.
 */
public final class SrtGateway implements Gateway, SrtListenerHandler {
    static final String PROTOCOL = "srt";

    // For life
    final StreamLoop loop;
    final StreamRegistry registry;
    final SrtPathOptionsSource pathOptions;
    final AccessPolicy accessPolicy;
    final Executor keyWork;
    final LogBudget refusals = new LogBudget();
    private final SessionListener listener;

    // Loop thread
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    // Any thread
    private volatile SrtGatewayOptions options;

    /**
     * A gateway without a listener yet: it is the handler of one.
     *
     * @param loop
     *            on which the listener, the connections and the streams live
     * @param listener
     *            is told of every caller that is let in, and of its end
     * @param keyWork
     *            opens key material, about a millisecond each; rejects when it is overloaded
     */
    public SrtGateway(SrtGatewayOptions options, StreamLoop loop, StreamRegistry registry, SrtPathOptionsSource pathOptions,
            AccessPolicy accessPolicy, SessionListener listener, Executor keyWork) {
        this.options = options;
        this.loop = loop;
        this.registry = registry;
        this.pathOptions = pathOptions;
        this.accessPolicy = accessPolicy;
        this.listener = listener;
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

    /** How peers are treated that connect from now on; those that are there keep what they have. Any thread. */
    public void setOptions(SrtGatewayOptions present) {
        options = present;
    }

    SrtGatewayOptions options() {
        return options;
    }

    void opened(PeerDescription peer, Session session) {
        sessions.put(peer.id(), session);
        listener.onConnected(peer);
    }

    void ended(PeerDescription peer) {
        sessions.remove(peer.id());
        listener.onDisconnected(peer);
    }

    @Override
    public CompletionStage<List<SessionSnapshot>> sessions() {
        return onLoop(() -> sessions.values().stream().map(Session::snapshot).toList());
    }

    @Override
    public List<Counter> counters() {
        return SrtFigures.COUNTERS;
    }

    @Override
    public CompletionStage<Boolean> kick(String id) {
        return onLoop(() -> {
            Session session = sessions.get(id);
            if (session != null) {
                session.close(EndReason.PUBLISHER_KICKED, SrtLine.KICKED, loop.nowNs());
            }
            return session != null;
        });
    }

    /** The loop's answer; it fails when the loop has ended or is too full to answer. */
    private <T> CompletionStage<T> onLoop(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, loop);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The listener closes, the server goes on: every session ends, and a stream that persists is held. Any thread. */
    public void endSessions() {
        endAll(EndReason.LISTENER_CLOSED, "the listener closes");
    }

    @Override
    public void close() {
        endAll(EndReason.SERVER_STOPPED, "the server stops");
    }

    private void endAll(EndReason reason, String why) {
        try {
            loop.execute(() -> List.copyOf(sessions.values()).forEach(session -> session.close(reason, why, loop.nowNs())));
        } catch (RejectedExecutionException _) {
            // The loop has ended, and with it every session.
        }
    }
}
