package io.holdover.srt.receive;

import java.nio.ByteBuffer;

import io.holdover.srt.packet.SequenceNumber;

/**
 * Received packets from the next one to deliver ({@link #start}) up to the highest one seen (the one before {@link #end}), in a
 * power-of-two ring indexed by sequence number, which grows as far as the limit. Loop thread.
 */
final class ReceiveBuffer {
    /** States of a place that holds no packet; places that hold one have the number of their cell, 0 or more. */
    private static final int MISSING = -1;
    private static final int DROPPED = -2;

    private static final int INITIAL_CAPACITY = 64;

    // for the connection's life
    private final int limitPackets;
    private final PayloadSlab slab;

    // one element per place
    private int mask = INITIAL_CAPACITY - 1;
    private int[] cells = new int[INITIAL_CAPACITY];
    private long[] timestampsUs = new long[INITIAL_CAPACITY];
    private short[] lengths = new short[INITIAL_CAPACITY];
    private byte[] keyFlags = new byte[INITIAL_CAPACITY];
    private long[] lossNs = new long[INITIAL_CAPACITY];
    private int[] lossArrivals = new int[INITIAL_CAPACITY];
    private boolean[] reported = new boolean[INITIAL_CAPACITY];

    // the window
    private int start;
    private int end;
    private int acknowledged;
    private int presentCount;
    private int missingCount;
    private long presentBytes;

    ReceiveBuffer(int firstSequence, int limitPackets, int maxPayloadBytes) {
        this.limitPackets = limitPackets;
        this.slab = new PayloadSlab(maxPayloadBytes);
        restartAt(firstSequence);
    }

    /** The next packet to deliver. */
    int start() {
        return start;
    }

    /** The one after the highest packet. */
    int end() {
        return end;
    }

    int span() {
        return SequenceNumber.distance(start, end);
    }

    int freePackets() {
        return limitPackets - span();
    }

    int limitPackets() {
        return limitPackets;
    }

    int presentCount() {
        return presentCount;
    }

    int missingCount() {
        return missingCount;
    }

    long presentBytes() {
        return presentBytes;
    }

    /** The first missing packet, or the end: what an ACK says. */
    int acknowledged() {
        if (SequenceNumber.distance(acknowledged, start) > 0) {
            acknowledged = start;
        }
        while (acknowledged != end && cells[acknowledged & mask] != MISSING) {
            acknowledged = SequenceNumber.next(acknowledged);
        }
        return acknowledged;
    }

    boolean isPresent(int sequence) {
        return cells[sequence & mask] >= 0;
    }

    boolean isMissing(int sequence) {
        return cells[sequence & mask] == MISSING;
    }

    /** The first present packet from {@code sequence} on, or the end. */
    int nextPresent(int sequence) {
        int at = sequence;
        while (at != end && cells[at & mask] < 0) {
            at = SequenceNumber.next(at);
        }
        return at;
    }

    /** Begins anew, empty, at this number. */
    void restartAt(int sequence) {
        start = sequence;
        end = sequence;
        acknowledged = sequence;
    }

    /** Makes the end {@code newEnd}, at most the limit away from the start; what lies between is missing. */
    void extendTo(int newEnd, int arrivals, long nowNs) {
        ensureCapacity(SequenceNumber.distance(start, newEnd));
        while (end != newEnd) {
            int i = end & mask;
            cells[i] = MISSING;
            lossNs[i] = nowNs;
            lossArrivals[i] = arrivals;
            reported[i] = false;
            missingCount++;
            end = SequenceNumber.next(end);
        }
    }

    /** Stores a packet at a place inside the window that holds none. */
    void store(int sequence, long timestampUs, int keyFlag, ByteBuffer datagram, int from, int lengthBytes) {
        int i = sequence & mask;
        if (cells[i] == MISSING) {
            missingCount--;
        }
        int cell = slab.take();
        cells[i] = cell;
        timestampsUs[i] = timestampUs;
        lengths[i] = (short) lengthBytes;
        keyFlags[i] = (byte) keyFlag;
        datagram.get(from, slab.array(cell), slab.offset(cell), lengthBytes);
        presentCount++;
        presentBytes += lengthBytes;
    }

    /** Nothing will come for this place any more. */
    void drop(int sequence) {
        int i = sequence & mask;
        if (cells[i] == MISSING) {
            cells[i] = DROPPED;
            missingCount--;
        }
    }

    long timestampUs(int sequence) {
        return timestampsUs[sequence & mask];
    }

    void setTimestampUs(int sequence, long timestampUs) {
        timestampsUs[sequence & mask] = timestampUs;
    }

    int keyFlag(int sequence) {
        return keyFlags[sequence & mask];
    }

    void setKeyFlag(int sequence, int keyFlag) {
        keyFlags[sequence & mask] = (byte) keyFlag;
    }

    int lengthBytes(int sequence) {
        return lengths[sequence & mask];
    }

    byte[] payloadArray(int sequence) {
        return slab.array(cells[sequence & mask]);
    }

    int payloadOffset(int sequence) {
        return slab.offset(cells[sequence & mask]);
    }

    /** Takes the packet at the start out; its bytes stay valid until {@link #release}. Returns its cell. */
    int takeFirst() {
        int i = start & mask;
        start = SequenceNumber.next(start);
        presentCount--;
        presentBytes -= lengths[i];
        return cells[i];
    }

    ByteBuffer view(int cell, int lengthBytes) {
        return slab.view(cell, lengthBytes);
    }

    void release(int cell) {
        slab.release(cell);
    }

    /** Gives up what is not there from the start up to {@code newStart}; nothing present may lie between. Returns how many. */
    int skipTo(int newStart) {
        int skipped = SequenceNumber.distance(start, newStart);
        while (start != newStart) {
            if (cells[start & mask] == MISSING) {
                missingCount--;
            }
            start = SequenceNumber.next(start);
        }
        return skipped;
    }

    /** When this missing packet was noticed, or last reported. */
    long lossNs(int sequence) {
        return lossNs[sequence & mask];
    }

    /** How many packets had arrived when this one was noticed missing. */
    int lossArrivals(int sequence) {
        return lossArrivals[sequence & mask];
    }

    boolean isReported(int sequence) {
        return reported[sequence & mask];
    }

    void setReported(int sequence, long nowNs) {
        reported[sequence & mask] = true;
        lossNs[sequence & mask] = nowNs;
    }

    private void ensureCapacity(int span) {
        int capacity = mask + 1;
        if (span <= capacity) {
            return;
        }
        int newCapacity = Integer.highestOneBit(span - 1) << 1;
        int newMask = newCapacity - 1;
        int[] newCells = new int[newCapacity];
        long[] newTimestampsUs = new long[newCapacity];
        short[] newLengths = new short[newCapacity];
        byte[] newKeyFlags = new byte[newCapacity];
        long[] newLossNs = new long[newCapacity];
        int[] newLossArrivals = new int[newCapacity];
        boolean[] newReported = new boolean[newCapacity];
        for (int sequence = start; sequence != end; sequence = SequenceNumber.next(sequence)) {
            int from = sequence & mask;
            int to = sequence & newMask;
            newCells[to] = cells[from];
            newTimestampsUs[to] = timestampsUs[from];
            newLengths[to] = lengths[from];
            newKeyFlags[to] = keyFlags[from];
            newLossNs[to] = lossNs[from];
            newLossArrivals[to] = lossArrivals[from];
            newReported[to] = reported[from];
        }
        mask = newMask;
        cells = newCells;
        timestampsUs = newTimestampsUs;
        lengths = newLengths;
        keyFlags = newKeyFlags;
        lossNs = newLossNs;
        lossArrivals = newLossArrivals;
        reported = newReported;
    }
}
