package io.holdover.stream;

/**
 * What an operator decides about a path.
 *
 * @param overridePublisher whether a second publisher takes over from one that still delivers; false refuses the second. A publication
 *        that has been silent for a second is replaced in any case.
 * @param maxReaders how many may read at once; 0 means any number
 */
public record PathOptions(boolean overridePublisher, int maxReaders) {

    /** @throws IllegalArgumentException naming the component that is out of range */
    public PathOptions {
        if (maxReaders < 0) {
            throw new IllegalArgumentException("maxReaders is negative: " + maxReaders);
        }
    }

    /** A new publisher takes over, any number may read. */
    public static PathOptions defaults() {
        return new PathOptions(true, 0);
    }
}
