package io.holdover.control.config;

/**
 * Where the stream of a path comes from.
 *
 * @param text
 *            {@code publisher}, {@code redirect}, {@code rpiCamera}, or the address that it is pulled from
 */
public record PathSource(String text) {
    /** A peer that connects and publishes; the only one that is served. */
    public static final PathSource PUBLISHER = new PathSource("publisher");

    public boolean isPublisher() {
        return equals(PUBLISHER);
    }
}
