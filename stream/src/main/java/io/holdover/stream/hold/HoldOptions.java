package io.holdover.stream.hold;

/**
 * What an operator decides about the loss of a path's publisher.
 *
 * @param persists the stream goes on with silence and the held picture; else it ends
 * @param timeoutNs for how long, 0 means for ever
 * @param picture what happens to pictures
 * @param stallTimeoutNs how much later than usual a publisher's audio may be before silence stands in for it, 0 means for ever
 */
public record HoldOptions(boolean persists, long timeoutNs, Picture picture, long stallTimeoutNs) {

    /** What the readers see. */
    public enum Picture {
        /** The last picture goes on in tiny frames. */
        FREEZE,
        /** No more video frames than a joining reader needs. */
        STOP
    }

    private static final long DEFAULT_STALL_NS = 300_000_000L;

    /** @throws IllegalArgumentException naming the component that is out of range */
    public HoldOptions {
        if (timeoutNs < 0 || stallTimeoutNs < 0) {
            throw new IllegalArgumentException("negative: timeoutNs " + timeoutNs + ", stallTimeoutNs " + stallTimeoutNs);
        }
    }

    /** A stream ends with its publisher. */
    public static HoldOptions off() {
        return new HoldOptions(false, 0, Picture.FREEZE, DEFAULT_STALL_NS);
    }

    /** A stream never ends by itself. */
    public static HoldOptions on() {
        return new HoldOptions(true, 0, Picture.FREEZE, DEFAULT_STALL_NS);
    }
}
