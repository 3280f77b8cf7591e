package io.holdover.stream.hold;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.VideoFormat;
import io.holdover.media.codec.HeldPictures;
import io.holdover.stream.timeline.Timeline;

/** The picture that stands behind the last one of one video track. Stream thread only. */
final class VideoFiller {

    /** 25 pictures a second, where nothing else is known. */
    private static final long DEFAULT_INTERVAL_TICKS = 3600;
    private static final int STEPS = 30;
    /** Key pictures are repeated at most this often. */
    static final long KEY_PICTURE_INTERVAL_NS = 2_000_000_000L;
    private static final long NEVER_NS = Long.MIN_VALUE;

    // For life
    private final HeldPictures pictures;

    // Until the format changes
    private Track track;

    // Live pictures
    private final long[] steps = new long[STEPS];
    private final long[] sortedSteps = new long[STEPS];
    private long stepCount;
    private boolean stepsChanged;
    private boolean hasFormer;
    private long formerDtsTicks; // on the publisher's clock
    private long formerNs;
    private final long[] leads = new long[STEPS];
    private long leadCount;
    private boolean started;
    private boolean seenExact;
    private long lastDtsTicks;
    private long shownTicks = Long.MIN_VALUE;
    private boolean damaged;

    // Fillers
    private long intervalTicks = DEFAULT_INTERVAL_TICKS;
    private long leadTicks;
    private boolean holding;
    private boolean awaitsRandomAccess;
    private long askedSinceNs = NEVER_NS;
    private long keyPictureNs = NEVER_NS;
    private boolean hasKeyPicture = true;

    // Until the publication, or what it announces, is another
    private boolean abandoned;

    VideoFiller(Track track) {
        this.track = track;
        this.pictures = Recipes.pictures((VideoFormat) track.format());
    }

    Track track() {
        return track;
    }

    /** The same track, perhaps with other parameters. */
    void renew(Track renewed) {
        track = renewed;
    }

    /** Whether the publication on air has no such track. */
    void abandon(boolean is) {
        abandoned = is;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Whether a live picture may come now: behind a filler, only one with which a decoder can begin. */
    boolean admits(AccessUnit picture, long nowNs) {
        learnStep(picture.dtsTicks(), nowNs);
        if (!holding && !awaitsRandomAccess) {
            askedSinceNs = NEVER_NS;
            return true;
        }
        askedSinceNs = askedSinceNs == NEVER_NS ? nowNs : askedSinceNs;
        return switch (picture.randomAccess()) {
            case EXACT -> !picture.damaged();
            case GRADUAL -> !seenExact || nowNs - askedSinceNs >= Hold.PATIENCE_NS;
            case NONE -> false;
        };
    }

    /** Of every picture that comes, be it refused: those that come seldom would be missed each time. */
    private void learnStep(long dtsTicks, long nowNs) {
        long step = hasFormer ? dtsTicks - formerDtsTicks : 0;
        if (step > 0 && !Timeline.isJump(formerDtsTicks, formerNs, dtsTicks, nowNs)) {
            int slot = (int) (stepCount++ % STEPS);
            stepsChanged |= steps[slot] != step;
            steps[slot] = step;
        }
        hasFormer = true;
        formerDtsTicks = dtsTicks;
        formerNs = nowNs;
    }

    /**
     * Another encoder's pictures follow: they cannot refer to what was before.
     *
     * @param sinceNs since when they are waited for
     */
    void awaitRandomAccess(long sinceNs) {
        awaitsRandomAccess = started;
        hasFormer = false;
        if (started) {
            askedSinceNs = sinceNs;
            pictures.spliced();
        }
    }

    /** More held pictures that have to precede this live one, nearly always 0. */
    int heldBefore(AccessUnit picture) {
        return holding ? pictures.heldBefore(picture) : 0;
    }

    /** A live picture on its way out, null if it must not go. */
    @Nullable
    AccessUnit forward(AccessUnit picture) {
        byte[] payload = pictures.forward(picture);
        if (payload == null) {
            return null;
        }
        started = true;
        holding = false;
        awaitsRandomAccess = false;
        hasKeyPicture = true;
        seenExact |= picture.randomAccess() == RandomAccess.EXACT;
        damaged = picture.damaged();
        lastDtsTicks = picture.dtsTicks();
        shownTicks = Math.max(shownTicks, Timeline.shownTicks(picture.dtsTicks(), picture.ptsTicks()));
        leads[(int) (leadCount++ % STEPS)] = shownTicks - lastDtsTicks;
        return picture.with(payload);
    }

    boolean isStarted() {
        return started;
    }

    /** Whether fillers have been sent since the last live picture. */
    boolean isHolding() {
        return holding;
    }

    /** Whether another encoder's pictures are to follow, of which none has come to begin with. */
    boolean awaitsRandomAccess() {
        return awaitsRandomAccess;
    }

    /** Whether live pictures go out as they come. */
    boolean isSettled() {
        return !holding && !awaitsRandomAccess && pictures.isSettled();
    }

    boolean canHold() {
        return !damaged && pictures.canHold();
    }

    /** Why pictures cannot be held, for a log line. */
    String obstacle() {
        return damaged ? "the last picture is damaged" : pictures.obstacle();
    }

    /** From picture to picture: the median of the last steps. */
    long intervalTicks() {
        if (stepsChanged) { // asked for at every unit of the stream: the answer nearly always stands
            stepsChanged = false;
            int count = (int) Math.min(stepCount, STEPS);
            System.arraycopy(steps, 0, sortedSteps, 0, count);
            Arrays.sort(sortedSteps, 0, count);
            intervalTicks = sortedSteps[count / 2];
        }
        return intervalTicks;
    }

    /** How far what is shown lies ahead of the DTS, at the least: what the publisher's reordering takes. */
    private long leadTicks() {
        if (!holding) {
            leadTicks = Arrays.stream(leads, 0, (int) Math.min(leadCount, STEPS)).min().orElse(0);
        }
        return leadTicks;
    }

    /** Where the next filler belongs. */
    long nextTicks() {
        return lastDtsTicks + intervalTicks();
    }

    /** Where the last one lies. */
    long lastTicks() {
        return lastDtsTicks;
    }

    /** What is shown last is shown from then on. */
    long shownTicks() {
        return shownTicks;
    }

    /** Passes over the held pictures up to that time, which nobody would get. How many there would have been. */
    long skipTo(long dueTicks) {
        long count = Math.max(0, Math.floorDiv(dueTicks - lastDtsTicks, intervalTicks()));
        if (count > 0) {
            advance(lastDtsTicks + count * intervalTicks(), count);
            keyPictureNs = NEVER_NS;
        }
        return count;
    }

    /** A held picture. Only while {@link #canHold}. */
    AccessUnit next() {
        return filler(pictures.next(), RandomAccess.NONE, nextTicks());
    }

    /** Whether the last key picture has not been repeated for a while. */
    boolean isKeyPictureAllowed(long nowNs) {
        return keyPictureNs == NEVER_NS || nowNs - keyPictureNs >= KEY_PICTURE_INTERVAL_NS;
    }

    /** When it may be repeated. */
    long keyPictureDueNs() {
        return keyPictureNs == NEVER_NS ? NEVER_NS : keyPictureNs + KEY_PICTURE_INTERVAL_NS;
    }

    /** The last key picture once more, at that time or behind what is sent; null if there is none. */
    @Nullable
    AccessUnit keyPicture(long dtsTicks, long nowNs) {
        keyPictureNs = nowNs;
        byte[] payload = pictures.keyPicture();
        hasKeyPicture = payload != null;
        if (payload == null) {
            return null;
        }
        damaged = false;
        // Of slides and the like, the usual step would lead further ahead with each.
        long leastStepTicks = Timeline.leastStepTicks(Math.min(intervalTicks(), DEFAULT_INTERVAL_TICKS));
        return filler(payload, RandomAccess.EXACT, Math.max(dtsTicks, lastDtsTicks + leastStepTicks));
    }

    /** Whether there was one when it was asked for last; in doubt there is. */
    boolean hasKeyPicture() {
        return hasKeyPicture;
    }

    private AccessUnit filler(byte[] payload, RandomAccess randomAccess, long dtsTicks) {
        advance(dtsTicks, 1);
        return AccessUnit.video(track, dtsTicks, shownTicks, randomAccess, 0, false, payload);
    }

    /** A cut before the B pictures of a group leaves what is shown far ahead of the DTS: short steps make up for it. */
    private void advance(long dtsTicks, long pictureCount) {
        shownTicks = Math.max(shownTicks + pictureCount * Timeline.leastStepTicks(intervalTicks()), dtsTicks + leadTicks());
        lastDtsTicks = dtsTicks;
        holding = true;
    }
}
