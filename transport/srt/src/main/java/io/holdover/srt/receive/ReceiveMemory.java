package io.holdover.srt.receive;

/**
 * Bounds what all connections of a listener keep for reception together. None may hold more than what is left for the others: {@code n}
 * greedy ones get one part in {@code n + 1} each, and one part remains. Loop thread.
 */
public final class ReceiveMemory {
    private final long limitBytes;
    private long usedBytes;

    public ReceiveMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** What all connections hold at present. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Takes so much for one that holds {@code heldBytes} already; false when that is too much. */
    boolean take(long heldBytes, long bytes) {
        if (heldBytes + bytes > limitBytes - (usedBytes + bytes)) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    void giveBack(long bytes) {
        usedBytes -= bytes;
    }
}
