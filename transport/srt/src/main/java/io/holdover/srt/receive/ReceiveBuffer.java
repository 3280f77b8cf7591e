package io.holdover.srt.receive;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.holdover.srt.packet.SequenceNumber;

/**
 * Received packets from the next one to deliver ({@link #start}) up to the highest one seen (the one before {@link #end}), in a
 * power-of-two ring indexed by sequence number, which grows as far as the limit and the memory allow. Loop thread.
 */
final class ReceiveBuffer {
    private static final int INITIAL_CAPACITY = 64;
    /** Cell, timestamp, length, key flag, loss instant and loss arrivals; three bits of the sets. */
    private static final int BYTES_PER_PLACE = 4 + 8 + 2 + 1 + 8 + 4 + 1;

    // for the connection's life
    private final int limitPackets;
    private final int maxPayloadBytes;
    private final ReceiveMemory memory;

    // grow, until they are released
    private PayloadSlab slab;
    private long heldBytes;

    // one element per place
    private int mask = INITIAL_CAPACITY - 1;
    private int[] cells = new int[INITIAL_CAPACITY];
    private long[] timestampsUs = new long[INITIAL_CAPACITY];
    private short[] lengths = new short[INITIAL_CAPACITY];
    private byte[] keyFlags = new byte[INITIAL_CAPACITY];
    private long[] lossNs = new long[INITIAL_CAPACITY];
    private int[] lossArrivals = new int[INITIAL_CAPACITY];

    // a place of the window is present, or missing, or nothing will come for it
    private SequenceSet present = new SequenceSet(INITIAL_CAPACITY);
    private SequenceSet missing = new SequenceSet(INITIAL_CAPACITY);
    private SequenceSet reported = new SequenceSet(INITIAL_CAPACITY);

    // the window
    private int start;
    private int end;
    private int acknowledged;
    private int missingCount;
    private long presentBytes;

    ReceiveBuffer(int firstSequence, int limitPackets, int maxPayloadBytes, ReceiveMemory memory) {
        this.limitPackets = limitPackets;
        this.maxPayloadBytes = maxPayloadBytes;
        this.memory = memory;
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

    int presentCount() {
        return present.count();
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
        acknowledged = missing.next(acknowledged, end);
        return acknowledged;
    }

    boolean isPresent(int sequence) {
        return present.contains(sequence);
    }

    boolean isMissing(int sequence) {
        return missing.contains(sequence);
    }

    /** The first present packet from {@code sequence} on, or the end. */
    int nextPresent(int sequence) {
        return present.next(sequence, end);
    }

    /** The first missing packet from {@code sequence} on, or {@code limit}. */
    int nextMissing(int sequence, int limit) {
        return missing.next(sequence, limit);
    }

    /** Begins anew, empty, at this number. */
    void restartAt(int sequence) {
        start = sequence;
        end = sequence;
        acknowledged = sequence;
    }

    /**
     * Makes room for places up to the one before {@code newEnd}, at most the limit away from the start.
     *
     * @return false when memory is short
     */
    boolean hasRoomUpTo(int newEnd) {
        int places = SequenceNumber.distance(start, newEnd);
        return places <= mask + 1 || grow(places);
    }

    /** Makes room for one more payload; false when memory is short. */
    boolean hasCell() {
        if (!slab.isFull()) {
            return true;
        }
        if (!take(slab.blockBytes())) {
            return false;
        }
        slab.grow();
        return true;
    }

    private boolean take(long bytes) {
        if (!memory.take(heldBytes, bytes)) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    /** Makes the end {@code newEnd}, up to which there must be room; what lies between is missing. */
    void extendTo(int newEnd, int arrivals, long nowNs) {
        int count = SequenceNumber.distance(end, newEnd);
        int from = end & mask;
        int untilWrap = Math.min(count, mask + 1 - from);
        noticeLoss(from, from + untilWrap, arrivals, nowNs);
        noticeLoss(0, count - untilWrap, arrivals, nowNs);
        missing.addRange(end, newEnd);
        reported.removeRange(end, newEnd);
        missingCount += count;
        end = newEnd;
    }

    private void noticeLoss(int fromIndex, int toIndex, int arrivals, long nowNs) {
        Arrays.fill(lossNs, fromIndex, toIndex, nowNs);
        Arrays.fill(lossArrivals, fromIndex, toIndex, arrivals);
    }

    /** Stores a packet at a place inside the window that holds none, or at its end; there must be room for it. */
    void store(int sequence, long timestampUs, int keyFlag, ByteBuffer datagram, int from, int lengthBytes) {
        if (sequence == end) {
            end = SequenceNumber.next(end);
        } else {
            drop(sequence, SequenceNumber.next(sequence));
        }
        int i = sequence & mask;
        int cell = slab.take();
        cells[i] = cell;
        timestampsUs[i] = timestampUs;
        lengths[i] = (short) lengthBytes;
        keyFlags[i] = (byte) keyFlag;
        datagram.get(from, slab.array(cell), slab.offset(cell), lengthBytes);
        present.add(sequence);
        presentBytes += lengthBytes;
    }

    /** Nobody waits any more for what is missing from {@code from} to the one before {@code to}. */
    void drop(int from, int to) {
        missingCount -= missing.removeRange(from, to);
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
        present.remove(start);
        start = SequenceNumber.next(start);
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
        drop(start, newStart);
        start = newStart;
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
        return reported.contains(sequence);
    }

    void setReported(int sequence, long nowNs) {
        reported.add(sequence);
        lossNs[sequence & mask] = nowNs;
    }

    /** Forgets everything and gives all memory back. */
    void releaseAll() {
        slab = new PayloadSlab(maxPayloadBytes);
        replacePlaces(INITIAL_CAPACITY, end);
        restartAt(end);
        missingCount = 0;
        presentBytes = 0;
        memory.giveBack(heldBytes);
        heldBytes = 0;
    }

    private boolean grow(int places) {
        int capacity = Integer.highestOneBit(places - 1) << 1;
        if (!take((long) (capacity - mask - 1) * BYTES_PER_PLACE)) {
            return false;
        }
        replacePlaces(capacity, start);
        return true;
    }

    /** Gives the ring another capacity; what lies before {@code keptFrom} is lost. */
    private void replacePlaces(int capacity, int keptFrom) {
        int newMask = capacity - 1;
        int[] newCells = new int[capacity];
        long[] newTimestampsUs = new long[capacity];
        short[] newLengths = new short[capacity];
        byte[] newKeyFlags = new byte[capacity];
        long[] newLossNs = new long[capacity];
        int[] newLossArrivals = new int[capacity];
        for (int sequence = keptFrom; sequence != end; sequence = SequenceNumber.next(sequence)) {
            int from = sequence & mask;
            int to = sequence & newMask;
            newCells[to] = cells[from];
            newTimestampsUs[to] = timestampsUs[from];
            newLengths[to] = lengths[from];
            newKeyFlags[to] = keyFlags[from];
            newLossNs[to] = lossNs[from];
            newLossArrivals[to] = lossArrivals[from];
        }
        present = moved(present, capacity, keptFrom);
        missing = moved(missing, capacity, keptFrom);
        reported = moved(reported, capacity, keptFrom);
        mask = newMask;
        cells = newCells;
        timestampsUs = newTimestampsUs;
        lengths = newLengths;
        keyFlags = newKeyFlags;
        lossNs = newLossNs;
        lossArrivals = newLossArrivals;
    }

    private SequenceSet moved(SequenceSet old, int capacity, int keptFrom) {
        SequenceSet set = new SequenceSet(capacity);
        set.addAll(old, keptFrom, end);
        return set;
    }
}
