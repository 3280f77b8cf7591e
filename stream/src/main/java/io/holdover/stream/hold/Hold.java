package io.holdover.stream.hold;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.stream.timeline.Timeline;

/**
 * Keeps a stream going while its publisher is away or late: each track has a filler that follows its last unit. Sees every live unit that
 * leaves the timeline, and puts fillers on it when they are due. Stream thread only.
 */
public final class Hold {

    /** Fillers are made in steps of this; frames are counted in samples whatever the step. */
    public static final long STEP_NS = 20_000_000L;

    /** The step while nobody reads. */
    static final long IDLE_STEP_NS = 500_000_000L;

    /** Key pictures are repeated at most this often. */
    static final long KEY_PICTURE_INTERVAL_NS = 2_000_000_000L;

    /** Units at one go: a loop that was kept from running for minutes catches up in many turns. */
    static final int MAX_FILLERS_PER_TURN = 2048;

    private static final long VIDEO_STALL_NS = 1_000_000_000L;
    private static final int VIDEO_STALL_INTERVALS = 3;
    private static final long NEVER_NS = Long.MAX_VALUE;

    /** What comes out. */
    public interface Output {

        /** A unit on the stream's time that no publisher sent. */
        void onFiller(AccessUnit unit, long nowNs);

        /** Fillers flow from here on. */
        void onFillingStarted();

        /** Every track has its publisher's units again. */
        void onFillingStopped();

        /** A track pauses, or stands still in a poorer way, for that reason. */
        void onObstacle(Track track, String obstacle);
    }

    // For life
    private final Timeline timeline;
    private final Output out;

    // Until they change
    private HoldOptions options;
    private List<AudioFiller> audio = List.of();
    private List<VideoFiller> video = List.of();

    // State
    private HoldState state = HoldState.LIVE;
    private long sinceNs;
    private long heldSinceNs;
    private boolean absent;
    private long absentSinceNs;
    private boolean filling;
    private boolean picturesPaused;
    private boolean gradualPicturesToo;
    private boolean obstaclesTold;
    private long keyPictureNs = Long.MIN_VALUE;

    // Counters
    private String reason = "";
    private long cycles;
    private long silenceFrames;
    private long heldPictures;
    private long lastGapNs;
    private long totalHeldNs;

    /** Nothing is held yet. */
    public Hold(HoldOptions options, Timeline timeline, Output out, long nowNs) {
        this.options = options;
        this.timeline = timeline;
        this.out = out;
        this.sinceNs = nowNs;
    }

    /** Other options, from now on. */
    public void setOptions(HoldOptions changed) {
        options = changed;
    }

    /** The stream's tracks from here on. */
    public void onTracks(List<Track> tracks) {
        List<AudioFiller> nextAudio = new ArrayList<>();
        List<VideoFiller> nextVideo = new ArrayList<>();
        for (Track track : tracks) {
            switch (track.kind()) {
                case AUDIO -> {
                    AudioFiller former = audioFiller(track);
                    AudioFiller filler = former != null && isSameCodec(former.track(), track) ? former : new AudioFiller(track);
                    filler.renew(track);
                    nextAudio.add(filler);
                }
                case VIDEO -> {
                    VideoFiller former = videoFiller(track);
                    VideoFiller filler = former != null && isSameCodec(former.track(), track) ? former : new VideoFiller(track);
                    filler.renew(track);
                    nextVideo.add(filler);
                }
                case DATA -> {
                    // Nothing stands in for data.
                }
            }
        }
        audio = nextAudio;
        video = nextVideo;
    }

    private static boolean isSameCodec(Track former, Track track) {
        return former.format().codecName().equals(track.format().codecName());
    }

    private @Nullable AudioFiller audioFiller(Track track) {
        for (int i = 0; i < audio.size(); i++) {
            if (audio.get(i).track().id() == track.id()) {
                return audio.get(i);
            }
        }
        return null;
    }

    private @Nullable VideoFiller videoFiller(Track track) {
        for (int i = 0; i < video.size(); i++) {
            if (video.get(i).track().id() == track.id()) {
                return video.get(i);
            }
        }
        return null;
    }

    // Live units

    /** Whether the timeline may have this live unit: behind a held picture only one with which a decoder can begin. */
    public boolean admits(AccessUnit unit, long nowNs) {
        VideoFiller filler = unit.track().kind() == MediaKind.VIDEO ? videoFiller(unit.track()) : null;
        if (filler == null) {
            return true;
        }
        if (!filler.admits(unit, gradualPicturesToo, nowNs)) {
            return false;
        }
        for (int more = filler.heldBefore(unit); more > 0 && filler.canHold(); more--) {
            emitPicture(filler.next(), nowNs);
        }
        return true;
    }

    /** A live unit on its output time, as it goes out; null if it must not. */
    public @Nullable AccessUnit forward(AccessUnit unit, long nowNs) {
        AccessUnit forwarded = switch (unit.track().kind()) {
            case AUDIO -> {
                AudioFiller filler = audioFiller(unit.track());
                yield filler == null ? unit : filler.forward(unit);
            }
            case VIDEO -> {
                VideoFiller filler = videoFiller(unit.track());
                yield filler == null ? unit : filler.forward(unit);
            }
            case DATA -> unit;
        };
        if (filling && !absent && !anyFills()) {
            stopFilling(nowNs);
        }
        return forwarded;
    }

    private boolean anyFills() {
        for (AudioFiller filler : audio) {
            if (filler.isSilent()) {
                return true;
            }
        }
        for (VideoFiller filler : video) {
            if (filler.isHolding()) {
                return true;
            }
        }
        return false;
    }

    private void stopFilling(long nowNs) {
        filling = false;
        gradualPicturesToo = false;
        totalHeldNs += nowNs - heldSinceNs;
        enter(HoldState.LIVE, nowNs);
        out.onFillingStopped();
    }

    // The publisher

    /** The publisher is gone. */
    public void lost(String why, long nowNs) {
        boolean begins = state == HoldState.LIVE;
        absentSinceNs = absent ? absentSinceNs : nowNs;
        absent = true;
        picturesPaused = false;
        enter(HoldState.HOLDING, nowNs);
        reason = why;
        if (begins) {
            begin(nowNs);
        }
        startFilling();
        run(nowNs);
    }

    /** A publisher is there, but its units do not fit in yet. */
    public void returning(long nowNs) {
        if (absent) {
            enter(HoldState.RESUMING, nowNs);
        }
    }

    /** It did not come to that. */
    public void resumePictures() {
        picturesPaused = false;
    }

    /** The new publisher's first picture has come: fillers would be in its way. */
    public void pausePictures() {
        picturesPaused = true;
    }

    /**
     * The new publisher's units follow.
     *
     * @param gradual pictures from which the image only recovers will do as well
     */
    public void resumed(boolean gradual) {
        absent = false;
        picturesPaused = false;
        gradualPicturesToo = gradual;
        for (VideoFiller filler : video) {
            filler.awaitRandomAccess();
        }
    }

    private void begin(long nowNs) {
        cycles++;
        heldSinceNs = nowNs;
        obstaclesTold = false;
        lastGapNs = 0;
    }

    private void enter(HoldState next, long nowNs) {
        if (state != next) {
            state = next;
            sinceNs = nowNs;
        }
    }

    private void startFilling() {
        if (!filling) {
            filling = true;
            out.onFillingStarted();
        }
    }

    /** Whether it has lasted as long as it may. */
    public boolean isTimedOut(long nowNs) {
        return absent && options.timeoutNs() > 0 && nowNs - absentSinceNs >= options.timeoutNs();
    }

    // Time

    /** Puts out every filler that is due. */
    public void run(long nowNs) {
        int budget = MAX_FILLERS_PER_TURN;
        for (AudioFiller filler : audio) {
            if (filler.isStarted() && (fills(filler) || isStalled(filler, nowNs))) {
                budget = fill(filler, budget, nowNs);
            }
        }
        for (VideoFiller filler : video) {
            if (filler.isStarted() && !picturesPaused && (fills(filler) || isStalled(filler, nowNs))) {
                budget = fill(filler, budget, nowNs);
            }
        }
        if (filling && !obstaclesTold) {
            tellObstacles();
        }
    }

    private boolean fills(AudioFiller filler) {
        return absent || filler.isSilent();
    }

    private boolean fills(VideoFiller filler) {
        return absent || filler.isHolding();
    }

    private boolean isStalled(AudioFiller filler, long nowNs) {
        return filler.canFill() && nowNs >= stallNs(filler);
    }

    private boolean isStalled(VideoFiller filler, long nowNs) {
        return nowNs >= stallNs(filler);
    }

    private long stallNs(AudioFiller filler) {
        long timeoutNs = options.stallTimeoutNs();
        return timeoutNs == 0 ? NEVER_NS : timeline.latestNs(filler.track(), filler.nextTicks()) + timeoutNs;
    }

    private long stallNs(VideoFiller filler) {
        if (options.stallTimeoutNs() == 0) {
            return NEVER_NS;
        }
        long patienceNs = Math.max(VIDEO_STALL_NS, Timebase.nsFromTicks(VIDEO_STALL_INTERVALS * filler.intervalTicks()));
        return timeline.latestNs(filler.track(), filler.nextTicks()) + patienceNs;
    }

    private int fill(AudioFiller filler, int budget, long nowNs) {
        int left = budget;
        while (left > 0 && filler.canFill() && timeline.dueNs(filler.track(), filler.nextTicks()) <= nowNs) {
            noteFilling(timeline.dueNs(filler.track(), filler.nextTicks()), nowNs);
            emitSilence(filler.next(), nowNs);
            left--;
        }
        return left;
    }

    private int fill(VideoFiller filler, int budget, long nowNs) {
        int left = budget;
        boolean freezes = options.picture() == HoldOptions.Picture.FREEZE;
        while (freezes && left > 0 && filler.canHold() && timeline.dueNs(filler.track(), filler.nextTicks()) <= nowNs) {
            noteFilling(timeline.dueNs(filler.track(), filler.nextTicks()), nowNs);
            emitPicture(filler.next(), nowNs);
            left--;
        }
        if (freezes && left > 0 && !filler.canHold() && isKeyPictureAllowed(nowNs)) {
            repeatKeyPicture(filler, nowNs);
        }
        return left;
    }

    private void noteFilling(long dueNs, long nowNs) {
        if (state == HoldState.LIVE) {
            reason = "stall";
            begin(nowNs);
            enter(HoldState.STALLED, nowNs);
        }
        startFilling();
        if (lastGapNs == 0) {
            lastGapNs = Math.max(1, nowNs - dueNs);
        }
    }

    private boolean isKeyPictureAllowed(long nowNs) {
        return keyPictureNs == Long.MIN_VALUE || nowNs - keyPictureNs >= KEY_PICTURE_INTERVAL_NS;
    }

    private void repeatKeyPicture(VideoFiller filler, long nowNs) {
        long dueNs = timeline.dueNs(filler.track(), filler.nextTicks());
        AccessUnit picture = filler.keyPicture(filler.nextTicks() + Math.max(0, Timebase.ticksFromNs(nowNs - dueNs)));
        if (picture != null) {
            noteFilling(nowNs, nowNs);
            keyPictureNs = nowNs;
            emitPicture(picture, nowNs);
        }
    }

    private void emitPicture(AccessUnit picture, long nowNs) {
        heldPictures++;
        timeline.filled(picture);
        out.onFiller(picture, nowNs);
    }

    private void emitSilence(AccessUnit frame, long nowNs) {
        silenceFrames++;
        timeline.filled(frame);
        out.onFiller(frame, nowNs);
    }

    private void tellObstacles() {
        obstaclesTold = true;
        for (AudioFiller filler : audio) {
            if (filler.isStarted() && !filler.canFill()) {
                out.onObstacle(filler.track(), filler.obstacle());
            }
        }
        for (VideoFiller filler : video) {
            if (filler.isStarted() && !filler.canHold() && options.picture() == HoldOptions.Picture.FREEZE) {
                out.onObstacle(filler.track(), filler.obstacle());
            }
        }
    }

    /** A reader is about to join: while fillers flow it needs a picture to begin with. */
    public void readerJoins(long nowNs) {
        run(nowNs);
        for (VideoFiller filler : video) {
            if (filler.isStarted() && fills(filler) && !picturesPaused && isKeyPictureAllowed(nowNs)) {
                repeatKeyPicture(filler, nowNs);
            }
        }
    }

    /** When {@link #run} wants to be called next. */
    public long nextDeadlineNs(boolean hasReaders, long nowNs) {
        long earliestNs = NEVER_NS;
        for (AudioFiller filler : audio) {
            if (filler.isStarted() && filler.canFill()) {
                earliestNs = Math.min(earliestNs, fills(filler) ? timeline.dueNs(filler.track(), filler.nextTicks()) : stallNs(filler));
            }
        }
        for (VideoFiller filler : video) {
            if (filler.isStarted()) {
                earliestNs = Math.min(earliestNs, fills(filler) ? timeline.dueNs(filler.track(), filler.nextTicks()) : stallNs(filler));
            }
        }
        if (absent && options.timeoutNs() > 0) {
            earliestNs = Math.min(earliestNs, absentSinceNs + options.timeoutNs());
        }
        return Math.max(earliestNs, nowNs + (hasReaders ? STEP_NS : IDLE_STEP_NS));
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
        long frameTicks = filler.frameTicks();
        for (int i = 0; i < MAX_FILLERS_PER_TURN && filler.nextTicks() + frameTicks / 2 <= ticks; i++) {
            emitSilence(filler.next(), nowNs);
        }
        return filler.nextTicks();
    }

    /** Where the next frame of that track belongs if it is silence. */
    public long nextSoundTicks(Track track) {
        AudioFiller filler = audioFiller(track);
        return filler == null || !filler.isStarted() ? Long.MIN_VALUE / 2 : filler.nextTicks() - filler.frameTicks() / 2;
    }

    /** At one instant. */
    public HoldSnapshot snapshot() {
        return new HoldSnapshot(state, sinceNs, filling ? heldSinceNs : 0, reason, cycles, silenceFrames, heldPictures, lastGapNs,
                totalHeldNs);
    }
}
