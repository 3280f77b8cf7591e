package io.holdover.stream.timeline;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Track;

/** Where each track of a stream stands; a track is there from the first time that it is asked for. Stream thread only. */
final class TrackTimes {

    private final List<TrackTime> all = new ArrayList<>();

    List<TrackTime> all() {
        return all;
    }

    TrackTime of(Track track) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).trackId == track.id()) {
                return all.get(i);
            }
        }
        TrackTime time = new TrackTime(track);
        all.add(time);
        return time;
    }

    /** Forgets tracks that are not among these. */
    void keep(List<Track> tracks) {
        all.removeIf(time -> tracks.stream().noneMatch(track -> track.id() == time.trackId));
    }

    /** Of the others, the one that was heard of last; null if none was. */
    @Nullable
    TrackTime newestBeside(TrackTime track) {
        TrackTime newest = null;
        for (TrackTime time : all) {
            if (time != track && time.isPaced && time.lateness.isKnown() && (newest == null || time.lastArrivalNs > newest.lastArrivalNs)) {
                newest = time;
            }
        }
        return newest;
    }
}
