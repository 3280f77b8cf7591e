package io.holdover.stream;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;
import io.holdover.stream.hold.Hold;
import io.holdover.stream.timeline.TrackLayout;

/** What a hold does, told to the stream and to its listener. Stream thread only. */
final class HoldEvents implements Hold.Output {

    private final StreamPath path;
    private final StreamListener listener;
    private final Continuity.Output out;

    HoldEvents(StreamPath path, StreamListener listener, Continuity.Output out) {
        this.path = path;
        this.listener = listener;
        this.out = out;
    }

    /** Another publication goes on: which tracks do not fit. */
    void onSplice(TrackLayout layout) {
        layout.ignored().forEach(track -> listener.onTrackIgnored(path, track));
        layout.missing().forEach(track -> listener.onTrackMissing(path, track));
    }

    @Override
    public boolean isWanted(long nowNs) {
        return out.isFillerWanted(nowNs);
    }

    @Override
    public void onFiller(AccessUnit unit, long nowNs) {
        out.onFiller(unit, nowNs);
    }

    @Override
    public void onFillingStarted(boolean silence) {
        listener.onFillingStarted(path, silence);
    }

    @Override
    public void onFillingStopped() {
        listener.onFillingStopped(path);
    }

    @Override
    public void onObstacle(Track track, String obstacle) {
        listener.onObstacle(path, track, obstacle);
    }
}
