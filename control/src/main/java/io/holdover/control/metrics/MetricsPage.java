package io.holdover.control.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.holdover.gateway.Gateway;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.stream.StreamSnapshot;

/**
 * The page that Prometheus scrapes. The loops only take snapshots, one at a time however many ask; the text is written elsewhere. Any
 * thread.
 */
public final class MetricsPage {
    /** The header {@code Content-Type} of the page. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** A loop that has not answered by then will not, or is in such a state that it should not be asked more. */
    private static final long ANSWER_LIMIT_MS = 5_000;

    // For life
    private final Supplier<? extends CompletionStage<List<StreamSnapshot>>> streams;
    private final Supplier<? extends Collection<? extends Gateway>> gateways;
    private final Supplier<? extends Collection<String>> configuredPaths;
    private final LongSupplier nowNs;
    private final Executor writers;
    private final long answerLimitMs;

    /** The snapshot that is being taken. */
    private final AtomicReference<@Nullable CompletableFuture<Snapshot>> running = new AtomicReference<>();

    /**
     * A page about these.
     *
     * @param streams
     *            of the registry
     * @param gateways
     *            that are open at present
     * @param configuredPaths
     *            exact names in the present configuration: these have a line also without a stream
     * @param nowNs
     *            the loops' clock, from any thread
     * @param writers
     *            writes the text: megabytes where there are thousands of sessions
     */
    public MetricsPage(Supplier<? extends CompletionStage<List<StreamSnapshot>>> streams,
            Supplier<? extends Collection<? extends Gateway>> gateways, Supplier<? extends Collection<String>> configuredPaths,
            LongSupplier nowNs, Executor writers) {
        this(streams, gateways, configuredPaths, nowNs, writers, ANSWER_LIMIT_MS);
    }

    MetricsPage(Supplier<? extends CompletionStage<List<StreamSnapshot>>> streams,
            Supplier<? extends Collection<? extends Gateway>> gateways, Supplier<? extends Collection<String>> configuredPaths,
            LongSupplier nowNs, Executor writers, long answerLimitMs) {
        this.streams = streams;
        this.gateways = gateways;
        this.configuredPaths = configuredPaths;
        this.nowNs = nowNs;
        this.writers = writers;
        this.answerLimitMs = answerLimitMs;
    }

    private record Snapshot(List<StreamSnapshot> streams, List<Sessions> sessions) {
    }

    private record Sessions(Gateway gateway, List<SessionSnapshot> sessions) {
    }

    /**
     * The page as it is now, or the part of it that is wanted. Fails when a loop does not answer.
     *
     * @param query
     *            {@code type}, {@code path}, {@code srt_conn}... as MediaMTX has them; others are ignored
     */
    public CompletionStage<String> scrape(Map<String, String> query) {
        MetricsFilter filter = new MetricsFilter(Map.copyOf(query));
        return snapshot().thenApplyAsync(snapshot -> write(snapshot, filter), writers);
    }

    private CompletableFuture<Snapshot> snapshot() {
        CompletableFuture<Snapshot> mine = new CompletableFuture<>();
        CompletableFuture<Snapshot> other = running.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        CompletableFuture<Snapshot> _ = take().orTimeout(answerLimitMs, TimeUnit.MILLISECONDS).whenComplete((snapshot, failure) -> {
            running.set(null);
            if (failure == null) {
                mine.complete(snapshot);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    private CompletableFuture<Snapshot> take() {
        try {
            CompletableFuture<List<StreamSnapshot>> streamsAnswer = streams.get().toCompletableFuture();
            List<CompletableFuture<Sessions>> sessionsAnswers = gateways.get().stream().map(MetricsPage::sessionsOf).toList();
            return CompletableFuture.allOf(sessionsAnswers.toArray(CompletableFuture<?>[]::new)).thenCombine(streamsAnswer,
                    (_, snapshots) -> new Snapshot(snapshots, sessionsAnswers.stream().map(CompletableFuture::join).toList()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // a loop that has ended does not take the question
        }
    }

    private static CompletableFuture<Sessions> sessionsOf(Gateway gateway) {
        return gateway.sessions().thenApply(sessions -> new Sessions(gateway, sessions)).toCompletableFuture();
    }

    private String write(Snapshot snapshot, MetricsFilter filter) {
        Exposition page = new Exposition();
        PathFigures.write(page, filter, snapshot.streams(), configuredPaths.get(), nowNs.getAsLong());
        for (Sessions sessions : snapshot.sessions()) {
            Gateway gateway = sessions.gateway();
            SessionFigures.write(page, filter, gateway.protocol(), gateway.counters(), sessions.sessions());
        }
        JvmFigures.write(page, filter);
        return page.toString();
    }
}
