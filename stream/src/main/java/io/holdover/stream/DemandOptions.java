package io.holdover.stream;

/**
 * Whether a path gets its publisher when somebody wants to read it.
 *
 * @param startsPublisher whether somebody hears of the demand and brings a publisher; else readers are refused where there is no stream
 * @param startTimeoutNs how long readers wait for that publisher
 * @param closeAfterNs for how long there is still a demand when nobody reads any more
 */
public record DemandOptions(boolean startsPublisher, long startTimeoutNs, long closeAfterNs) {

    /** @throws IllegalArgumentException naming the component that is out of range */
    public DemandOptions {
        if (startTimeoutNs < 0 || closeAfterNs < 0) {
            throw new IllegalArgumentException("negative: startTimeoutNs " + startTimeoutNs + ", closeAfterNs " + closeAfterNs);
        }
    }

    /** Publishers come by themselves. */
    public static DemandOptions none() {
        return new DemandOptions(false, 0, 0);
    }
}
