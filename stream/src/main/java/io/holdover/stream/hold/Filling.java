package io.holdover.stream.hold;

import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Track;
import io.holdover.stream.timeline.FillerClock;
import io.holdover.stream.timeline.Timeline;

/**
 * Puts fillers on the timeline, or leaves their places empty where nobody would get them, and keeps account of them. Which tracks are to be
 * filled, {@link Hold} decides. Stream thread only.
 */
final class Filling {

    /** Units at one go: a loop that was kept from running for minutes catches up in many turns. */
    private static final int MAX_PER_TURN = 2048;

    // For life
    private final Timeline timeline;
    private final FillerClock clock;
    private final Hold.Output out;
    private final HoldLedger ledger;
    private final HoldReport report;

    // Per turn
    private boolean wanted;
    private int budget;

    Filling(Timeline timeline, Hold.Output out, HoldLedger ledger) {
        this.timeline = timeline;
        this.clock = timeline.fillers();
        this.out = out;
        this.ledger = ledger;
        this.report = new HoldReport(out);
    }

    /** Fillers flow from here on, for that reason. */
    void start(HoldState state, String why, boolean silence, long nowNs) {
        boolean begins = !ledger.isHeld();
        ledger.enter(state, why, nowNs);
        report.filling(begins, silence);
    }

    /** All tracks have their own units again. */
    void stop(long nowNs) {
        ledger.enter(HoldState.LIVE, nowNs);
        out.onFillingStopped();
    }

    /** Tells once what these tracks lack. */
    void tellObstacles(List<AudioFiller> audio, List<VideoFiller> video) {
        report.obstacles(audio, video);
    }

    // What is due

    /** What follows in this turn has one budget. */
    void beginTurn(long nowNs) {
        wanted = out.isWanted(nowNs);
        budget = MAX_PER_TURN;
    }

    /** All frames of silence that are due. */
    void fill(AudioFiller filler, long nowNs) {
        for (long dueNs = dueNs(filler); budget > 0 && dueNs <= nowNs; dueNs = dueNs(filler)) {
            note(filler.track(), dueNs, nowNs);
            if (!wanted) {
                passOver(filler, nowNs);
                return;
            }
            emit(filler.next(), nowNs);
            budget--;
        }
    }

    /** All held pictures that are due; where there is no recipe for them, a key picture now and then. */
    void fill(VideoFiller filler, long nowNs) {
        for (long dueNs = dueNs(filler); budget > 0 && filler.canHold() && dueNs <= nowNs; dueNs = dueNs(filler)) {
            note(filler.track(), dueNs, nowNs);
            if (!wanted) {
                passOver(filler, nowNs);
                return;
            }
            emit(filler.next(), nowNs);
            budget--;
        }
        if (wanted && budget > 0 && !filler.canHold()) {
            repeatKeyPicture(filler, nowNs);
        }
    }

    /** When the next frame of silence is due. */
    long dueNs(AudioFiller filler) {
        return clock.dueNs(filler.track(), filler.nextTicks());
    }

    /** When the next held picture is due. */
    long dueNs(VideoFiller filler) {
        return clock.dueNs(filler.track(), filler.nextTicks());
    }

    private void note(Track track, long dueNs, long nowNs) {
        boolean silence = track.kind() == MediaKind.AUDIO;
        if (!ledger.isHeld()) {
            start(HoldState.STALLED, "stall", silence, nowNs);
        } else {
            report.filling(false, silence);
        }
        ledger.filler(nowNs - dueNs);
    }

    /** Leaves the places of what is due empty. */
    void passOver(AudioFiller filler, long nowNs) {
        skip(filler, clock.dueTicks(filler.track(), nowNs));
    }

    /** Leaves the places of what is due empty. */
    void passOver(VideoFiller filler, long nowNs) {
        long pictures = filler.skipTo(clock.dueTicks(filler.track(), nowNs));
        if (pictures > 0) {
            ledger.pictures(pictures);
            timeline.filled(filler.track(), filler.lastTicks(), filler.shownTicks(), 0);
        }
    }

    private void skip(AudioFiller filler, long ticks) {
        long frames = filler.skipTo(ticks);
        if (frames > 0) {
            ledger.silence(frames);
            timeline.filled(filler.track(), filler.lastTicks(), filler.lastTicks(), filler.frameSamples());
        }
    }

    // What is not waited for

    /** The last key picture once more, if it is time for it. */
    void repeatKeyPicture(VideoFiller filler, long nowNs) {
        if (!filler.isKeyPictureAllowed(nowNs)) {
            return;
        }
        AccessUnit picture = filler.keyPicture(clock.dueTicks(filler.track(), nowNs), nowNs);
        if (picture != null) {
            note(filler.track(), nowNs, nowNs);
            emit(picture, nowNs);
        }
    }

    /** As many held pictures as have to stand before a live one. */
    void holdPictures(VideoFiller filler, int count, long nowNs) {
        for (int more = count; more > 0 && filler.canHold(); more--) {
            emit(filler.next(), nowNs);
        }
    }

    /**
     * A frame that comes back earlier than silence was due, or before the loop had time for it, leaves no hole: the timeline has its place
     * already.
     */
    void closeHole(AudioFiller filler, long frameTicks, long nowNs) {
        for (int i = 0; i < MAX_PER_TURN && frameTicks - filler.nextTicks() >= filler.frameTicks() / 2; i++) {
            ledger.silence(1);
            out.onFiller(filler.next(), nowNs);
        }
    }

    /** As much silence as it takes to come nearest to that time. */
    void silenceUpTo(AudioFiller filler, long ticks, long nowNs) {
        long frameTicks = filler.frameTicks();
        if (ticks - filler.nextTicks() > MAX_PER_TURN * frameTicks) { // dead for a minute: nobody waits for its past
            skip(filler, ticks - frameTicks);
        }
        for (int i = 0; i < MAX_PER_TURN && filler.nextTicks() + frameTicks / 2 <= ticks; i++) {
            emit(filler.next(), nowNs);
        }
    }

    private void emit(AccessUnit filler, long nowNs) {
        if (filler.track().kind() == MediaKind.AUDIO) {
            ledger.silence(1);
        } else {
            ledger.pictures(1);
        }
        timeline.filled(filler.track(), filler.dtsTicks(), filler.ptsTicks(), filler.durationSamples());
        out.onFiller(filler, nowNs);
    }
}
