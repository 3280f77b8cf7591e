package io.holdover.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The paths of a loop and their streams: who may publish, who may read. On the loop's thread, unless a method says otherwise.
 */
public final class StreamRegistry {

    /** The most streams at once. */
    public static final int MAX_STREAMS = 65_536;

    // For life
    private final StreamLoop loop;
    private final PathOptionsSource options;
    private final StreamListener listener;
    private final Map<StreamPath, LiveStream> streams = new HashMap<>();

    /** A registry whose streams live on that loop. */
    public StreamRegistry(StreamLoop loop, PathOptionsSource options, StreamListener listener) {
        this.loop = loop;
        this.options = options;
        this.listener = listener;
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
        LiveStream stream = new LiveStream(path, pathOptions.get(), loop, listener, () -> streams.remove(path), nowNs);
        streams.put(path, stream);
        return new PublishOutcome.Admitted(stream.admit(request, nowNs));
    }

    /** Opens a subscription to a stream that is available. */
    public ReadOutcome read(ReadRequest request, long nowNs) {
        Optional<PathOptions> pathOptions = options.optionsFor(request.path());
        if (pathOptions.isEmpty()) {
            return new ReadOutcome.Refused(Refusal.NOT_CONFIGURED);
        }
        LiveStream stream = streams.get(request.path());
        if (stream == null || !stream.isAvailable()) {
            return new ReadOutcome.Refused(Refusal.NOT_FOUND);
        }
        int maxReaders = pathOptions.get().maxReaders();
        if (maxReaders > 0 && stream.readerCount() >= maxReaders) {
            return new ReadOutcome.Refused(Refusal.TOO_MANY_READERS);
        }
        return new ReadOutcome.Admitted(stream.subscribe(request, nowNs));
    }

    /** Options have changed: every stream takes what its path has now; one without a path ends. */
    public void reconfigure(long nowNs) {
        for (LiveStream stream : List.copyOf(streams.values())) {
            Optional<PathOptions> present = options.optionsFor(stream.path());
            if (present.isEmpty()) {
                stream.end(EndReason.PATH_CLOSED, nowNs);
            } else {
                stream.setOptions(present.get(), nowNs);
            }
        }
    }

    /** Holds a stream by hand: its publisher's units are thrown away until it is released. Any thread may ask; the loop answers. */
    public CompletionStage<CommandOutcome> hold(StreamPath path) {
        return CompletableFuture.completedFuture(CommandOutcome.NO_STREAM);
    }

    /** Ends a hold that was begun by hand: the publisher's units go on where they fit. Any thread may ask; the loop answers. */
    public CompletionStage<CommandOutcome> release(StreamPath path) {
        return CompletableFuture.completedFuture(CommandOutcome.NO_STREAM);
    }

    /** Ends a stream, live or held, for an operator. Any thread may ask; the loop answers. */
    public CompletionStage<CommandOutcome> close(StreamPath path) {
        return CompletableFuture.completedFuture(CommandOutcome.NO_STREAM);
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
        for (LiveStream stream : List.copyOf(streams.values())) {
            stream.end(reason, nowNs);
        }
    }

    /** The stream of a path at present. */
    public Optional<LiveStream> find(StreamPath path) {
        return Optional.ofNullable(streams.get(path));
    }

    /** All streams at one instant. Any thread may ask; the loop answers. */
    public CompletionStage<List<StreamSnapshot>> snapshots() {
        CompletableFuture<List<StreamSnapshot>> answer = new CompletableFuture<>();
        loop.execute(() -> {
            List<StreamSnapshot> snapshots = new ArrayList<>(streams.size());
            for (LiveStream stream : streams.values()) {
                snapshots.add(stream.snapshot());
            }
            answer.complete(snapshots);
        });
        return answer;
    }
}
