package io.holdover.testkit;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * One direction of a bad network on a manual clock: datagrams go in with the time, and come out when the model lets them. The same seed,
 * datagrams and times give the same result. One thread.
 */
public final class LossyLink {

    /** The most datagrams on their way; further ones are lost, as in a router. */
    public static final int MAX_IN_FLIGHT = 100_000;

    private static final double NS_PER_MS = 1_000_000;

    // For life
    private final SplittableRandom random;
    private final PriorityQueue<InFlight> inFlight = new PriorityQueue<>(
            Comparator.comparingLong(InFlight::dueNs).thenComparingLong(InFlight::number));

    // Changes
    private LinkModel model;
    private long accepted;
    private long lost;
    private long burstEndNs = Long.MIN_VALUE;
    private long orderedDueNs = Long.MIN_VALUE;

    private record InFlight(long dueNs, long number, byte[] datagram) {
    }

    /** A link that behaves like the model; the seed decides each datagram's fate. */
    public LossyLink(LinkModel model, long seed) {
        this.model = model;
        this.random = new SplittableRandom(seed);
    }

    /** Behaves like this from now on; what is on its way stays so. */
    public void become(LinkModel newModel) {
        model = newModel;
    }

    /** A datagram enters. The array belongs to the link afterwards. */
    public void send(byte[] datagram, long nowNs) {
        accepted++;
        if (isLost(nowNs) || inFlight.size() >= MAX_IN_FLIGHT) {
            lost++;
            return;
        }
        long dueNs = nowNs + delayNs();
        if (chance(model.reorderPercent())) {
            inFlight.add(new InFlight(dueNs + (long) (model.reorderMs() * NS_PER_MS), accepted, datagram));
        } else {
            orderedDueNs = Math.max(orderedDueNs, dueNs);
            inFlight.add(new InFlight(orderedDueNs, accepted, datagram));
        }
        if (chance(model.duplicatePercent())) {
            inFlight.add(new InFlight(nowNs + delayNs(), accepted, datagram));
        }
    }

    /** The next datagram that has arrived by now, or null. Duplicates are the same array. */
    public byte @Nullable [] poll(long nowNs) {
        InFlight first = inFlight.peek();
        if (first == null || first.dueNs > nowNs) {
            return null;
        }
        inFlight.remove();
        return first.datagram;
    }

    /** When {@link #poll} has something next; {@link Long#MAX_VALUE} if nothing is on its way. */
    public long nextArrivalNs() {
        InFlight first = inFlight.peek();
        return first == null ? Long.MAX_VALUE : first.dueNs;
    }

    /** Datagrams that entered. */
    public long accepted() {
        return accepted;
    }

    /** Datagrams that did not come through. */
    public long lost() {
        return lost;
    }

    private boolean isLost(long nowNs) {
        if (chance(model.burstPercent())) {
            burstEndNs = nowNs + (long) (model.burstMs() * NS_PER_MS);
        }
        return chance(model.lossPercent()) || nowNs < burstEndNs;
    }

    private long delayNs() {
        double jitterMs = model.jitterMs() == 0 ? 0 : random.nextDouble(model.jitterMs());
        return (long) ((model.delayMs() + jitterMs) * NS_PER_MS);
    }

    private boolean chance(double percent) {
        return percent > 0 && random.nextDouble(100) < percent;
    }
}
