package io.holdover.stream;

import io.holdover.stream.hold.HoldOptions;

/**
 * What an operator decides about a path.
 *
 * @param takesPublishers whether anybody may publish; false where the stream is to come from elsewhere
 * @param overridePublisher whether a second publisher takes over from one that still delivers; false refuses the second. A publication
 *        that has been silent for a second is replaced in any case.
 * @param maxReaders how many may read at once; 0 means any number
 * @param hold what happens when the publisher is lost
 * @param demand whether a publisher is sent for when somebody wants to read
 */
public record PathOptions(boolean takesPublishers, boolean overridePublisher, int maxReaders, HoldOptions hold, DemandOptions demand) {

    /** Of a path whose publishers come by themselves. */
    public PathOptions(boolean takesPublishers, boolean overridePublisher, int maxReaders, HoldOptions hold) {
        this(takesPublishers, overridePublisher, maxReaders, hold, DemandOptions.none());
    }

    /** @throws IllegalArgumentException naming the component that is out of range */
    public PathOptions {
        if (maxReaders < 0) {
            throw new IllegalArgumentException("maxReaders is negative: " + maxReaders);
        }
    }

    /** A new publisher takes over, any number may read, the stream ends with its publisher. */
    public static PathOptions defaults() {
        return new PathOptions(true, true, 0, HoldOptions.off());
    }

    /** The same with another decision about the loss of the publisher. */
    public PathOptions with(HoldOptions newHold) {
        return new PathOptions(takesPublishers, overridePublisher, maxReaders, newHold, demand);
    }

    /** The same with another decision about who brings the publisher. */
    public PathOptions with(DemandOptions newDemand) {
        return new PathOptions(takesPublishers, overridePublisher, maxReaders, hold, newDemand);
    }
}
