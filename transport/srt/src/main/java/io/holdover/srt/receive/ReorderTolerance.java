package io.holdover.srt.receive;

/**
 * How many packets a loss report waits for a straggler: follows the reordering that is seen, up to a limit, and forgets it slowly. Loop
 * thread. SRT draft 4.8.2 leaves this to the receiver.
 */
final class ReorderTolerance {
    /** So many packets in order lower the tolerance by one. */
    private static final int ORDERED_PACKETS_PER_STEP = 50;

    private final int limitPackets;
    private int packets;
    private int orderedPackets;
    private int farthestPackets;

    ReorderTolerance(int limitPackets) {
        this.limitPackets = limitPackets;
    }

    /** What holds at present. */
    int packets() {
        return packets;
    }

    /** The farthest straggler ever. */
    int farthestPackets() {
        return farthestPackets;
    }

    void onInOrder() {
        orderedPackets++;
        if (orderedPackets == ORDERED_PACKETS_PER_STEP) {
            orderedPackets = 0;
            packets = Math.max(0, packets - 1);
        }
    }

    /** A packet came first-hand, but so many places behind the newest one. */
    void onStraggler(int distancePackets) {
        orderedPackets = 0;
        farthestPackets = Math.max(farthestPackets, distancePackets);
        packets = Math.min(limitPackets, Math.max(packets, distancePackets));
    }
}
