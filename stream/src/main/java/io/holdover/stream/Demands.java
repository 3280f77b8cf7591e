package io.holdover.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The paths of a loop that somebody wants to read and that get their publisher for it. Stream thread only. */
final class Demands {

    /** Paths that are wanted at once: each may mean a process. */
    static final int MAX_DEMANDS = 1_024;

    /** Readers that wait at once, on all paths. */
    static final int MAX_WAITING = 1_024;

    /** The streams that demands are about. */
    interface Streams {

        /** The one of a path, if there is any. */
        @Nullable
        LiveStream find(StreamPath path);

        /** Whether it is held and nobody publishes. */
        boolean isUnattended(LiveStream stream);

        /** Admits a reader or says why not, at once. */
        ReadOutcome read(ReadRequest request, long nowNs);
    }

    // For life
    private final StreamLoop loop;
    private final StreamListener listener;
    private final Streams streams;
    private final Ownership ownership = new Ownership();

    private final Map<StreamPath, Demand> demands = new HashMap<>();
    private int waiting;

    Demands(StreamLoop loop, StreamListener listener, Streams streams) {
        this.loop = loop;
        this.listener = listener;
        this.streams = streams;
    }

    /** A reader came where there is nothing to read. */
    ReadOutcome await(ReadRequest request, ReadWaiter waiter, PathOptions options, long nowNs) {
        Demand known = demands.get(request.path());
        LiveStream stream = streams.find(request.path());
        if (known == null && stream != null && !streams.isUnattended(stream)) {
            return new ReadOutcome.Refused(Refusal.NOT_FOUND); // somebody publishes already, and will be readable soon or never
        }
        int waitingHere = known == null ? 0 : known.waitingCount();
        if (waiting >= MAX_WAITING || (options.maxReaders() > 0 && waitingHere >= options.maxReaders())) {
            return new ReadOutcome.Refused(Refusal.TOO_MANY_READERS);
        }
        Demand demand = known == null ? begin(request, options) : known;
        if (demand == null) {
            return new ReadOutcome.Refused(Refusal.TOO_MANY_PATHS);
        }
        waiting++;
        return new ReadOutcome.Waiting(demand.await(request, waiter, nowNs));
    }

    /** A reader was admitted; a stream that is held gets a publisher, too. */
    void onAdmitted(ReadRequest request, LiveStream stream, PathOptions options, long nowNs) {
        Demand demand = demands.get(request.path());
        if (demand == null && options.demand().startsPublisher() && streams.isUnattended(stream)) {
            demand = begin(request, options);
        }
        if (demand != null) {
            demand.look(nowNs);
        }
    }

    private @Nullable Demand begin(ReadRequest request, PathOptions options) {
        if (demands.size() >= MAX_DEMANDS) {
            return null;
        }
        Demand demand = new Demand(request.path(), options.demand(), loop, ownership);
        demands.put(request.path(), demand);
        listener.onDemanded(request.path(), request.who().query());
        return demand;
    }

    /** The path can be read. */
    void onAvailable(StreamPath path) {
        Demand demand = demands.get(path);
        if (demand != null) {
            demand.onAvailable();
        }
    }

    /** The last reader has left, or the stream has ended. */
    void onUnread(StreamPath path, long nowNs) {
        Demand demand = demands.get(path);
        if (demand != null) {
            demand.look(nowNs);
        }
    }

    /** Options have changed: where publishers come by themselves now, nobody is to wait. */
    void reconfigure(PathOptionsSource options, long nowNs) {
        for (Demand demand : List.copyOf(demands.values())) {
            Optional<PathOptions> present = options.optionsFor(demand.path());
            if (present.isEmpty() || !present.get().takesPublishers()) {
                demand.end(Refusal.NOT_CONFIGURED, nowNs);
            } else if (!present.get().demand().startsPublisher()) {
                demand.end(Refusal.NOT_FOUND, nowNs);
            } else {
                demand.setOptions(present.get().demand());
            }
        }
    }

    /** Nobody waits any more. */
    void endAll(long nowNs) {
        List.copyOf(demands.values()).forEach(demand -> demand.end(Refusal.NOT_FOUND, nowNs));
    }

    private final class Ownership implements Demand.Owner {

        @Override
        public ReadOutcome read(ReadRequest request, long nowNs) {
            return streams.read(request, nowNs);
        }

        @Override
        public boolean isAvailable(StreamPath path) {
            LiveStream stream = streams.find(path);
            return stream != null && stream.isAvailable();
        }

        @Override
        public boolean isRead(StreamPath path) {
            LiveStream stream = streams.find(path);
            return stream != null && stream.readerCount() > 0;
        }

        @Override
        public void onWaitOver() {
            waiting--;
        }

        @Override
        public void onOver(Demand demand) {
            demands.remove(demand.path());
            listener.onNotDemanded(demand.path());
        }
    }
}
