package io.holdover.stream;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Track;
import io.holdover.stream.hold.Hold;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldSnapshot;
import io.holdover.stream.timeline.Timeline;
import io.holdover.stream.timeline.TrackLayout;

/**
 * The unbroken line of a stream's units: which publication it is made of, what stands in for it, and where the next one is spliced on.
 * Stream thread only.
 *
 * <pre>
 *   Publication -> (Arrival ->) Timeline -> Hold -> units
 * </pre>
 */
final class Continuity {

    private static final long NEVER_NS = Long.MAX_VALUE;

    /** So often an arrival is looked at that has waited for longer than it should. */
    private static final long OVERDUE_STEP_NS = 500_000_000L;

    /** Where the line goes, and who hears of it. */
    interface Output {

        /** The stream's tracks from the next unit on. */
        void onTracks(List<Track> tracks);

        /** A unit on the stream's time. */
        void onUnit(AccessUnit unit, long nowNs);

        /** Within a publication. */
        void onSplice(long jumpTicks);

        /** A unit on the stream's time that no publisher sent. */
        void onFiller(AccessUnit unit, long nowNs);

        /** Whether anybody would get a filler. */
        boolean isFillerWanted(long nowNs);

        /** Whoever publishes is another now, or nobody. */
        void onPublisher(EndReason reason, long nowNs);

        /** The stream cannot go on with that publication, which belongs to none from here on: it begins another one. */
        void onCodecChanged(Publication publication, long nowNs);

        /** The publication left without a stream to go on with. */
        void onEnd(EndReason reason, long nowNs);
    }

    // For life
    private final StreamPath path;
    private final StreamListener listener;
    private final Output out;
    private final HoldEvents events;
    private final Timeline timeline = new Timeline(new TimelineOutput());

    // Until persistence is switched
    private HoldOptions options;
    private @Nullable Hold hold;
    /** Persistence is off, but what was held still tells in the units that follow. */
    private boolean retired;

    // The publishers: one on air, one that waits to be; or one whose units are thrown away in a hold by hand
    private @Nullable Publication current;
    private @Nullable TrackLayout layout;
    private @Nullable Arrival arrival;
    private @Nullable Publication benched;
    private long unattendedSinceNs;
    private final LateSound lateSound;

    // The line
    private List<Track> tracks = List.of();
    private boolean started;
    private boolean over;

    Continuity(StreamPath path, HoldOptions options, StreamListener listener, Output out, long nowNs) {
        this.path = path;
        this.listener = listener;
        this.out = out;
        this.events = new HoldEvents(path, listener, out);
        this.options = options;
        this.lateSound = new LateSound(timeline);
        setOptions(options, nowNs);
    }

    /** Other options, at once: a stream that is held without being allowed to ends. */
    final void setOptions(HoldOptions changed, long nowNs) {
        options = changed;
        Hold present = hold;
        if (!changed.persists()) {
            if (present != null && !retired) {
                stopPersisting(present, nowNs);
            }
        } else if (present != null) {
            retired = false;
            present.setOptions(changed, nowNs);
        } else {
            hold = new Hold(changed, timeline, events, nowNs);
            tellTracks(hold);
        }
    }

    private void stopPersisting(Hold present, long nowNs) {
        if (current == null) {
            out.onEnd(EndReason.NOT_PERSISTENT, nowNs);
            return;
        }
        retired = true;
        Arrival waiting = arrival;
        if (waiting != null) {
            dismiss(waiting, EndReason.NOT_PERSISTENT, nowNs);
            out.onPublisher(EndReason.NOT_PERSISTENT, nowNs);
        }
        present.retire(nowNs);
        letGoIfSettled(present);
    }

    private void letGoIfSettled(Hold present) {
        if (present.isSettled()) {
            retired = false;
            hold = null;
        }
    }

    Timeline timeline() {
        return timeline;
    }

    /** The one whose units go out; null in a hold. */
    @Nullable
    Publication current() {
        return current;
    }

    /** Whoever publishes, on air or not. */
    @Nullable
    Publication newest() {
        Arrival waiting = arrival;
        if (waiting != null) {
            return waiting.publication();
        }
        return current == null ? benched : current;
    }

    boolean persists() {
        return active() != null && started;
    }

    /** Null while the stream does not persist. */
    private @Nullable Hold active() {
        return retired ? null : hold;
    }

    @Nullable
    HoldSnapshot snapshot() {
        Hold present = active();
        return present == null ? null : present.snapshot();
    }

    // Publishers come and go

    /** The stream's first publication. */
    void begin(Publication publication, long nowNs) {
        current = publication;
        out.onPublisher(EndReason.REPLACED, nowNs);
    }

    /** Another one, for a stream that persists: it goes on air at the first point that fits. */
    void arrive(Publication publication, long nowNs) {
        Hold present = hold;
        Arrival waiting = arrival;
        Publication former = benched;
        if (waiting != null) {
            dismiss(waiting, EndReason.REPLACED, nowNs);
        }
        if (present != null && present.isByHand()) {
            benched = publication;
            if (former != null) {
                former.revoke(EndReason.REPLACED, nowNs);
            }
        } else {
            arrival = new Arrival(publication, tracks, nowNs);
            if (present != null && present.isFilling() && !delivers(nowNs)) {
                present.returning(nowNs);
                listener.onPublisherReturning(path);
            }
        }
        out.onPublisher(EndReason.REPLACED, nowNs);
    }

    /** An arrival that never went on air. */
    private void dismiss(Arrival waiting, EndReason reason, long nowNs) {
        unattendedSinceNs = nowNs;
        forgetArrival(nowNs);
        waiting.publication().revoke(reason, nowNs);
    }

    private void forgetArrival(long nowNs) {
        arrival = null;
        if (hold != null) {
            hold.notReturning(nowNs);
        }
    }

    /** A publication ended. */
    void depart(Publication publication, EndReason reason, long nowNs) {
        Arrival waiting = arrival;
        boolean arrives = waiting != null && waiting.publication() == publication;
        if (arrives) {
            waiting = null;
            forgetArrival(nowNs);
        } else if (publication == current) {
            current = null;
        } else if (publication == benched) {
            benched = null;
        } else {
            return;
        }
        unattendedSinceNs = nowNs;
        Hold present = active();
        if (!arrives && (present == null || !started || !reason.isLoss())) {
            out.onEnd(reason, nowNs);
            return;
        }
        if (current == null && present != null) {
            listener.onPublisherLost(path, reason);
            present.lost(reason.keyword(), nowNs);
            if (waiting != null) {
                present.returning(nowNs);
                listener.onPublisherReturning(path);
            }
        }
        out.onPublisher(reason, nowNs);
    }

    /** The stream is over: closes whoever publishes. */
    void revoke(EndReason reason, long nowNs) {
        over = true;
        @Nullable
        Publication[] open = {current, arrival == null ? null : arrival.publication(), benched};
        current = null;
        arrival = null;
        benched = null;
        for (Publication publication : open) {
            if (publication != null) {
                publication.revoke(reason, nowNs);
            }
        }
    }

    // By hand

    /** Whoever publishes stays connected, but nothing of it goes out. */
    CommandOutcome hold(long nowNs) {
        Hold present = active();
        if (present == null || !started) {
            return CommandOutcome.NOT_PERSISTENT;
        }
        if (present.isByHand()) {
            return CommandOutcome.DONE;
        }
        Publication live = current;
        benched = newest();
        current = null;
        arrival = null;
        listener.onHeldByHand(path);
        present.holdByHand(nowNs);
        if (live != null && live != benched) {
            live.revoke(EndReason.REPLACED, nowNs);
        }
        return CommandOutcome.DONE;
    }

    /** Whoever publishes goes on air at the first point that fits. */
    CommandOutcome release(long nowNs) {
        Hold present = active();
        if (present == null || !present.isByHand()) {
            return CommandOutcome.NOT_HELD;
        }
        Publication waiting = benched;
        benched = null;
        present.release();
        listener.onReleased(path);
        if (waiting != null) {
            arrival = new Arrival(waiting, tracks, nowNs);
            present.returning(nowNs);
        }
        return CommandOutcome.DONE;
    }

    // What they bring

    void onTracks(Publication publication, long nowNs) {
        Arrival waiting = arrival;
        if (publication == current) {
            boolean keepsTracks = started && active() != null;
            TrackLayout next = TrackLayout.announced(layout, tracks, publication.tracks(), keepsTracks);
            if (next.changesCodec()) {
                current = null;
                out.onCodecChanged(publication, nowNs);
                return;
            }
            layout = next;
            adopt(next.output());
            timeline.onTracks(tracks);
        } else if (waiting != null && publication == waiting.publication()) {
            waiting.onTracks(tracks);
        }
    }

    private void tellTracks(Hold present) {
        present.onTracks(tracks, layout == null ? List.of() : layout.missing());
    }

    private void adopt(List<Track> streamTracks) {
        tracks = streamTracks;
        if (hold != null) {
            tellTracks(hold);
        }
        if (arrival != null) {
            arrival.onTracks(tracks);
        }
        out.onTracks(tracks);
    }

    void onUnit(Publication publication, AccessUnit unit, long nowNs) {
        Arrival waiting = arrival;
        if (publication == current) {
            place(unit, nowNs, nowNs);
        } else if (waiting != null && publication == waiting.publication()) {
            if (waiting.layout().changesCodec() && unit.track().kind() != MediaKind.DATA) {
                arrival = null;
                out.onCodecChanged(publication, nowNs);
                publication.replay(unit, nowNs);
                return;
            }
            waiting.onUnit(unit, nowNs);
            spliceIfReady(waiting, nowNs);
        }
    }

    void onTimeDiscontinuity(Publication publication, long nowNs) {
        if (publication == current) {
            timeline.onTimeDiscontinuity(nowNs);
        }
    }

    private void place(AccessUnit unit, long arrivalNs, long nowNs) {
        TrackLayout tracksOnAir = layout;
        Track continued = tracksOnAir == null ? null : tracksOnAir.continuedBy(unit.track());
        if (continued == null) {
            return;
        }
        AccessUnit own = continued == unit.track() ? unit : unit.on(continued, unit.dtsTicks(), unit.ptsTicks());
        Hold present = hold;
        if (present != null && !retired) {
            lateSound.align(own, present, arrivalNs, nowNs);
        }
        if (present == null || present.admits(own, nowNs)) {
            timeline.onUnit(own, arrivalNs, nowNs);
        }
    }

    private final class TimelineOutput implements Timeline.Output {

        @Override
        public void onUnit(AccessUnit unit, long nowNs) {
            started = true;
            Hold present = hold;
            AccessUnit forwarded = present == null ? unit : present.forward(unit, nowNs);
            if (forwarded != null) {
                out.onUnit(forwarded, nowNs);
            }
            if (retired && present != null) {
                letGoIfSettled(present);
            }
        }

        @Override
        public void onOvertaken(Track track, long beyondTicks) {
            if (hold != null) {
                hold.overtaken(track, beyondTicks);
            }
        }

        @Override
        public void onSplice(long jumpTicks) {
            out.onSplice(jumpTicks);
        }
    }

    // The splice

    private void spliceIfReady(Arrival waiting, long nowNs) {
        Hold present = active();
        if (present == null || !waiting.isHeard() || waiting.layout().changesCodec()) {
            return;
        }
        boolean delivers = delivers(nowNs);
        present.awaits(!delivers, waiting.picture() != null);
        Splice splice = Splice.of(waiting, present, timeline, delivers, nowNs);
        if (splice != null) {
            goOn(waiting, splice, present, nowNs);
        }
    }

    private boolean delivers(long nowNs) {
        return current != null && !current.isSilent(nowNs);
    }

    private void goOn(Arrival waiting, Splice splice, Hold present, long nowNs) {
        Publication former = current;
        long offsetTicks = splice.offsetTicks(waiting, present, timeline, former != null && !splice.isBehindHeldPictures(present), nowNs);
        arrival = null;
        current = waiting.publication();
        layout = splice.layout();
        if (former != null) {
            former.revoke(EndReason.REPLACED, nowNs);
        }
        present.resumed(waiting.sinceNs(), nowNs);
        timeline.goOn(offsetTicks, nowNs);
        adopt(splice.layout().output());
        events.onSplice(splice.layout());
        lateSound.goOn(splice, waiting);
        splice.alignSound(waiting, present, timeline, offsetTicks, nowNs);
        for (Arrival.Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!Arrival.isPassed(next.unit(), splice.fromTicks())) {
                place(next.unit(), next.arrivalNs(), nowNs);
            }
        }
    }

    // Time

    /** Does what is due. */
    void run(long nowNs) {
        Hold present = active();
        if (present == null) {
            return;
        }
        Arrival waiting = arrival;
        if (waiting != null) {
            spliceIfReady(waiting, nowNs);
            waiting = arrival;
        }
        if (!over && waiting != null && waiting.isOutOfPatience(nowNs) && (delivers(nowNs) || waiting.hasNothingToContinue())) {
            dismiss(waiting, EndReason.NOTHING_TO_SPLICE, nowNs);
            out.onPublisher(EndReason.NOTHING_TO_SPLICE, nowNs);
        }
        if (over) {
            return;
        }
        if (nowNs >= timeoutNs()) {
            listener.onHoldTimeout(path);
            out.onEnd(EndReason.HOLD_TIMEOUT, nowNs);
            return;
        }
        present.run(nowNs);
    }

    /** When the stream has been without a publisher for as long as it may. */
    private long timeoutNs() {
        return newest() == null && options.timeoutNs() > 0 ? unattendedSinceNs + options.timeoutNs() : NEVER_NS;
    }

    /** Whether nothing may come by itself with which a reader could begin. */
    boolean lacksPictures(long nowNs) {
        Hold present = active();
        return present != null && (present.isFilling() || present.lacksPictures(nowNs));
    }

    /** As {@link Hold#readerJoins}. */
    boolean readerJoins(long nowNs) {
        Hold present = active();
        return present == null || present.readerJoins(nowNs);
    }

    /** When {@link #run} wants to be called next. */
    long nextDeadlineNs(long nowNs) {
        Hold present = active();
        if (present == null || !started) {
            return NEVER_NS;
        }
        Arrival waiting = arrival;
        long othersNs = waiting == null ? timeoutNs() : waiting.nextDeadlineNs();
        if (othersNs <= nowNs) {
            othersNs = nowNs + OVERDUE_STEP_NS; // what is waited for has not come
        }
        return Math.min(present.nextDeadlineNs(nowNs), othersNs);
    }
}
