package io.holdover.stream;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.stream.hold.Hold;
import io.holdover.stream.timeline.Timeline;
import io.holdover.stream.timeline.TrackLayout;

/**
 * Where a stream goes on with an arrival: at its first picture to begin with, or with its sound alone.
 *
 * @param layout which tracks of the stream go on
 * @param picture the first picture; null where sound goes on alone
 * @param frame the first frame of the first sound track; null where pictures go on alone
 * @param fromTicks in the arrival's time; what is before it is dropped
 */
record Splice(TrackLayout layout, @Nullable AccessUnit picture, @Nullable AccessUnit frame, long fromTicks) {

    /** Less than what the timeline can squeeze, 0.4 s: a picture of another order of output comes on top. */
    private static final long MOST_OVERLAP_TICKS = 4 * Timebase.TICKS_PER_SECOND / 10;

    /**
     * Null if it has to wait for more.
     *
     * @param delivers whether the publication on air does, so that sound alone is not worth a takeover
     */
    static @Nullable Splice of(Arrival waiting, Hold hold, Timeline timeline, boolean delivers, long nowNs) {
        TrackLayout layout = waiting.layout();
        AccessUnit picture = waiting.picture();
        if (picture == null && hasPictures(waiting) && (delivers || !waiting.isOutOfPatience(nowNs))) {
            return null;
        }
        if (waiting.isDataAlone()) {
            return new Splice(layout, null, null, Long.MIN_VALUE);
        }
        Track sound = firstSound(waiting, waiting.isOtherSoundOverdue(nowNs));
        long fromTicks = picture != null ? picture.dtsTicks() : Long.MIN_VALUE;
        if (picture == null && sound != null) {
            fromTicks = soundFrom(waiting, sound, hold, timeline);
        }
        AccessUnit frame = sound == null ? null : waiting.first(sound, fromTicks);
        boolean nothingToWaitFor = sound == null || (delivers && hold.isDead(partner(layout, sound)));
        if (frame != null || (picture != null && nothingToWaitFor)) {
            return new Splice(layout, picture, frame, fromTicks);
        }
        if (picture == null || !waiting.isSoundOverdue(nowNs)) {
            return null;
        }
        if (delivers && !waiting.hasGivenSoundUp()) {
            waiting.giveSoundUp(nowNs); // a picture that has waited for so long would lie too far before those on air
            return null;
        }
        return new Splice(layout, picture, null, fromTicks);
    }

    private static boolean hasPictures(Arrival waiting) {
        return waiting.tracks().stream()
                .anyMatch(track -> track.kind() == MediaKind.VIDEO && waiting.layout().continuedBy(track) != null);
    }

    /** Sound alone goes on with the frame that is due now: what waited longer has been silence. */
    private static long soundFrom(Arrival waiting, Track sound, Hold hold, Timeline timeline) {
        long dueTicks = hold.nextSoundTicks(partner(waiting.layout(), sound)) - timeline.naturalOffsetTicks(waiting.leastLatenessTicks());
        return Math.min(dueTicks, waiting.newestTicks(sound));
    }

    /** In the stream's order; only of those that deliver if the very first one has been waited for in vain. */
    private static @Nullable Track firstSound(Arrival waiting, boolean delivering) {
        for (Track streamTrack : waiting.layout().output()) {
            for (Track track : waiting.tracks()) {
                if (track.kind() == MediaKind.AUDIO && waiting.layout().continuedBy(track) == streamTrack
                        && (!delivering || waiting.first(track, Long.MIN_VALUE) != null)) {
                    return track;
                }
            }
        }
        return null;
    }

    /** Whether its first picture takes the place of held ones. */
    boolean isBehindHeldPictures(Hold hold) {
        return picture != null && hold.isHolding(partner(layout, picture.track()));
    }

    /**
     * What to add to the arrival's times: as much as leaves output time where it is against the wall, but so that a frame of its sound
     * begins exactly where the last one ends. Silence may be put out for that. Behind a hold the first picture comes after the last held
     * one with the sound beside it, be it that the silence lasts longer. Sound that comes late, or while the former publication has sent
     * more, loses the frames that would lie before.
     *
     * @param replaces whether a publication delivers until now: pictures overlap then, rather than that output time runs ahead with each
     *        takeover
     */
    long offsetTicks(Arrival waiting, Hold hold, Timeline timeline, boolean replaces, long nowNs) {
        long natural = timeline.naturalOffsetTicks(waiting.leastLatenessTicks());
        if (frame == null) {
            return Math.max(natural, leastOffsetTicks(timeline, replaces));
        }
        Track sound = partner(layout, frame.track());
        long least = leastOffsetTicks(timeline, replaces);
        long wanted = replaces ? natural : Math.max(natural, least);
        long place = frame.dtsTicks() + wanted;
        long next = hold.silenceUpTo(sound, place, nowNs);
        if (next < frame.dtsTicks() + least) {
            next = hold.silenceUpTo(sound, place + durationTicks(frame, 1), nowNs); // the frame after, since the one before lies nearer
        }
        long behind = next - place;
        return wanted + behind - lostTicks(frame, Math.min(behind, behind + wanted - least));
    }

    private long leastOffsetTicks(Timeline timeline, boolean replaces) {
        AccessUnit first = picture;
        if (first == null) {
            return Long.MIN_VALUE / 4;
        }
        Track shown = partner(layout, first.track());
        return replaces ? timeline.lastOutTicks(shown) - MOST_OVERLAP_TICKS - first.dtsTicks() : timeline.leastOffsetTicks(shown, first);
    }

    /** How long so many frames like that last; 0 if they do not tell. */
    private static long durationTicks(AccessUnit frame, long frames) {
        int rateHz = frame.track().format() instanceof AudioFormat audio ? audio.sampleRateHz() : 0;
        return rateHz == 0 ? 0 : Timebase.ticksFromSamples(frames * frame.durationSamples(), rateHz);
    }

    /** Whole frames of about that length: they would lie before their place. */
    static long lostTicks(AccessUnit frame, long ticks) {
        long frameTicks = durationTicks(frame, 1);
        return frameTicks == 0 ? 0 : durationTicks(frame, Math.max(0, Math.floorDiv(ticks + frameTicks / 2, frameTicks)));
    }

    /** Each sound track goes on where its last frame ends; a further one lies at most half a frame beside where its times say for that. */
    void alignSound(Arrival waiting, Hold hold, Timeline timeline, long offsetTicks, long nowNs) {
        for (Track track : waiting.tracks()) {
            Track sound = track.kind() == MediaKind.AUDIO ? layout.continuedBy(track) : null;
            AccessUnit first = sound == null ? null : waiting.first(track, fromTicks);
            if (sound != null && first != null) {
                long place = first.dtsTicks() + offsetTicks;
                long next = hold.silenceUpTo(sound, place, nowNs);
                if (first != frame) {
                    timeline.shiftTrack(sound, next - place - lostTicks(first, next - place));
                }
                timeline.expect(sound, next, first.durationSamples());
                hold.expect(sound);
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
}
