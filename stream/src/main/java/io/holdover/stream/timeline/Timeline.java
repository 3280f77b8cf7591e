package io.holdover.stream.timeline;

import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.MediaKind;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.mpegts.SpliceSection;

/**
 * The single owner of a stream's output time. All tracks of a publication are moved by one offset, {@code out = in + offset}; where the
 * publisher's own clock jumps, a splice finds the offset that goes on where the wall clock is. DTS never goes back within a track.
 * Stream thread only.
 *
 * <p>A jump is a step back of more than {@link #MAX_STEP_BACK_TICKS}, a step forward of more than {@link #MAX_STEP_AHEAD_TICKS} beyond the
 * wall clock, or any noticeable step after a discontinuity was signalled. Each track jumps for itself, since old and new units are
 * interleaved, but all land on the same offset.
 */
public final class Timeline {

    /** A smaller step back drops the unit: half a second. */
    public static final long MAX_STEP_BACK_TICKS = Timebase.TICKS_PER_SECOND / 2;

    /** A smaller step beyond the wall clock is a gap: two seconds. */
    public static final long MAX_STEP_AHEAD_TICKS = 2 * Timebase.TICKS_PER_SECOND;

    /** What is so much beside everything else belongs to another time: 10 s. */
    public static final long FAR_TICKS = 10 * Timebase.TICKS_PER_SECOND;

    /** Where a jump is announced, or another track has jumped, this much beside the usual is one: 200 ms. */
    private static final long ANNOUNCED_STEP_TICKS = Timebase.TICKS_PER_SECOND / 5;

    /** For so long after it, a jump of one track or a signalled discontinuity makes others expect theirs. */
    private static final long EXPECTATION_NS = 10_000_000_000L;

    /** For so long after its jump, pictures that overlap what came before are moved behind it instead of dropped. */
    private static final long SQUEEZE_NS = 1_000_000_000L;

    /** Pictures that have to be moved together keep a quarter of the usual step, for containers that count in ms. */
    private static final int LEAST_STEP_DIVISOR = 4;

    /** What comes out. */
    public interface Output {

        /** A unit at its output time. */
        void onUnit(AccessUnit unit, long nowNs);

        /**
         * A frame of sound came, but silence had its place already.
         *
         * @param beyondTicks by how much later it came than its track's usually do; 0 or less for one on time
         */
        void onOvertaken(Track track, long beyondTicks);

        /** @param jumpTicks by how much the offset changed: the publisher's jump, with the sign turned */
        void onSplice(long jumpTicks);
    }

    // For life
    private final Output out;
    private final TrackTimes tracks = new TrackTimes();
    private final WallRelation wall = new WallRelation();
    private final FillerClock fillers = new FillerClock(tracks, wall);

    // Until the next splice
    private int epoch;
    private long offsetTicks;
    private long formerOffsetTicks;
    private long epochNs;
    private boolean hasEpochNs;
    private boolean signalled;
    private long signalledNs;

    // Until the tracks change
    private boolean hasPacedTracks;

    // Counters
    private long droppedUnits;
    private long splices;

    // The last unit of a track that paces the timeline
    private long lastOutTicks;
    private boolean started;

    /** A timeline whose first publication keeps its times. */
    public Timeline(Output out) {
        this.out = out;
    }

    /** The tracks from here on. */
    public void onTracks(List<Track> announced) {
        hasPacedTracks = false;
        for (Track track : announced) {
            hasPacedTracks |= track.kind() != MediaKind.DATA;
        }
        tracks.keep(announced);
    }

    /** The publisher said that its clock jumps here. */
    public void onTimeDiscontinuity(long nowNs) {
        signalled = true;
        signalledNs = nowNs;
    }

    /**
     * Takes a unit at the publisher's time.
     *
     * @param arrivalNs the same for units that arrived together; never less than before
     */
    public void onUnit(AccessUnit unit, long arrivalNs) {
        onUnit(unit, arrivalNs, arrivalNs);
    }

    /**
     * Takes a unit that had to wait since it arrived: that is not its publisher's lateness.
     *
     * @param nowNs when it goes out
     */
    public void onUnit(AccessUnit unit, long arrivalNs, long nowNs) {
        Track track = unit.track();
        TrackTime time = tracks.of(track);
        if (track.kind() == MediaKind.DATA && hasPacedTracks) {
            follow(time, unit, arrivalNs, nowNs);
        } else {
            pace(time, unit, arrivalNs, nowNs);
        }
    }

    /**
     * Another publication goes on from here.
     *
     * @param newOffsetTicks is added to its times
     */
    public void goOn(long newOffsetTicks, long nowNs) {
        wall.keep();
        formerOffsetTicks = newOffsetTicks; // nothing of the former publication comes any more, be their times alike
        offsetTicks = newOffsetTicks;
        epoch++;
        epochNs = nowNs;
        hasEpochNs = true;
        signalled = false;
        fillers.onAir();
        splices++;
        for (TrackTime time : tracks.all()) {
            time.forgetInput();
            time.moveTo(epoch, newOffsetTicks, nowNs);
        }
    }

    /** One track of the publication lies beside the others: for as long as it lasts, its units are moved by so much. */
    public void shiftTrack(Track track, long shiftTicks) {
        TrackTime time = tracks.of(track);
        if (!time.started && time.epoch != epoch) {
            time.moveTo(epoch, offsetTicks, epochNs);
        }
        time.offsetTicks += shiftTicks;
    }

    /**
     * A filler has taken this place behind what came; live units follow it or are late.
     *
     * @param durationSamples 0 for pictures
     */
    public void filled(Track track, long dtsTicks, long ptsTicks, int durationSamples) {
        TrackTime time = tracks.of(track);
        if (!time.filled) {
            time.beginFilling(tracks.newestBeside(time));
        }
        time.lastOutTicks = dtsTicks;
        time.shownTicks = Math.max(time.shownTicks, ptsTicks);
        lastOutTicks = dtsTicks;
        if (track.format() instanceof AudioFormat audio) {
            // Half a frame: the rounding of ticks must not let a frame in twice, nor keep the next one out.
            time.notBeforeTicks = dtsTicks + Timebase.ticksFromSamples(durationSamples, audio.sampleRateHz()) / 2;
        }
    }

    /** The next frame of a sound track belongs there: what comes before is late. */
    public void expect(Track track, long ticks, int durationSamples) {
        if (track.format() instanceof AudioFormat audio && audio.sampleRateHz() > 0) {
            TrackTime time = tracks.of(track);
            time.filled = true;
            time.notBeforeTicks = ticks - Timebase.ticksFromSamples(durationSamples, audio.sampleRateHz()) / 2;
        }
    }

    /** Where the newest unit of that track lies; far in the past if there is none. */
    public long lastOutTicks(Track track) {
        return Math.max(tracks.of(track).lastOutTicks, Long.MIN_VALUE / 2);
    }

    /**
     * The least that can be added to the times of a track's first picture so that it comes behind the last one. Where its publisher
     * reorders pictures in another way, it may still have to be squeezed by the difference.
     */
    public long leastOffsetTicks(Track track, AccessUnit picture) {
        TrackTime time = tracks.of(track);
        return time.lastOutTicks == Long.MIN_VALUE ? Long.MIN_VALUE / 4 : time.shiftTicks(picture.dtsTicks());
    }

    /** When a picture is shown; at its DTS if its PTS is too far from that to be true. */
    public static long shownTicks(long dtsTicks, long ptsTicks) {
        return ptsTicks - dtsTicks > FAR_TICKS ? dtsTicks : ptsTicks;
    }

    /** The least from one picture to the next where they have to be moved together. */
    public static long leastStepTicks(long usualStepTicks) {
        return Math.max(1, usualStepTicks / LEAST_STEP_DIVISOR);
    }

    /** Where the newest unit of a track that paces the timeline lies. */
    public long lastOutTicks() {
        return lastOutTicks;
    }

    /** The offset that leaves output time where it is against the wall, for a publication whose earliest unit has that lateness. */
    public long naturalOffsetTicks(long leastLatenessTicks) {
        return leastLatenessTicks - wall.ticks();
    }

    /** When fillers are due. */
    public FillerClock fillers() {
        return fillers;
    }

    /** Units that went back a little in time, or came when a filler had taken their place. */
    public long droppedUnits() {
        return droppedUnits;
    }

    /** Jumps of the publisher's clock. */
    public long splices() {
        return splices;
    }

    /** What is added to the publisher's times at present. */
    public long offsetTicks() {
        return offsetTicks;
    }

    private void pace(TrackTime time, AccessUnit unit, long arrivalNs, long nowNs) {
        long in = unit.dtsTicks();
        meetFirst(time, unit, arrivalNs);
        boolean jumped = time.started && isJump(time, in, arrivalNs);
        if (jumped) {
            jump(time, in, arrivalNs);
        } else if (!time.started && time.epoch != epoch) {
            time.moveTo(epoch, offsetTicks + besideGridTicks(time, in + offsetTicks), arrivalNs);
        }
        if (time.filled && !endFilling(time, unit, arrivalNs)) {
            long lateTicks = Timebase.ticksFromNs(arrivalNs) - in - time.offsetTicks;
            // How late a track is shows though it comes too late; but where no other shows it, too, fillers do not wait for a false place.
            if (!time.lateness.isKnown() && lateTicks - wall.ticks() <= (wall.isKnown() ? FAR_TICKS : MAX_STEP_AHEAD_TICKS)) {
                time.lateness.add(lateTicks, arrivalNs);
            }
            droppedUnits++;
            return;
        }
        long dts = time.warped(in + time.offsetTicks);
        boolean hasJustMoved = time.epoch > 0 && arrivalNs - time.adoptedNs < SQUEEZE_NS;
        boolean isTwice = dts == time.lastOutTicks && hasJustMoved && unit.track().kind() == MediaKind.AUDIO;
        if (dts < time.lastOutTicks || isTwice) {
            if (!time.isVideo || !hasJustMoved) {
                droppedUnits++;
                if (jumped) { // the next one is none
                    time.lastInTicks = in;
                    time.lastArrivalNs = arrivalNs;
                }
                return;
            }
            dts = time.lastOutTicks + 1;
        }
        remember(time, in, dts, arrivalNs);
        lastOutTicks = dts;
        started = true;
        long pts = time.warped(unit.ptsTicks() + time.offsetTicks);
        time.shownTicks = Math.max(time.shownTicks, shownTicks(dts, pts));
        time.settle(dts);
        wall.add(Timebase.ticksFromNs(arrivalNs) - in - time.offsetTicks, arrivalNs); // squeezed pictures are not earlier for that
        deliver(unit, dts, pts, nowNs);
    }

    private boolean endFilling(TrackTime time, AccessUnit unit, long arrivalNs) {
        long dts = unit.dtsTicks() + time.offsetTicks;
        boolean follows = time.followsFiller(dts, unit.ptsTicks() + time.offsetTicks);
        if (!follows && time.late.isForGood(time.aheadTicks(dts), arrivalNs) && (!time.isVideo || !anySoundIsLate(arrivalNs))) {
            int formerEpoch = time.epoch;
            jump(time, unit.dtsTicks(), arrivalNs);
            takeAlong(time, formerEpoch, arrivalNs);
            follows = true;
        }
        if (follows) {
            time.endFilling(arrivalNs);
            return true;
        }
        long lateTicks = Timebase.ticksFromNs(arrivalNs) - dts;
        boolean isFirstOfArrival = time.late.drop(lateTicks, arrivalNs);
        if (!time.isVideo && isFirstOfArrival && time.lateness.isKnown()) {
            out.onOvertaken(unit.track(), lateTicks - time.lateness.greatestTicks());
        }
        return false;
    }

    /**
     * What is late with a track that stays late moves with it: the publisher's own clock has not jumped. Pictures that are not missed yet
     * stay beside their sound.
     */
    private void takeAlong(TrackTime moved, int formerEpoch, long arrivalNs) {
        for (TrackTime time : tracks.all()) {
            boolean isBeside = time.filled || (time.isVideo && !moved.isVideo && time.epoch == formerEpoch);
            if (time != moved && isBeside && time.started && time.epoch != moved.epoch) {
                time.moveTo(moved.epoch, moved.offsetTicks + besideGridTicks(time, time.lastInTicks + moved.offsetTicks), arrivalNs);
            }
        }
    }

    /** Sound decides where the publisher's new time lies, since its frames have to follow the silence exactly. */
    private boolean anySoundIsLate(long arrivalNs) {
        for (TrackTime time : tracks.all()) {
            if (time.filled && !time.isVideo && time.late.areComing(arrivalNs)) {
                return true;
            }
        }
        return false;
    }

    /** A data track is too sparse to tell a jump from a pause: it goes where the others are. */
    private void follow(TrackTime time, AccessUnit unit, long arrivalNs, long nowNs) {
        long in = unit.dtsTicks();
        long offset = offsetTicks;
        if (started && hasEpochNs && arrivalNs - epochNs < EXPECTATION_NS
                && Math.abs(in + formerOffsetTicks - lastOutTicks) < Math.abs(in + offsetTicks - lastOutTicks)) {
            offset = formerOffsetTicks;
        }
        offset = credibleOffset(in, offset, arrivalNs); // it may come first behind a jump
        long dts = Math.max(in + offset, time.lastOutTicks);
        remember(time, in, dts, arrivalNs);
        AccessUnit moved = announces(unit.track()) ? unit.with(SpliceSection.moved(unit.payload(), offset)) : unit;
        deliver(moved, dts, unit.ptsTicks() + offset, nowNs);
    }

    /** Whether units of a track tell what is to come (SCTE-35), so that they are of use before a splice, too. */
    public static boolean announces(Track track) {
        return track.format() instanceof OpaqueFormat opaque && opaque.content() == OpaqueFormat.Content.SCTE_35;
    }

    /** Whether a publisher's clock jumped between two units of a track: it steps back too far, or ahead of the wall clock. */
    public static boolean isJump(long formerTicks, long formerArrivalNs, long ticks, long arrivalNs) {
        long step = ticks - formerTicks;
        return step < -MAX_STEP_BACK_TICKS || step - Timebase.ticksFromNs(arrivalNs - formerArrivalNs) > MAX_STEP_AHEAD_TICKS;
    }

    private boolean isJump(TrackTime time, long in, long arrivalNs) {
        if (isJump(time.lastInTicks, time.lastArrivalNs, in, arrivalNs)) {
            return true;
        }
        long step = in - time.lastInTicks;
        boolean announced = signalled && time.adoptedNs < signalledNs && arrivalNs - signalledNs < EXPECTATION_NS;
        boolean othersJumped = time.epoch != epoch && arrivalNs - epochNs < EXPECTATION_NS;
        return (announced || othersJumped) && isUnusual(time, in, step, arrivalNs);
    }

    private static boolean isUnusual(TrackTime time, long in, long step, long arrivalNs) {
        if (step < 0) {
            return true;
        }
        if (arrivalNs == time.lastArrivalNs) {
            return step > time.stepTicks + ANNOUNCED_STEP_TICKS;
        }
        long late = Timebase.ticksFromNs(arrivalNs) - (in + time.offsetTicks);
        return time.lateness.isKnown() && (late < time.lateness.leastTicks() - ANNOUNCED_STEP_TICKS
                || late > time.lateness.greatestTicks() + ANNOUNCED_STEP_TICKS);
    }

    /** The first unit of a track tells, too, where its publisher's clock has jumped to since the others' last units. */
    public void meetFirst(AccessUnit unit, long arrivalNs) {
        meetFirst(tracks.of(unit.track()), unit, arrivalNs);
    }

    private void meetFirst(TrackTime time, AccessUnit unit, long arrivalNs) {
        long credible = time.started || !wall.isKnown() ? offsetTicks : credibleOffset(unit.dtsTicks(), offsetTicks, arrivalNs);
        if (credible != offsetTicks) {
            splice(credible, offsetTicks, arrivalNs);
        }
    }

    /** That offset, or the one that puts a unit beside the others of its publication if it would lie in another time. */
    private long credibleOffset(long in, long offset, long arrivalNs) {
        long beside = Timebase.ticksFromNs(arrivalNs) - wall.presentTicks() - in;
        return started && Math.abs(offset - beside) > FAR_TICKS ? beside : offset;
    }

    private void jump(TrackTime time, long in, long arrivalNs) {
        if (time.epoch != epoch && arrivalNs - epochNs < EXPECTATION_NS && fits(time, in + offsetTicks, arrivalNs)) {
            time.moveTo(epoch, offsetTicks + besideGridTicks(time, in + offsetTicks), arrivalNs);
            return;
        }
        long former = time.offsetTicks;
        splice(placeOf(time, arrivalNs) - in, former, arrivalNs);
        time.moveTo(epoch, offsetTicks, arrivalNs);
    }

    private void splice(long newOffsetTicks, long formerTicks, long arrivalNs) {
        wall.keep(); // what comes too early or too late for its new place does not move the stream's own
        formerOffsetTicks = formerTicks;
        offsetTicks = newOffsetTicks;
        epoch++;
        epochNs = arrivalNs;
        hasEpochNs = true;
        splices++;
        out.onSplice(newOffsetTicks - formerTicks);
    }

    /** Whether a unit at that output time would be about where the track is. */
    private static boolean fits(TrackTime time, long dts, long arrivalNs) {
        long elapsed = Timebase.ticksFromNs(arrivalNs - time.lastArrivalNs);
        long step = dts - time.lastOutTicks;
        return step >= -MAX_STEP_BACK_TICKS && step - elapsed <= MAX_STEP_AHEAD_TICKS;
    }

    /** Where the first unit behind a jump belongs: as late as the track's units are at best, and on its next step if that is near. */
    private static long placeOf(TrackTime time, long arrivalNs) {
        long next = time.lastOutTicks + time.stepTicks;
        if (arrivalNs == time.lastArrivalNs || !time.lateness.isKnown() || (time.filled && !time.isVideo)) {
            return next;
        }
        long place = Timebase.ticksFromNs(arrivalNs) - time.lateness.leastTicks();
        if (Math.abs(place - next) <= time.stepTicks / 2) {
            return next;
        }
        return Math.max(place + besideGridTicks(time, place), time.isVideo ? time.lastOutTicks + 1 : next);
    }

    /** What brings a frame of sound that would lie there to whole frames behind the last one; at most half a frame. 0 for pictures. */
    private static long besideGridTicks(TrackTime time, long place) {
        if (time.isVideo || time.stepTicks <= 0) {
            return 0;
        }
        long beyond = place - time.lastOutTicks;
        return Math.floorDiv(beyond + time.stepTicks / 2, time.stepTicks) * time.stepTicks - beyond;
    }

    private static void remember(TrackTime time, long in, long dts, long arrivalNs) {
        if (time.started && in > time.lastInTicks) {
            time.stepTicks = in - time.lastInTicks > MAX_STEP_AHEAD_TICKS ? time.stepTicks : in - time.lastInTicks;
        }
        if (!time.started || arrivalNs != time.lastArrivalNs) {
            time.lateness.add(Timebase.ticksFromNs(arrivalNs) - in - time.offsetTicks, arrivalNs);
        }
        time.started = true;
        time.lastInTicks = in;
        time.lastOutTicks = dts;
        time.lastArrivalNs = arrivalNs;
    }

    private void deliver(AccessUnit unit, long dts, long pts, long nowNs) {
        long shown = Math.max(pts, dts);
        boolean unmoved = dts == unit.dtsTicks() && shown == unit.ptsTicks();
        out.onUnit(unmoved ? unit : unit.at(dts, shown), nowNs);
    }
}
