package io.holdover.media;

import java.util.Objects;

/**
 * An elementary stream within a publication. Immutable; identity counts: a change of the parameters or descriptors is a new object with
 * the same id, so a
 * consumer finds it by comparing references.
 */
public final class Track {
    private final int id;
    private final TrackFormat format;
    private final TsDescriptors descriptors;

    /**
     * @param id the publisher's own number, 0 to 8191 (its PID in a transport stream)
     * @param format codec and parameters
     * @param descriptors what the container said beside it
     */
    public Track(int id, TrackFormat format, TsDescriptors descriptors) {
        this.id = id;
        this.format = Objects.requireNonNull(format);
        this.descriptors = Objects.requireNonNull(descriptors);
    }

    public int id() {
        return id;
    }

    public TrackFormat format() {
        return format;
    }

    public TsDescriptors descriptors() {
        return descriptors;
    }

    public MediaKind kind() {
        return format.kind();
    }

    /** The same track with other parameters. */
    public Track withFormat(TrackFormat newFormat) {
        return new Track(id, newFormat, descriptors);
    }

    @Override
    public String toString() {
        return "track " + id + " (" + format.codecName() + ")";
    }
}
