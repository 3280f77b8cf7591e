package io.holdover.stream;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;
import io.holdover.stream.fanout.AccessUnitRing;
import io.holdover.stream.fanout.ChunkRing;
import io.holdover.stream.fanout.JoinPoints;
import io.holdover.stream.fanout.JoinRule;
import io.holdover.stream.packaging.TsPackager;
import io.holdover.stream.timeline.Timeline;

/**
 * What the readers of a path see. One thread for life, that of its {@link StreamLoop}; only {@link StreamRegistry} makes one.
 *
 * <pre>
 *   Publication -> Continuity (Timeline, Hold) -> AccessUnitRing -> TsPackager -> ChunkRing -> Subscription ...
 * </pre>
 */
public final class LiveStream {

    /** While a reader catches up, chunks become due for it this often. */
    private static final long CATCH_UP_QUANTUM_NS = 2_000_000L;

    private static final long NO_DEADLINE = TsPackager.NEVER_NS;

    /** Whoever made it. */
    interface Owner {

        /** It is held and nobody publishes any more. The owner may end it at once. */
        void onUnattended(LiveStream stream, long nowNs);

        /** It can be read. Called in the middle of a unit: for later. */
        void onAvailable(LiveStream stream);

        /** Its last reader has left. The owner may end it at once. */
        void onUnread(LiveStream stream, long nowNs);

        /** Somebody publishes. */
        void onAttended(LiveStream stream);

        /** It cannot go on with that publication, which is open and belongs to none: the owner ends it and begins another one. */
        void onCodecChanged(LiveStream stream, Publication publication, long nowNs);

        /** It is over, though its publisher and readers do not know yet. */
        void onEnded(LiveStream stream);
    }

    // For life
    private final StreamPath path;
    private final StreamLoop loop;
    private final StreamListener listener;
    private final Owner owner;
    private final AccessUnitRing units = new AccessUnitRing();
    private final JoinPoints joinPoints = new JoinPoints();
    private final Continuity continuity;
    private final StreamLoop.Alarm alarm;
    private final StreamLoop.Alarm holdAlarm;
    private final StreamLoop.TimedAction wakeReaders = this::wakeReaders;

    // What there is to read
    private List<Track> tracks = List.of();
    private long leadTicks;
    private boolean available;
    private long availableSinceNs;
    private long unreadSinceNs;
    private @Nullable Publication announced;
    private boolean ended;

    // Counters, over all publishers
    private long inboundBytes;
    private long damagedUnits;

    // The readers
    private final Readers readers;
    private @Nullable TsPackager packager;
    private boolean wakeScheduled;
    private long announcedHead;
    private long armedNs = NO_DEADLINE;
    private long holdArmedNs = NO_DEADLINE;

    LiveStream(StreamPath path, PathOptions options, StreamLoop loop, StreamListener listener, Owner owner, long nowNs) {
        this.path = path;
        this.loop = loop;
        this.listener = listener;
        this.owner = owner;
        this.readers = new Readers(path, listener);
        this.alarm = loop.alarm(this::onAlarm);
        this.holdAlarm = loop.alarm(this::onHoldAlarm);
        this.continuity = new Continuity(path, options.hold(), listener, new UnitOutput(), nowNs);
    }

    /** The publication that begins the stream, or another one that is to go on with it. */
    Publication admit(PublishRequest request, long nowNs) {
        Publication publication = new Publication(this, request.who(), request.port(), new ForeignCalls(loop), nowNs);
        if (continuity.persists()) {
            continuity.arrive(publication, nowNs);
            armHold(nowNs);
        } else {
            continuity.begin(publication, nowNs);
        }
        return publication;
    }

    /** Begins with a publication that came from another stream. */
    void begin(Publication publication, long nowNs) {
        publication.moveTo(this);
        continuity.begin(publication, nowNs);
        continuity.onTracks(publication, nowNs);
    }

    /** Its name. */
    public StreamPath path() {
        return path;
    }

    /** Whether it can be read: the tracks are known and the first unit has come. */
    public boolean isAvailable() {
        return available;
    }

    /** The tracks at present; empty until the publisher announced them. */
    public List<Track> tracks() {
        return tracks;
    }

    /** Whether it goes on without its publisher, and so takes another one. */
    boolean persists() {
        return continuity.persists();
    }

    /** Whether nobody publishes, or nothing has been heard of whoever does for so long that anybody may take over. */
    boolean isReplaceable(long nowNs) {
        Publication newest = continuity.newest();
        return newest == null || newest.isSilent(nowNs);
    }

    /** The path's options are others now. */
    void setOptions(PathOptions options, long nowNs) {
        continuity.setOptions(options.hold(), nowNs);
        armHold(nowNs);
    }

    /** Holds it for an operator. */
    CommandOutcome hold(long nowNs) {
        CommandOutcome outcome = continuity.hold(nowNs);
        endOfBurst(nowNs);
        armHold(nowNs);
        return outcome;
    }

    /** Ends an operator's hold. */
    CommandOutcome release(long nowNs) {
        CommandOutcome outcome = continuity.release(nowNs);
        armHold(nowNs);
        return outcome;
    }

    int readerCount() {
        return readers.count();
    }

    /** Container bytes have come from a publisher. */
    void received(int bytes) {
        inboundBytes += bytes;
    }

    /** A unit has come that was touched by a loss. */
    void receivedDamaged() {
        damagedUnits++;
    }

    /** Everything about it at one instant. */
    public StreamSnapshot snapshot() {
        Publication newest = continuity.newest();
        Timeline timeline = continuity.timeline();
        PublicationSnapshot publisher = newest == null ? null : newest.snapshot(timeline.droppedUnits(), timeline.splices());
        long storage = packager == null ? 0 : packager.chunks().storageBytes();
        return new StreamSnapshot(path, publisher, available, available ? availableSinceNs : 0, tracks, readers.snapshots(),
                inboundBytes, damagedUnits, readers.deliveredBytes(), units.size(), storage, continuity.snapshot());
    }

    // What publications bring

    void onTracks(Publication publication, long nowNs) {
        continuity.onTracks(publication, nowNs);
    }

    void onUnit(Publication publication, AccessUnit unit, long arrivalNs) {
        continuity.onUnit(publication, unit, arrivalNs);
    }

    void onTimeDiscontinuity(Publication publication, long arrivalNs) {
        continuity.onTimeDiscontinuity(publication, arrivalNs);
    }

    void endOfBurst(long nowNs) {
        if (packager != null) {
            if (readers.anybodyWaits() && (continuity.lacksPictures(nowNs) || joinPoints.areOverdue(nowNs))) {
                letJoin(packager, nowNs);
            }
            packager.raiseLeadTicks(leadTicks);
            packager.pump();
            afterPackaging(packager);
        }
        if (isFillerWanted(nowNs)) {
            units.trim(nowNs);
        } else {
            units.clear();
        }
        if (holdArmedNs == NO_DEADLINE) {
            armHold(nowNs);
        }
    }

    /** Where no key picture comes by itself, one is made; where none can be, sound alone is better than nothing. */
    private void letJoin(TsPackager active, long nowNs) {
        boolean showsSomething = continuity.readerJoins(nowNs);
        if (!showsSomething || joinPoints.areOverdue(nowNs)) {
            active.joinAtNextUnit();
        }
    }

    void onPublicationEnded(Publication publication, EndReason reason, long nowNs) {
        continuity.depart(publication, reason, nowNs);
        if (!ended) {
            endOfBurst(nowNs);
            armHold(nowNs);
        }
    }

    /** Whether anybody reads, or would begin with what flows now: for some seconds after the last live unit or reader. */
    private boolean isFillerWanted(long nowNs) {
        return !readers.isEmpty() || nowNs - unreadSinceNs < AccessUnitRing.LIMIT_AGE_NS;
    }

    /** The one place that tells who publishes, so that what it tells comes in pairs. */
    private void tellPublisher(EndReason reason, long nowNs) {
        Publication newest = continuity.newest();
        Publication former = announced;
        announced = newest;
        if (newest == former) {
            return;
        }
        if (newest != null && former != null) {
            listener.onPublisherReplaced(path, newest.who());
        } else if (newest != null) {
            owner.onAttended(this);
            listener.onOnline(path, newest.who());
        } else if (former != null) {
            listener.onOffline(path, former.who(), reason);
            if (!ended) {
                owner.onUnattended(this, nowNs);
            }
        }
    }

    private final class UnitOutput implements Continuity.Output {

        @Override
        public void onTracks(List<Track> streamTracks) {
            if (packager != null) {
                packager.pump();
                packager.setTracks(streamTracks);
            }
            tracks = streamTracks;
            joinPoints.onTracks(tracks);
            if (available) {
                listener.onTracksChanged(path, tracks);
            }
        }

        @Override
        public void onUnit(AccessUnit unit, long arrivalNs) {
            if (ended) {
                return;
            }
            Publication publication = continuity.current();
            if (publication != null) {
                publication.lead().onPlaced(unit, arrivalNs);
                leadTicks = Math.max(leadTicks, publication.lead().leadTicks());
            }
            unreadSinceNs = arrivalNs;
            add(unit, arrivalNs);
        }

        @Override
        public void onFiller(AccessUnit unit, long nowNs) {
            if (!ended) {
                add(unit, nowNs);
            }
        }

        private void add(AccessUnit unit, long arrivalNs) {
            units.add(unit, arrivalNs, joinPoints.isJoinPoint(unit, arrivalNs));
            if (!available && !tracks.isEmpty()) {
                available = true;
                availableSinceNs = arrivalNs;
                listener.onAvailable(path, tracks);
                owner.onAvailable(LiveStream.this);
            }
        }

        @Override
        public void onSplice(long jumpTicks) {
            listener.onSplice(path, jumpTicks);
        }

        @Override
        public boolean isFillerWanted(long nowNs) {
            return LiveStream.this.isFillerWanted(nowNs);
        }

        @Override
        public void onPublisher(EndReason reason, long nowNs) {
            tellPublisher(reason, nowNs);
        }

        @Override
        public void onCodecChanged(Publication publication, long nowNs) {
            owner.onCodecChanged(LiveStream.this, publication, nowNs);
        }

        @Override
        public void onEnd(EndReason reason, long nowNs) {
            end(reason, nowNs);
        }
    }

    // The readers

    Subscription subscribe(ReadRequest request, long nowNs) {
        if (!isFillerWanted(nowNs)) {
            units.clear();
        }
        unreadSinceNs = nowNs;
        continuity.readerJoins(nowNs);
        endOfBurst(nowNs);
        TsPackager active = packager;
        if (active == null) {
            active = new TsPackager(units, tracks, JoinRule.firstUnit(units, request.windowChunks(), nowNs), leadTicks);
            packager = active;
            announcedHead = 0;
            active.pump();
        }
        Subscription subscription = new Subscription(this, request, active.chunks(), nowNs);
        readers.add(subscription);
        scheduleWake();
        armAlarm(active, nowNs);
        armHold(nowNs);
        return subscription;
    }

    void remove(Subscription subscription, long nowNs) {
        readers.remove(subscription);
        if (readers.isEmpty()) {
            unreadSinceNs = nowNs;
            packager = null;
            alarm.cancel();
            armedNs = NO_DEADLINE;
            owner.onUnread(this, nowNs);
        }
    }

    // Time

    private void onAlarm(long nowNs) {
        armedNs = NO_DEADLINE;
        TsPackager active = packager;
        if (active != null) {
            active.onTimer(nowNs);
            afterPackaging(active);
            if (readers.anybodyCatchesUp()) {
                scheduleWake();
            }
            armAlarm(active, nowNs);
        }
    }

    private void afterPackaging(TsPackager active) {
        if (active.chunks().head() != announcedHead) {
            announcedHead = active.chunks().head();
            scheduleWake();
        }
        armAlarmBy(active.nextDeadlineNs());
    }

    private void scheduleWake() {
        if (!wakeScheduled) {
            wakeScheduled = true;
            loop.atBatchEnd(wakeReaders);
        }
    }

    private void wakeReaders(long nowNs) {
        wakeScheduled = false;
        List<RuntimeException> failures = readers.wake(nowNs);
        TsPackager active = packager;
        if (active != null) {
            evictChunks(active.chunks(), nowNs);
            armAlarm(active, nowNs);
        }
        throwOne(failures);
    }

    private static void throwOne(List<RuntimeException> failures) {
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void evictChunks(ChunkRing chunks, long nowNs) {
        long point = chunks.newestJoinPoint();
        boolean joinable = point >= 0 && nowNs - chunks.originNs(point) <= JoinRule.MAX_AGE_NS;
        chunks.evict(nowNs - readers.retentionNs(nowNs), joinable ? point : chunks.head());
    }

    private void armAlarm(TsPackager active, long nowNs) {
        long deadlineNs = active.nextDeadlineNs();
        if (readers.anybodyCatchesUp()) {
            deadlineNs = Math.min(deadlineNs, nowNs + CATCH_UP_QUANTUM_NS);
        }
        armAlarmBy(deadlineNs);
    }

    /** An alarm that rings too early finds nothing to do and is armed again: it is only ever moved forward. */
    private void armAlarmBy(long deadlineNs) {
        if (deadlineNs < armedNs) {
            armedNs = deadlineNs;
            alarm.arm(deadlineNs);
        }
    }

    private void onHoldAlarm(long nowNs) {
        holdArmedNs = NO_DEADLINE;
        try {
            continuity.run(nowNs);
        } finally {
            // Whatever went wrong in this turn: the next one comes.
            if (!ended) {
                armHold(nowNs);
            }
        }
        if (!ended) {
            endOfBurst(nowNs);
        }
    }

    /** Moved forward only, like the other one. */
    private void armHold(long nowNs) {
        long deadlineNs = continuity.nextDeadlineNs(nowNs);
        if (deadlineNs < holdArmedNs) {
            holdArmedNs = deadlineNs;
            holdAlarm.arm(deadlineNs);
        }
    }

    // The end

    /** The readers get what is there, then the end; the path can be published anew. */
    void end(EndReason reason, long nowNs) {
        if (ended) {
            return;
        }
        ended = true;
        alarm.cancel();
        holdAlarm.cancel();
        owner.onEnded(this);
        try {
            if (packager != null) {
                packager.pump();
                packager.flush();
            }
        } finally {
            dismissAll(reason, nowNs);
        }
    }

    private void dismissAll(EndReason reason, long nowNs) {
        try {
            continuity.revoke(reason, nowNs);
        } finally {
            packager = null;
            units.clear();
            List<RuntimeException> failures = readers.dismiss(reason, nowNs);
            if (available) {
                available = false;
                listener.onUnavailable(path, reason);
            }
            tellPublisher(reason, nowNs);
            throwOne(failures);
        }
    }
}
