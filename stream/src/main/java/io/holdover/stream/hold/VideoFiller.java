package io.holdover.stream.hold;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.VideoFormat;
import io.holdover.media.codec.HeldPictures;

/** The picture that stands behind the last one of one video track. Stream thread only. */
final class VideoFiller {

    /** 25 pictures a second, where nothing else is known. */
    private static final long DEFAULT_INTERVAL_TICKS = 3600;
    private static final int STEPS = 30;
    /** After so long without a key picture, one from which the image only recovers will do. */
    private static final long GRADUAL_PATIENCE_NS = 5_000_000_000L;
    private static final long NEVER_ASKED = Long.MIN_VALUE;

    // For life
    private final HeldPictures pictures;

    // Until the format changes
    private Track track;

    // Live pictures
    private final long[] steps = new long[STEPS];
    private int stepCount;
    private boolean started;
    private boolean seenExact;
    private long lastDtsTicks;
    private long shownTicks = Long.MIN_VALUE;
    private boolean damaged;

    // Fillers
    private long intervalTicks;
    private boolean holding;
    private boolean awaitsRandomAccess;
    private long askedSinceNs = NEVER_ASKED;

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

    /** Whether a live picture may come now: behind a filler, only one with which a decoder can begin. */
    boolean admits(AccessUnit picture, boolean gradualToo, long nowNs) {
        if (!holding && !awaitsRandomAccess) {
            askedSinceNs = NEVER_ASKED;
            return true;
        }
        askedSinceNs = askedSinceNs == NEVER_ASKED ? nowNs : askedSinceNs;
        return switch (picture.randomAccess()) {
            case EXACT -> !picture.damaged();
            case GRADUAL -> gradualToo || !seenExact || nowNs - askedSinceNs >= GRADUAL_PATIENCE_NS;
            case NONE -> false;
        };
    }

    /** Another encoder's pictures follow: they cannot refer to what was before. */
    void awaitRandomAccess() {
        awaitsRandomAccess = started;
        if (started) {
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
        if (started && !holding) {
            long step = picture.dtsTicks() - lastDtsTicks;
            if (step > 0) {
                steps[stepCount++ % STEPS] = step;
            }
        }
        started = true;
        holding = false;
        awaitsRandomAccess = false;
        seenExact |= picture.randomAccess() == RandomAccess.EXACT;
        damaged = picture.damaged();
        lastDtsTicks = picture.dtsTicks();
        shownTicks = Math.max(shownTicks, picture.ptsTicks());
        return picture.with(payload);
    }

    boolean isStarted() {
        return started;
    }

    /** Whether fillers have been sent since the last live picture. */
    boolean isHolding() {
        return holding;
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
        if (!holding) {
            int count = Math.min(stepCount, STEPS);
            long[] sorted = Arrays.copyOf(steps, count);
            Arrays.sort(sorted);
            intervalTicks = count == 0 ? DEFAULT_INTERVAL_TICKS : sorted[count / 2];
        }
        return intervalTicks;
    }

    /** Where the next filler belongs. */
    long nextTicks() {
        return lastDtsTicks + intervalTicks();
    }

    /** A held picture. Only while {@link #canHold}. */
    AccessUnit next() {
        return filler(pictures.next(), RandomAccess.NONE, nextTicks());
    }

    /** The last key picture once more, at that time or behind what is sent; null if there is none. */
    @Nullable
    AccessUnit keyPicture(long dtsTicks) {
        byte[] payload = pictures.keyPicture();
        if (payload == null) {
            return null;
        }
        damaged = false;
        return filler(payload, RandomAccess.EXACT, Math.max(dtsTicks, nextTicks()));
    }

    private AccessUnit filler(byte[] payload, RandomAccess randomAccess, long dtsTicks) {
        long interval = intervalTicks();
        shownTicks = Math.max(shownTicks + interval, dtsTicks);
        lastDtsTicks = dtsTicks;
        holding = true;
        return AccessUnit.video(track, dtsTicks, shownTicks, randomAccess, 0, false, payload);
    }
}
