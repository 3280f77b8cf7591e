package io.holdover.stream;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
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
        Track sound = firstSound(waiting.tracks(), layout);
        long fromTicks = picture != null ? picture.dtsTicks() : Long.MIN_VALUE;
        if (picture == null && sound != null) {
            fromTicks = soundFrom(waiting, sound, hold, timeline);
        }
        AccessUnit frame = sound == null ? null : waiting.first(sound, fromTicks);
        if (frame == null && (picture == null || (sound != null && !waiting.isSoundOverdue(nowNs)))) {
            return null;
        }
        return new Splice(layout, picture, frame, fromTicks);
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

    private static @Nullable Track firstSound(List<Track> arriving, TrackLayout layout) {
        for (Track streamTrack : layout.output()) {
            for (Track track : arriving) {
                if (track.kind() == MediaKind.AUDIO && layout.continuedBy(track) == streamTrack) {
                    return track;
                }
            }
        }
        return null;
    }

    /**
     * What to add to the arrival's times: as much as leaves output time where it is against the wall, but its sound begins exactly where
     * the silence ends, for which silence may be put out.
     *
     * @param replaces whether a publication is on air until now
     */
    long offsetTicks(Arrival waiting, Hold hold, Timeline timeline, boolean replaces, long nowNs) {
        long natural = timeline.naturalOffsetTicks(waiting.leastLatenessTicks());
        if (frame != null) {
            return hold.silenceUpTo(partner(layout, frame.track()), frame.dtsTicks() + natural, nowNs) - frame.dtsTicks();
        }
        return picture != null && replaces ? Math.max(natural, timeline.lastOutTicks() + 1 - picture.dtsTicks()) : natural;
    }

    /** Further sound tracks keep their own frames: each lies at most half a frame beside where its times say. */
    void alignOtherSound(Arrival waiting, Hold hold, Timeline timeline, long offsetTicks, long nowNs) {
        for (Track track : waiting.tracks()) {
            boolean other = track.kind() == MediaKind.AUDIO && (frame == null || track.id() != frame.track().id());
            Track sound = other ? layout.continuedBy(track) : null;
            AccessUnit first = sound == null ? null : waiting.first(track, fromTicks);
            if (sound != null && first != null) {
                long natural = first.dtsTicks() + offsetTicks;
                timeline.shiftTrack(sound, hold.silenceUpTo(sound, natural, nowNs) - natural);
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
