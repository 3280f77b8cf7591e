package io.holdover.stream.timeline;

/** Where one track of a publication stands on the timeline. Stream thread only. */
final class TrackTime {

    // For life
    final int trackId;
    final boolean isVideo;
    final Lateness lateness = new Lateness();

    // Until the next splice
    int epoch;
    long offsetTicks;
    long adoptedNs;

    // Per unit
    boolean started;
    long lastInTicks;
    long lastOutTicks;
    long lastArrivalNs;
    long stepTicks;

    TrackTime(int trackId, boolean isVideo) {
        this.trackId = trackId;
        this.isVideo = isVideo;
    }

    void moveTo(int newEpoch, long newOffsetTicks, long nowNs) {
        epoch = newEpoch;
        offsetTicks = newOffsetTicks;
        adoptedNs = nowNs;
    }
}
