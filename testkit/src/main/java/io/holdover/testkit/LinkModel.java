package io.holdover.testkit;

/**
 * How one direction of a link behaves. Percentages are chances for each datagram.
 *
 * @param lossPercent lost, each independently of the others
 * @param burstPercent chance that a burst begins, in which everything is lost
 * @param burstMs how long such a burst lasts
 * @param delayMs delay of everything
 * @param jitterMs further random delay, 0 up to this; the order is kept
 * @param reorderPercent held back so that later datagrams overtake it
 * @param reorderMs how long it is held back
 * @param duplicatePercent delivered twice
 */
public record LinkModel(double lossPercent, double burstPercent, double burstMs, double delayMs, double jitterMs, double reorderPercent,
        double reorderMs, double duplicatePercent) {

    /** Refuses percentages beyond 0..100 and negative times. */
    public LinkModel {
        requirePercent("lossPercent", lossPercent);
        requirePercent("burstPercent", burstPercent);
        requirePercent("reorderPercent", reorderPercent);
        requirePercent("duplicatePercent", duplicatePercent);
        if (burstMs < 0 || delayMs < 0 || jitterMs < 0 || reorderMs < 0) {
            throw new IllegalArgumentException("a time is negative");
        }
    }

    /** A perfect link without delay. */
    public static LinkModel clean() {
        return new LinkModel(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** The same with independent losses. */
    public LinkModel withLoss(double percent) {
        return new LinkModel(percent, burstPercent, burstMs, delayMs, jitterMs, reorderPercent, reorderMs, duplicatePercent);
    }

    /** The same with bursts of loss. */
    public LinkModel withBursts(double percent, double lengthMs) {
        return new LinkModel(lossPercent, percent, lengthMs, delayMs, jitterMs, reorderPercent, reorderMs, duplicatePercent);
    }

    /** The same with a delay and random delay on top. */
    public LinkModel withDelay(double fixedMs, double randomMs) {
        return new LinkModel(lossPercent, burstPercent, burstMs, fixedMs, randomMs, reorderPercent, reorderMs, duplicatePercent);
    }

    /** The same with datagrams that are overtaken. */
    public LinkModel withReordering(double percent, double heldBackMs) {
        return new LinkModel(lossPercent, burstPercent, burstMs, delayMs, jitterMs, percent, heldBackMs, duplicatePercent);
    }

    /** The same with datagrams that come twice. */
    public LinkModel withDuplicates(double percent) {
        return new LinkModel(lossPercent, burstPercent, burstMs, delayMs, jitterMs, reorderPercent, reorderMs, percent);
    }

    private static void requirePercent(String name, double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException(name + " " + percent + " is not within 0..100");
        }
    }
}
