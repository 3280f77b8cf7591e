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

    /** Where the line goes, and who hears of it. */
    interface Output {

        /** The stream's tracks from the next unit on. */
        void onTracks(List<Track> tracks);

        /** A unit on the stream's time. */
        void onUnit(AccessUnit unit, long nowNs);

        /** Within a publication. */
        void onSplice(long jumpTicks);

        /** The publication left without a stream to go on with. */
        void onEnd(EndReason reason, long nowNs);
    }

    // For life
    private final StreamPath path;
    private final StreamListener listener;
    private final Output out;
    private final Timeline timeline = new Timeline(new TimelineOutput());

    // Until persistence is switched
    private @Nullable Hold hold;

    // The publishers
    private @Nullable Publication current;
    private @Nullable TrackLayout layout;
    private @Nullable Arrival arrival;
    private List<Track> tracks = List.of();
    private boolean started;
    private boolean over;

    Continuity(StreamPath path, HoldOptions options, StreamListener listener, Output out, long nowNs) {
        this.path = path;
        this.listener = listener;
        this.out = out;
        setOptions(options, nowNs);
    }

    /** Other options, at once: a stream that is held without being allowed to ends. */
    final void setOptions(HoldOptions options, long nowNs) {
        Hold present = hold;
        if (!options.persists()) {
            hold = null;
            Arrival waiting = arrival;
            if (present != null && current == null) {
                out.onEnd(EndReason.NOT_PERSISTENT, nowNs);
            } else if (waiting != null) {
                dismiss(waiting, EndReason.NOT_PERSISTENT, nowNs);
            }
        } else if (present != null) {
            present.setOptions(options);
        } else {
            present = new Hold(options, timeline, new HoldOutput(), nowNs);
            present.onTracks(tracks);
            hold = present;
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

    /** Whoever publishes, on air or not yet. */
    @Nullable
    Publication newest() {
        Arrival waiting = arrival;
        return waiting == null ? current : waiting.publication();
    }

    boolean persists() {
        return hold != null && started;
    }

    @Nullable
    HoldSnapshot snapshot() {
        return hold == null ? null : hold.snapshot();
    }

    // Publishers come and go

    /** The stream's first publication. */
    void begin(Publication publication) {
        current = publication;
    }

    /** Another one, for a stream that persists: it goes on air at the first point that fits. */
    void arrive(Publication publication, long nowNs) {
        Arrival former = arrival;
        if (former != null) {
            dismiss(former, EndReason.REPLACED, nowNs);
        }
        arrival = new Arrival(publication, nowNs);
        Hold present = hold;
        if (current == null && present != null) {
            present.returning(nowNs);
            listener.onPublisherReturning(path);
        }
    }

    /** An arrival that never went on air. */
    private void dismiss(Arrival waiting, EndReason reason, long nowNs) {
        arrival = null;
        Hold present = hold;
        if (present != null) {
            present.resumePictures();
        }
        waiting.publication().revoke(reason, nowNs);
        listener.onOffline(path, waiting.publication().who(), reason);
    }

    /** A publication ended. */
    void depart(Publication publication, EndReason reason, long nowNs) {
        Hold present = hold;
        Arrival waiting = arrival;
        if (waiting != null && waiting.publication() == publication) {
            arrival = null;
            if (present != null && current == null) {
                present.lost(reason.keyword(), nowNs);
            }
        } else if (publication == current) {
            current = null;
            if (present == null || !started || !reason.isLoss()) {
                out.onEnd(reason, nowNs);
            } else {
                listener.onPublisherLost(path, reason);
                present.lost(reason.keyword(), nowNs);
                if (waiting != null) {
                    present.returning(nowNs);
                }
            }
        }
    }

    /** The stream is over: closes whoever publishes. */
    void revoke(EndReason reason, long nowNs) {
        over = true;
        Publication live = current;
        Arrival waiting = arrival;
        current = null;
        arrival = null;
        if (live != null) {
            live.revoke(reason, nowNs);
        }
        if (waiting != null) {
            waiting.publication().revoke(reason, nowNs);
        }
    }

    // What they bring

    void onTracks(Publication publication, List<Track> announced, long nowNs) {
        Arrival waiting = arrival;
        if (publication == current) {
            TrackLayout former = layout;
            TrackLayout next = former == null || former.isIdentical() ? TrackLayout.of(List.copyOf(announced))
                    : TrackLayout.continuing(tracks, announced);
            if (next.changesCodec()) {
                out.onEnd(EndReason.CODEC_CHANGED, nowNs);
                return;
            }
            layout = next;
            adopt(next.output());
            timeline.onTracks(tracks);
        } else if (waiting != null && publication == waiting.publication()) {
            waiting.onTracks(announced, tracks);
        }
    }

    private void adopt(List<Track> streamTracks) {
        tracks = streamTracks;
        Hold present = hold;
        if (present != null) {
            present.onTracks(tracks);
        }
        Arrival waiting = arrival;
        if (waiting != null) {
            waiting.onTracks(waiting.tracks(), tracks);
        }
        out.onTracks(tracks);
    }

    void onUnit(Publication publication, AccessUnit unit, long nowNs) {
        Arrival waiting = arrival;
        if (publication == current) {
            place(unit, nowNs);
        } else if (waiting != null && publication == waiting.publication()) {
            waiting.onUnit(unit, nowNs);
            spliceIfReady(waiting, nowNs);
        }
    }

    void onTimeDiscontinuity(Publication publication, long nowNs) {
        if (publication == current) {
            timeline.onTimeDiscontinuity(nowNs);
        }
    }

    private void place(AccessUnit unit, long nowNs) {
        TrackLayout present = layout;
        Track continued = present == null ? null : present.continuedBy(unit.track());
        if (continued == null) {
            return;
        }
        AccessUnit own = continued == unit.track() ? unit : unit.on(continued, unit.dtsTicks(), unit.ptsTicks());
        if (hold == null || hold.admits(own, nowNs)) {
            timeline.onUnit(own, nowNs);
        }
    }

    private final class TimelineOutput implements Timeline.Output {

        @Override
        public void onUnit(AccessUnit unit, long arrivalNs) {
            started = true;
            Hold present = hold;
            AccessUnit forwarded = present == null ? unit : present.forward(unit, arrivalNs);
            if (forwarded != null) {
                out.onUnit(forwarded, arrivalNs);
            }
        }

        @Override
        public void onSplice(long jumpTicks) {
            out.onSplice(jumpTicks);
        }
    }

    private final class HoldOutput implements Hold.Output {

        @Override
        public void onFiller(AccessUnit unit, long nowNs) {
            out.onUnit(unit, nowNs);
        }

        @Override
        public void onFillingStarted() {
            listener.onFillingStarted(path);
        }

        @Override
        public void onFillingStopped() {
            listener.onFillingStopped(path);
        }

        @Override
        public void onObstacle(Track track, String obstacle) {
            listener.onObstacle(path, track, obstacle);
        }
    }

    // The splice

    private void spliceIfReady(Arrival waiting, long nowNs) {
        Hold present = hold;
        if (present == null || !waiting.isHeard()) {
            return;
        }
        TrackLayout next = waiting.layout();
        if (next.changesCodec()) {
            out.onEnd(EndReason.CODEC_CHANGED, nowNs);
            return;
        }
        AccessUnit picture = waiting.picture();
        boolean hasPictures = waiting.tracks().stream().anyMatch(t -> t.kind() == MediaKind.VIDEO && next.continuedBy(t) != null);
        boolean delivers = current != null && !current.isSilent(nowNs);
        if (picture == null && hasPictures && (delivers || !waiting.isOutOfPatience(nowNs))) {
            present.resumePictures();
            return;
        }
        Track sound = firstSound(waiting.tracks(), next);
        long fromTicks = picture != null ? picture.dtsTicks() : sound == null ? Long.MIN_VALUE : soundFrom(waiting, next, sound, present);
        AccessUnit frame = sound == null ? null : waiting.first(sound, fromTicks);
        if (picture != null && current == null) {
            present.pausePictures();
        }
        if (sound != null && frame == null && (picture == null || !waiting.isSoundOverdue(nowNs))) {
            return;
        }
        if (picture == null && frame == null) {
            return;
        }
        splice(waiting, next, present, picture, frame, fromTicks, nowNs);
    }

    /** Sound alone goes on with the frame that is due now: what waited longer has been silence. */
    private long soundFrom(Arrival waiting, TrackLayout next, Track sound, Hold present) {
        long dueTicks = present.nextSoundTicks(partner(next, sound)) - timeline.naturalOffsetTicks(waiting.leastLatenessTicks());
        return Math.min(dueTicks, waiting.newestTicks(sound));
    }

    private static @Nullable Track firstSound(List<Track> arriving, TrackLayout next) {
        for (Track streamTrack : next.output()) {
            for (Track track : arriving) {
                if (track.kind() == MediaKind.AUDIO && next.continuedBy(track) == streamTrack) {
                    return track;
                }
            }
        }
        return null;
    }

    private void splice(Arrival waiting, TrackLayout next, Hold present, @Nullable AccessUnit picture, @Nullable AccessUnit frame,
            long fromTicks, long nowNs) {
        Publication former = current;
        long natural = timeline.naturalOffsetTicks(waiting.leastLatenessTicks());
        long offset = natural;
        if (frame != null) {
            Track sound = partner(next, frame.track());
            offset = present.silenceUpTo(sound, frame.dtsTicks() + natural, nowNs) - frame.dtsTicks();
        } else if (picture != null && former != null) {
            offset = Math.max(natural, timeline.lastOutTicks() + 1 - picture.dtsTicks());
        }
        arrival = null;
        current = waiting.publication();
        layout = next;
        if (former != null) {
            former.revoke(EndReason.REPLACED, nowNs);
        }
        present.resumed(waiting.isOutOfPatience(nowNs));
        timeline.goOn(offset, nowNs);
        adopt(next.output());
        for (Track track : next.ignored()) {
            listener.onTrackIgnored(path, track);
        }
        alignOtherSound(waiting, next, present, frame, fromTicks, offset, nowNs);
        for (AccessUnit unit = waiting.poll(); unit != null; unit = waiting.poll()) {
            if (unit.dtsTicks() >= fromTicks) {
                place(unit, nowNs);
            }
        }
    }

    /** Further sound tracks keep their own frames: each lies at most half a frame beside where its times say. */
    private void alignOtherSound(Arrival waiting, TrackLayout next, Hold present, @Nullable AccessUnit first, long fromTicks, long offset,
            long nowNs) {
        for (Track track : waiting.tracks()) {
            boolean other = track.kind() == MediaKind.AUDIO && (first == null || track.id() != first.track().id());
            Track sound = other ? next.continuedBy(track) : null;
            AccessUnit frame = sound == null ? null : waiting.first(track, fromTicks);
            if (sound != null && frame != null) {
                long place = present.silenceUpTo(sound, frame.dtsTicks() + offset, nowNs);
                timeline.shiftTrack(sound, place - (frame.dtsTicks() + offset));
            }
        }
    }

    private static Track partner(TrackLayout layout, Track track) {
        Track partner = layout.continuedBy(track);
        if (partner == null) {
            throw new IllegalStateException(track + " was let in without a partner");
        }
        return partner;
    }

    // Time

    /** Does what is due. */
    void run(long nowNs) {
        Hold present = hold;
        Arrival waiting = arrival;
        if (present == null) {
            return;
        }
        if (waiting != null) {
            spliceIfReady(waiting, nowNs);
        }
        if (over) {
            return;
        }
        boolean delivers = current != null && !current.isSilent(nowNs);
        if (arrival != null && arrival.isOutOfPatience(nowNs) && (delivers || arrival.hasNothingToContinue())) {
            dismiss(arrival, EndReason.NOTHING_TO_SPLICE, nowNs);
        }
        if (present.isTimedOut(nowNs) && arrival == null) {
            listener.onHoldTimeout(path);
            out.onEnd(EndReason.HOLD_TIMEOUT, nowNs);
            return;
        }
        present.run(nowNs);
    }

    void readerJoins(long nowNs) {
        Hold present = hold;
        if (present != null) {
            present.readerJoins(nowNs);
        }
    }

    /** When {@link #run} wants to be called next. */
    long nextDeadlineNs(boolean hasReaders, long nowNs) {
        Hold present = hold;
        if (present == null || !started) {
            return NEVER_NS;
        }
        long deadlineNs = present.nextDeadlineNs(hasReaders, nowNs);
        Arrival waiting = arrival;
        return waiting == null ? deadlineNs : Math.min(deadlineNs, Math.max(waiting.nextDeadlineNs(), nowNs + Hold.STEP_NS));
    }
}
