package io.holdover.stream;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * That somebody wants to read one path, from the first who asks until some time after the last has left: a publisher is sent for meanwhile,
 * and readers wait for it. Stream thread only.
 */
final class Demand {

    /** Whoever made it. */
    interface Owner {

        /** What can be done for a reader at present. */
        ReadOutcome read(ReadRequest request, long nowNs);

        /** Whether the path can be read. */
        boolean isAvailable(StreamPath path);

        /** Whether somebody reads. */
        boolean isRead(StreamPath path);

        /** One waits less. */
        void onWaitOver();

        /** There is no demand any more. */
        void onOver(Demand demand);
    }

    // For life
    private final StreamPath path;
    private final StreamLoop loop;
    private final ForeignCalls calls;
    private final Owner owner;
    private final StreamLoop.Alarm startAlarm;
    private final StreamLoop.Alarm closeAlarm;
    private final StreamLoop.TimedAction admitAll = this::admitAll;

    // State
    private DemandOptions options;
    private final Set<PendingRead> waiting = new LinkedHashSet<>();
    private boolean closing;
    private boolean over;

    Demand(StreamPath path, DemandOptions options, StreamLoop loop, Owner owner) {
        this.path = path;
        this.options = options;
        this.loop = loop;
        this.calls = new ForeignCalls(loop);
        this.owner = owner;
        this.startAlarm = loop.alarm(this::giveUp);
        this.closeAlarm = loop.alarm(this::giveUp);
    }

    StreamPath path() {
        return path;
    }

    int waitingCount() {
        return waiting.size();
    }

    /** From the next deadline on. */
    void setOptions(DemandOptions present) {
        options = present;
    }

    /** One more waits; the first one's patience is everybody's. */
    PendingRead await(ReadRequest request, ReadWaiter waiter, long nowNs) {
        if (waiting.isEmpty()) {
            startAlarm.arm(nowNs + options.startTimeoutNs());
        }
        PendingRead pending = new PendingRead(this, request, waiter);
        waiting.add(pending);
        look(nowNs);
        return pending;
    }

    void withdraw(PendingRead pending, long nowNs) {
        if (waiting.remove(pending)) {
            owner.onWaitOver();
            if (waiting.isEmpty()) {
                startAlarm.cancel();
            }
            look(nowNs);
        }
    }

    /** Readers or the stream may have come or gone: is anybody left? */
    void look(long nowNs) {
        boolean isWanted = !waiting.isEmpty() || owner.isRead(path);
        if (over || isWanted != closing) {
            return;
        }
        closing = !isWanted;
        if (closing) {
            closeAlarm.arm(nowNs + options.closeAfterNs());
        } else {
            closeAlarm.cancel();
        }
    }

    /** The path can be read: not in the middle of the unit that made it so, but at once after it. */
    void onAvailable() {
        if (!waiting.isEmpty()) {
            loop.atBatchEnd(admitAll);
        }
    }

    private void admitAll(long nowNs) {
        if (owner.isAvailable(path)) {
            decideAll(pending -> owner.read(pending.request(), nowNs), nowNs);
            look(nowNs);
        }
    }

    /** No publisher came in time, or nobody is left. */
    private void giveUp(long nowNs) {
        end(Refusal.NOT_FOUND, nowNs);
    }

    /** There is no demand any more, whoever waits is told why. */
    void end(Refusal refusal, long nowNs) {
        if (!over) {
            over = true;
            closeAlarm.cancel();
            owner.onOver(this);
            decideAll(_ -> new ReadOutcome.Refused(refusal), nowNs);
        }
    }

    /** A bug behind one must not keep the others waiting. */
    private void decideAll(Function<PendingRead, ReadOutcome> decision, long nowNs) {
        startAlarm.cancel();
        List<PendingRead> all = new ArrayList<>(waiting);
        waiting.clear();
        for (PendingRead pending : all) {
            owner.onWaitOver();
            calls.make(() -> pending.waiter().onDecided(decision.apply(pending), nowNs));
        }
    }
}
