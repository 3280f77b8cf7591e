package io.holdover.stream;

import java.util.BitSet;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Track;
import io.holdover.stream.hold.Hold;
import io.holdover.stream.timeline.Timeline;

/**
 * Sound of a publication that begins, or is announced, after its splice: its first frame goes on where the silence ends, as that of sound
 * at the splice does. Stream thread only.
 */
final class LateSound {

    private final Timeline timeline;
    /** Sound tracks of the stream of which the publication on air has not sent anything yet. */
    private final BitSet awaited = new BitSet();

    LateSound(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Another publication goes on; sound that waits with it is aligned by the splice. */
    void goOn(Splice splice, Arrival waiting) {
        awaited.clear();
        for (Track track : splice.layout().output()) {
            if (track.kind() == MediaKind.AUDIO) {
                awaited.set(track.id());
            }
        }
        for (Track track : waiting.tracks()) {
            Track continued = splice.layout().continuedBy(track);
            if (continued != null && waiting.first(track, splice.fromTicks()) != null) {
                awaited.clear(continued.id());
            }
        }
    }

    /** A unit is about to be placed: the first frame of such a track finds its place on the grid, at most half a frame beside its time. */
    void align(AccessUnit unit, Hold hold, long arrivalNs, long nowNs) {
        Track sound = unit.track();
        if (sound.kind() != MediaKind.AUDIO || !awaited.get(sound.id())) {
            return;
        }
        awaited.clear(sound.id());
        timeline.meetFirst(unit, arrivalNs);
        long place = unit.dtsTicks() + timeline.offsetTicks();
        long next = hold.silenceUpTo(sound, place, nowNs);
        timeline.shiftTrack(sound, next - place - Splice.lostTicks(unit, next - place));
        timeline.expect(sound, next, unit.durationSamples());
        hold.expect(sound);
    }
}
