package io.holdover.stream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The paths of a loop and their streams: who may publish, who may read. On the loop's thread, unless a method says otherwise.
 */
public final class StreamRegistry {

    /** The most streams at once. */
    public static final int MAX_STREAMS = 65_536;

    /** So many streams may be held without a publisher if nobody says otherwise. */
    public static final int DEFAULT_MAX_HELD_PATHS = 1000;

    private static final Logger LOG = System.getLogger(StreamRegistry.class.getName());

    // For life
    private final StreamLoop loop;
    private final PathOptionsSource options;
    private final StreamListener listener;
    private final Map<StreamPath, LiveStream> streams = new HashMap<>();
    /** Those that nobody publishes to, in the order in which they were left. */
    private final Set<LiveStream> unattended = new LinkedHashSet<>();
    private final Demands demands;

    // Bugs of ours, as they were met
    private long snapshotFailures;

    // Until it changes
    private int maxHeldPaths = DEFAULT_MAX_HELD_PATHS;

    /** A registry whose streams live on that loop. */
    public StreamRegistry(StreamLoop loop, PathOptionsSource options, StreamListener... listeners) {
        this.loop = loop;
        this.options = options;
        this.listener = new StreamAudience(new ForeignCalls(loop), listeners);
        this.demands = new Demands(loop, this.listener, new Demands.Streams() {
            @Override
            public @Nullable LiveStream find(StreamPath path) {
                return streams.get(path);
            }

            @Override
            public boolean isUnattended(LiveStream stream) {
                return unattended.contains(stream);
            }

            @Override
            public ReadOutcome read(ReadRequest request, long nowNs) {
                return StreamRegistry.this.read(request, nowNs);
            }
        });
    }

    /**
     * Opens a publication. One that delivers already is closed for it where the path's options say so, one that has been silent for
     * {@link Publication#REPLACEABLE_AFTER_NS} in any case. A stream that persists goes on with the new one where it fits; else it ends
     * and a new one begins.
     */
    public PublishOutcome publish(PublishRequest request, long nowNs) {
        StreamPath path = request.path();
        Optional<PathOptions> pathOptions = options.optionsFor(path);
        if (pathOptions.isEmpty()) {
            return new PublishOutcome.Refused(Refusal.NOT_CONFIGURED);
        }
        if (!pathOptions.get().takesPublishers()) {
            return new PublishOutcome.Refused(Refusal.TAKES_NO_PUBLISHERS);
        }
        LiveStream former = streams.get(path);
        if (former != null) {
            if (!pathOptions.get().overridePublisher() && !former.isReplaceable(nowNs)) {
                return new PublishOutcome.Refused(Refusal.CONFLICT);
            }
            if (former.persists()) {
                return new PublishOutcome.Admitted(former.admit(request, nowNs));
            }
            former.end(EndReason.REPLACED, nowNs);
        } else if (streams.size() >= MAX_STREAMS) {
            return new PublishOutcome.Refused(Refusal.TOO_MANY_PATHS);
        }
        return new PublishOutcome.Admitted(open(path, pathOptions.get(), nowNs).admit(request, nowNs));
    }

    private LiveStream open(StreamPath path, PathOptions pathOptions, long nowNs) {
        LiveStream stream = new LiveStream(path, pathOptions, loop, listener, new Ownership(), nowNs);
        streams.put(path, stream);
        return stream;
    }

    /** Opens a subscription to a stream that is available; nobody waits for one that is not. */
    public ReadOutcome read(ReadRequest request, long nowNs) {
        return options.optionsFor(request.path()).map(pathOptions -> read(request, pathOptions, nowNs))
                .orElseGet(() -> new ReadOutcome.Refused(Refusal.NOT_CONFIGURED));
    }

    /**
     * The same, but where the path's publisher comes on demand it is sent for, and the answer may be {@link ReadOutcome.Waiting}.
     *
     * @param waiter hears what becomes of a wish that waits, never before this has returned
     */
    public ReadOutcome read(ReadRequest request, ReadWaiter waiter, long nowNs) {
        Optional<PathOptions> pathOptions = options.optionsFor(request.path());
        if (pathOptions.isEmpty()) {
            return new ReadOutcome.Refused(Refusal.NOT_CONFIGURED);
        }
        LiveStream stream = streams.get(request.path());
        if (pathOptions.get().demand().startsPublisher() && (stream == null || !stream.isAvailable())) {
            return demands.await(request, waiter, pathOptions.get(), nowNs);
        }
        return read(request, pathOptions.get(), nowNs);
    }

    private ReadOutcome read(ReadRequest request, PathOptions pathOptions, long nowNs) {
        LiveStream stream = streams.get(request.path());
        if (stream == null || !stream.isAvailable()) {
            return new ReadOutcome.Refused(Refusal.NOT_FOUND);
        }
        int maxReaders = pathOptions.maxReaders();
        if (maxReaders > 0 && stream.readerCount() >= maxReaders) {
            return new ReadOutcome.Refused(Refusal.TOO_MANY_READERS);
        }
        Subscription subscription = stream.subscribe(request, nowNs);
        demands.onAdmitted(request, stream, pathOptions, nowNs);
        return new ReadOutcome.Admitted(subscription);
    }

    /**
     * Options have changed: every stream takes what its path has now; one without a path, or whose path takes no
     * publishers any more, ends.
     */
    public void reconfigure(long nowNs) {
        demands.reconfigure(options, nowNs);
        forAll(stream -> {
            Optional<PathOptions> present = options.optionsFor(stream.path());
            if (present.isEmpty() || !present.get().takesPublishers()) {
                stream.end(EndReason.PATH_CLOSED, nowNs);
            } else {
                stream.setOptions(present.get(), nowNs);
            }
        });
    }

    /**
     * How many streams may be held without a publisher, from now on; 0 means any number. Beyond it the one that is held longest and has no
     * readers ends; those with readers stay.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void limitHeldPaths(int limit, long nowNs) {
        if (limit < 0) {
            throw new IllegalArgumentException("maxHeldPaths is negative: " + limit);
        }
        maxHeldPaths = limit;
        endSurplus(nowNs);
    }

    /** Holds a stream by hand: its publisher's units are thrown away until it is released. Any thread may ask; the loop answers. */
    public CompletionStage<CommandOutcome> hold(StreamPath path) {
        return command(path, stream -> stream.isAvailable() ? stream.hold(loop.nowNs()) : CommandOutcome.NO_STREAM);
    }

    /** Ends a hold that was begun by hand: the publisher's units go on where they fit. Any thread may ask; the loop answers. */
    public CompletionStage<CommandOutcome> release(StreamPath path) {
        return command(path, stream -> stream.isAvailable() ? stream.release(loop.nowNs()) : CommandOutcome.NO_STREAM);
    }

    /** Ends a stream, live or held, for an operator. Any thread may ask; the loop answers. */
    public CompletionStage<CommandOutcome> close(StreamPath path) {
        return command(path, stream -> {
            stream.end(EndReason.PATH_CLOSED, loop.nowNs());
            return CommandOutcome.DONE;
        });
    }

    private CompletionStage<CommandOutcome> command(StreamPath path, Function<LiveStream, CommandOutcome> action) {
        return ask(() -> {
            LiveStream stream = streams.get(path);
            return stream == null ? CommandOutcome.NO_STREAM : action.apply(stream);
        });
    }

    /** The loop's answer. It fails when the loop has ended, is too full to answer, or has a bug: who asked must not wait for ever. */
    private <T> CompletionStage<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                try {
                    answer.complete(question.get());
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                    throw e; // the loop counts and logs it
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** Ends the stream of a path, if there is one. */
    public void close(StreamPath path, EndReason reason, long nowNs) {
        LiveStream stream = streams.get(path);
        if (stream != null) {
            stream.end(reason, nowNs);
        }
    }

    /** Ends every stream. */
    public void closeAll(EndReason reason, long nowNs) {
        demands.endAll(nowNs);
        forAll(stream -> stream.end(reason, nowNs));
    }

    /** A bug in one stream must not keep the others from what is done to all. */
    private void forAll(Consumer<LiveStream> action) {
        RuntimeException failure = null;
        for (LiveStream stream : List.copyOf(streams.values())) {
            try {
                action.accept(stream);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The stream of a path at present. */
    public Optional<LiveStream> find(StreamPath path) {
        return Optional.ofNullable(streams.get(path));
    }

    /** All streams at one instant; one that cannot be looked at is left out. Any thread may ask; the loop answers. */
    public CompletionStage<List<StreamSnapshot>> snapshots() {
        return snapshots(LiveStream::snapshot);
    }

    CompletionStage<List<StreamSnapshot>> snapshots(Function<LiveStream, StreamSnapshot> look) {
        return ask(() -> {
            List<StreamSnapshot> snapshots = new ArrayList<>(streams.size());
            for (LiveStream stream : streams.values()) {
                try {
                    snapshots.add(look.apply(stream));
                } catch (RuntimeException e) {
                    logSnapshotFailure(stream, e);
                }
            }
            return snapshots;
        });
    }

    /** Whoever asks may do so a thousand times a second. */
    private void logSnapshotFailure(LiveStream stream, RuntimeException e) {
        if (snapshotFailures++ == 0) {
            LOG.log(Level.ERROR, "[path " + stream.path() + "] cannot be looked at; this is not said again", e);
        }
    }

    private void endSurplus(long nowNs) {
        int surplus = maxHeldPaths == 0 ? 0 : unattended.size() - maxHeldPaths;
        if (surplus <= 0) {
            return;
        }
        for (LiveStream stream : List.copyOf(unattended)) {
            if (surplus > 0 && stream.readerCount() == 0) {
                stream.end(EndReason.HOLD_LIMIT, nowNs);
                surplus--;
            }
        }
    }

    private final class Ownership implements LiveStream.Owner {

        @Override
        public void onUnattended(LiveStream stream, long nowNs) {
            unattended.add(stream);
            endSurplus(nowNs);
        }

        @Override
        public void onAvailable(LiveStream stream) {
            demands.onAvailable(stream.path());
        }

        @Override
        public void onUnread(LiveStream stream, long nowNs) {
            demands.onUnread(stream.path(), nowNs);
            endSurplus(nowNs);
        }

        @Override
        public void onAttended(LiveStream stream) {
            unattended.remove(stream);
        }

        @Override
        public void onCodecChanged(LiveStream stream, Publication publication, long nowNs) {
            try {
                stream.end(EndReason.CODEC_CHANGED, nowNs);
            } finally {
                Optional<PathOptions> pathOptions = options.optionsFor(stream.path());
                if (pathOptions.isPresent() && pathOptions.get().takesPublishers()) {
                    open(stream.path(), pathOptions.get(), nowNs).begin(publication, nowNs);
                } else {
                    publication.revoke(EndReason.PATH_CLOSED, nowNs);
                }
            }
        }

        @Override
        public void onEnded(LiveStream stream) {
            unattended.remove(stream);
            streams.remove(stream.path());
            demands.onUnread(stream.path(), loop.nowNs());
        }
    }
}
