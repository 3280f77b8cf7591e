package io.holdover.gateway;

import java.util.List;
import java.util.stream.Collectors;

import io.holdover.media.Track;

/** Tracks in the words of a log line. */
public final class TrackSummary {
    private TrackSummary() {
    }

    /** {@code 2 tracks (H264, MPEG-4 Audio)}. */
    public static String of(List<Track> tracks) {
        return tracks.size() + (tracks.size() == 1 ? " track (" : " tracks (")
                + tracks.stream().map(track -> track.format().codecName()).collect(Collectors.joining(", ")) + ")";
    }
}
