package io.holdover.media.mpegts;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;
import io.holdover.media.TrackFormat;
import io.holdover.media.TsDescriptors;

/** The way out of one elementary stream: keeps its Track and replaces it when the format changes. One thread. */
final class TrackPort {
    /** The program that the track is part of. */
    interface Owner {
        /** Whether another format may be announced now; each yes counts. */
        boolean mayReplaceTrack();

        void trackReplaced();

        void deliver(AccessUnit unit);
    }

    private final Owner owner;
    private Track track;
    private TrackFormat seen;

    TrackPort(Owner owner, Track track) {
        this.owner = owner;
        this.track = track;
        this.seen = track.format();
    }

    Track track() {
        return track;
    }

    /**
     * The format of the unit that comes next. Readers hand over the same object until it changes, so that comparing references is enough
     * per unit. It waits
     * for one of the next units when formats change too often.
     */
    @SuppressWarnings("ReferenceEquality")
    void adopt(TrackFormat format) {
        if (format == seen || !owner.mayReplaceTrack()) {
            return;
        }
        seen = format;
        if (!format.equals(track.format())) {
            track = track.withFormat(format);
            owner.trackReplaced();
        }
    }

    /** Other descriptors from the PMT; whether they differ. */
    boolean describe(TsDescriptors descriptors) {
        if (descriptors.equals(track.descriptors())) {
            return false;
        }
        track = new Track(track.id(), track.format(), descriptors);
        return true;
    }

    void deliver(AccessUnit unit) {
        owner.deliver(unit);
    }
}
