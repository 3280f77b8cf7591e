package io.holdover.stream.hold;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Track;
import io.holdover.stream.timeline.FillerClock;
import io.holdover.stream.timeline.Timeline;

/**
 * Keeps a stream going while its publisher is away or late: each track has a filler that follows its last unit. Sees every live unit that
 * leaves the timeline, and puts fillers on it when they are due. Stream thread only.
 */
public final class Hold {

    /** Fillers leave when they are due, those of one step together; frames are counted in samples whatever the step. */
    public static final long STEP_NS = 5_000_000L;

    /** So long a track waits for a picture with which a decoder can begin; then one from which the image only recovers will do. */
    public static final long PATIENCE_NS = 5_000_000_000L;

    /** The step while nobody reads. */
    static final long IDLE_STEP_NS = 500_000_000L;

    private static final long LONG_DUE_NS = 10_000_000_000L; // what was not to be filled for so long is passed over
    private static final long NEVER_NS = Long.MAX_VALUE;

    /** What comes out. */
    public interface Output {

        /** Whether anybody would get a filler, now or on joining; else its place is left empty. */
        boolean isWanted(long nowNs);

        /** A unit on the stream's time that no publisher sent. */
        void onFiller(AccessUnit unit, long nowNs);

        /** Fillers flow from here on. Once more when silence follows held pictures alone. */
        void onFillingStarted(boolean silence);

        /** Every track has its publisher's units again. */
        void onFillingStopped();

        /** A track pauses, or stands still in a poorer way, for that reason. */
        void onObstacle(Track track, String obstacle);
    }

    // For life
    private final Timeline timeline;
    private final FillerClock clock;
    private final Output out;
    private final HoldLedger ledger;
    private final Filling filling;

    // Until they change
    private HoldOptions options;
    private StallRule stalls;
    private List<AudioFiller> audio = List.of();
    private List<VideoFiller> video = List.of();

    // State
    private boolean absent;
    private boolean picturesPaused;

    /** Nothing is held yet. */
    public Hold(HoldOptions options, Timeline timeline, Output out, long nowNs) {
        this.options = options;
        this.timeline = timeline;
        this.clock = timeline.fillers();
        this.stalls = new StallRule(options.stallTimeoutNs(), clock);
        this.out = out;
        this.ledger = new HoldLedger(nowNs);
        this.filling = new Filling(timeline, out, ledger);
    }

    /** Other options, from now on. What was not filled until now for a long time is passed over. */
    public void setOptions(HoldOptions changed, long nowNs) {
        boolean thaws = options.picture() == HoldOptions.Picture.STOP && changed.picture() == HoldOptions.Picture.FREEZE;
        options = changed;
        stalls = new StallRule(changed.stallTimeoutNs(), clock);
        passOver(thaws, nowNs);
    }

    private void passOver(boolean thaws, long nowNs) {
        long longDueNs = nowNs - LONG_DUE_NS;
        for (VideoFiller filler : options.picture() == HoldOptions.Picture.FREEZE ? video : List.<VideoFiller>of()) {
            boolean wasStopped = thaws && fills(filler);
            if (isMissing(filler, nowNs) && (wasStopped || filling.dueNs(filler) < longDueNs)) {
                filling.passOver(filler, nowNs);
            }
        }
        for (AudioFiller filler : audio) {
            if (isMissing(filler, nowNs) && filling.dueNs(filler) < longDueNs) {
                filling.passOver(filler, nowNs);
            }
        }
    }

    /**
     * The stream's tracks from here on.
     *
     * @param missing those of them that the publication on air has not got: there is nothing to wait for
     */
    public void onTracks(List<Track> tracks, List<Track> missing) {
        audio = Fillers.ofSound(tracks, audio);
        video = Fillers.ofPictures(tracks, video);
        audio.forEach(filler -> filler.abandon(missing.contains(filler.track())));
        video.forEach(filler -> filler.abandon(missing.contains(filler.track())));
    }

    private @Nullable AudioFiller audioFiller(Track track) {
        return Fillers.sound(track, audio);
    }

    private @Nullable VideoFiller videoFiller(Track track) {
        return Fillers.pictures(track, video);
    }

    // Live units

    /** Whether the timeline may have this live unit: behind a held picture only one with which a decoder can begin. */
    public boolean admits(AccessUnit unit, long nowNs) {
        VideoFiller filler = unit.track().kind() == MediaKind.VIDEO ? videoFiller(unit.track()) : null;
        if (filler == null) {
            return true;
        }
        if (!filler.admits(unit, nowNs)) {
            return false;
        }
        filling.holdPictures(filler, filler.heldBefore(unit), nowNs);
        return true;
    }

    /** A live unit on its output time, as it goes out; null if it must not. */
    public @Nullable AccessUnit forward(AccessUnit unit, long nowNs) {
        AccessUnit forwarded = switch (unit.track().kind()) {
            case AUDIO -> {
                AudioFiller filler = audioFiller(unit.track());
                if (filler == null) {
                    yield unit;
                }
                if (filler.canFill() && (filler.isSilent() || stalls.isMissed(unit.dtsTicks() - filler.nextTicks()))) {
                    filling.closeHole(filler, unit.dtsTicks(), nowNs);
                }
                yield filler.forward(unit);
            }
            case VIDEO -> {
                VideoFiller filler = videoFiller(unit.track());
                yield filler == null ? unit : filler.forward(unit);
            }
            case DATA -> unit;
        };
        if (unit.track().kind() != MediaKind.DATA) {
            clock.onAir();
        }
        if (ledger.isHeld() && !absent && !anyFills()) {
            filling.stop(nowNs);
        }
        return forwarded;
    }

    /** Whether pictures are missing or held, so that none may come with which a reader could begin. */
    public boolean lacksPictures(long nowNs) {
        return video.stream().anyMatch(filler -> lacks(filler, nowNs));
    }

    private boolean lacks(VideoFiller filler, long nowNs) {
        return isMissing(filler, nowNs) || (filler.isStarted() && filler.awaitsRandomAccess());
    }

    /** Whether held pictures flow on that track, or would if they could be made. */
    public boolean isHolding(Track pictures) {
        VideoFiller filler = videoFiller(pictures);
        return filler != null && fills(filler);
    }

    /** Whether silence flows on that track though a publisher is there. */
    public boolean isDead(Track sound) {
        AudioFiller filler = audioFiller(sound);
        return !absent && filler != null && filler.isSilent();
    }

    /** Whether fillers flow, for whatever reason. */
    public boolean isFilling() {
        return ledger.isHeld();
    }

    private boolean anyFills() {
        // For each unit of a publisher that lacks a track: no streams, no iterators.
        for (int i = 0; i < audio.size(); i++) {
            if (audio.get(i).isSilent()) {
                return true;
            }
        }
        for (int i = 0; i < video.size(); i++) {
            if (video.get(i).isHolding()) {
                return true;
            }
        }
        return false;
    }

    // The publisher

    /** No publisher's units come any more. */
    public void lost(String why, long nowNs) {
        absent = true;
        clock.leave(timeline.lastOutTicks());
        picturesPaused = false;
        filling.start(HoldState.HOLDING, why, !audio.isEmpty(), nowNs);
        passOver(false, nowNs);
        run(nowNs);
    }

    /** An operator holds the stream: no publisher's units come until it is released. */
    public void holdByHand(long nowNs) {
        ledger.byHand(true);
        if (absent) {
            notReturning(nowNs);
        } else {
            lost("manual", nowNs);
        }
    }

    /** The operator's hold is over; what it was lost for stands. */
    public void release() {
        ledger.byHand(false);
    }

    /** Whether an operator holds the stream. */
    public boolean isByHand() {
        return ledger.isByHand();
    }

    /** A publisher is there, but its units do not fit in yet. */
    public void returning(long nowNs) {
        if (absent) {
            ledger.enter(HoldState.RESUMING, nowNs);
        }
    }

    /** It did not come to that. */
    public void notReturning(long nowNs) {
        picturesPaused = false;
        if (absent) {
            ledger.enter(HoldState.HOLDING, nowNs);
        }
    }

    /**
     * A publisher's units wait to go out.
     *
     * @param alone whether nobody else's come meanwhile, whatever has become of the connection: fillers are bound to no clock
     * @param picture whether there is a first picture among them, which fillers would be in the way of
     */
    public void awaits(boolean alone, boolean picture) {
        picturesPaused = alone && picture;
        if (alone) {
            clock.leave(timeline.lastOutTicks());
        }
    }

    /**
     * The new publisher's units follow.
     *
     * @param sinceNs since when they are waited for
     */
    public void resumed(long sinceNs, long nowNs) {
        absent = false;
        if (ledger.isHeld()) {
            ledger.enter(HoldState.STALLED, nowNs); // until every track has its publisher's units, which may never be
        }
        picturesPaused = false;
        for (VideoFiller filler : video) {
            filler.awaitRandomAccess(sinceNs);
        }
    }

    /** Nothing is filled any more. The publisher's units go on passing through until {@link #isSettled}. */
    public void retire(long nowNs) {
        if (ledger.isHeld()) {
            filling.stop(nowNs);
        }
        audio.forEach(AudioFiller::expectLive);
    }

    /** Whether live units pass through as they are: nothing that was held makes it necessary to change or to stop any. */
    public boolean isSettled() {
        for (AudioFiller filler : audio) {
            if (!filler.isSettled()) {
                return false;
            }
        }
        for (VideoFiller filler : video) {
            if (!filler.isSettled()) {
                return false;
            }
        }
        return true;
    }

    // Time

    /** Puts out every filler that is due. */
    public void run(long nowNs) {
        if (ledger.isHeld() && isEverythingMissing(nowNs)) {
            clock.leave(timeline.lastOutTicks());
        }
        filling.beginTurn(nowNs);
        for (AudioFiller filler : audio) {
            if (isMissing(filler, nowNs)) {
                filling.fill(filler, nowNs);
            }
        }
        boolean freezes = options.picture() == HoldOptions.Picture.FREEZE;
        for (VideoFiller filler : video) {
            if (freezes && !picturesPaused && isMissing(filler, nowNs)) {
                filling.fill(filler, nowNs);
            }
        }
        if (ledger.isHeld()) {
            filling.tellObstacles(audio, freezes ? video : List.of());
        }
    }

    /** Whether nothing comes any more of what the publication on air has announced and sent. */
    private boolean isEverythingMissing(long nowNs) {
        for (AudioFiller filler : audio) {
            if (filler.isStarted() && !filler.isAbandoned() && !isMissing(filler, nowNs)) {
                return false;
            }
        }
        for (VideoFiller filler : video) {
            if (filler.isStarted() && !filler.isAbandoned() && !isMissing(filler, nowNs)) {
                return false;
            }
        }
        return true;
    }

    private boolean fills(AudioFiller filler) {
        return absent || filler.isAbandoned() || filler.fills();
    }

    private boolean fills(VideoFiller filler) {
        return absent || filler.isAbandoned() || filler.isHolding();
    }

    private boolean isMissing(AudioFiller filler, long nowNs) {
        return filler.canFill() && (fills(filler) || nowNs >= stalls.stallNs(filler));
    }

    private boolean isMissing(VideoFiller filler, long nowNs) {
        return filler.isStarted() && (fills(filler) || nowNs >= stalls.stallNs(filler));
    }

    /**
     * A reader waits or is about to join: while fillers flow it needs a picture to begin with. False if a track has none, and none comes.
     */
    public boolean readerJoins(long nowNs) {
        run(nowNs);
        boolean begins = true;
        for (VideoFiller filler : video) {
            if (lacks(filler, nowNs) && !picturesPaused) {
                filling.repeatKeyPicture(filler, nowNs);
                begins &= filler.hasKeyPicture();
            }
        }
        return begins;
    }

    /** When {@link #run} wants to be called next. */
    public long nextDeadlineNs(long nowNs) {
        long earliestNs = NEVER_NS;
        for (AudioFiller filler : audio) {
            if (filler.isStarted() && filler.canFill()) {
                earliestNs =
                        Math.min(earliestNs, fills(filler) ? filling.dueNs(filler) : stalls.stallNs(filler));
            }
        }
        for (VideoFiller filler : video) {
            if (filler.isStarted() && options.picture() == HoldOptions.Picture.FREEZE) {
                earliestNs = Math.min(earliestNs, fills(filler) ? nextPictureNs(filler) : stalls.stallNs(filler));
            }
        }
        return earliestNs == NEVER_NS ? NEVER_NS : Math.max(earliestNs, nowNs + (out.isWanted(nowNs) ? STEP_NS : IDLE_STEP_NS));
    }

    private long nextPictureNs(VideoFiller filler) {
        return filler.canHold() ? filling.dueNs(filler) : filler.keyPictureDueNs();
    }

    // The splice

    /**
     * Where the next frame of that track belongs after as much silence as it takes to come nearest to that time; the time itself if there
     * is nothing to go by.
     */
    public long silenceUpTo(Track track, long ticks, long nowNs) {
        AudioFiller filler = audioFiller(track);
        if (filler == null || !filler.isStarted()) {
            return ticks;
        }
        if (!filler.canFill()) {
            return Math.max(ticks, filler.nextTicks());
        }
        filling.silenceUpTo(filler, ticks, nowNs);
        return filler.nextTicks();
    }

    /** The publisher's next frame of that track is on its way: silence stands in for it only if it is as late as at a stall. */
    public void expect(Track track) {
        AudioFiller filler = audioFiller(track);
        if (filler != null) {
            filler.expectLive();
        }
    }

    /** Silence had the place of a frame that comes so much later than usual. If that is no stall, the next one is waited for. */
    public void overtaken(Track track, long beyondTicks) {
        AudioFiller filler = audioFiller(track);
        if (filler != null && !stalls.isStall(beyondTicks)) {
            filler.yieldNext();
        }
    }

    /** Where the next frame of that track belongs if it is silence. */
    public long nextSoundTicks(Track track) {
        AudioFiller filler = audioFiller(track);
        return filler == null || !filler.isStarted() ? Long.MIN_VALUE / 2 : filler.nextTicks() - filler.frameTicks() / 2;
    }

    /** At one instant. */
    public HoldSnapshot snapshot() {
        return ledger.snapshot();
    }
}
