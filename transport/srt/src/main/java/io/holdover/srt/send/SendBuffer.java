package io.holdover.srt.send;

import java.lang.reflect.Array;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.PayloadSource;
import io.holdover.srt.packet.MessageNumber;
import io.holdover.srt.packet.SequenceNumber;

/**
 * What is known of packets from the oldest unacknowledged one ({@link #start}) over the next to send ({@link #next}) up to the last one
 * offered (the one before {@link #end}), in a power-of-two ring indexed by sequence number. Holds no payload, only where it is to be had.
 * Loop thread.
 */
final class SendBuffer {
    private static final int INITIAL_CAPACITY = 32;

    /** Instant of a packet that was never repeated. */
    static final long NEVER_REPEATED = Long.MIN_VALUE;

    // one element per place
    private int mask = INITIAL_CAPACITY - 1;
    private @Nullable PayloadSource[] sources = new @Nullable PayloadSource[INITIAL_CAPACITY];
    private long[] indexes = new long[INITIAL_CAPACITY];
    private long[] repeatedNs = new long[INITIAL_CAPACITY];
    private int[] timestampsUs = new int[INITIAL_CAPACITY];
    private short[] lengths = new short[INITIAL_CAPACITY];
    private byte[] keyFlags = new byte[INITIAL_CAPACITY];
    private boolean[] lost = new boolean[INITIAL_CAPACITY];
    private boolean[] gone = new boolean[INITIAL_CAPACITY];
    private boolean[] patient = new boolean[INITIAL_CAPACITY];

    // the window
    private int start;
    private int next;
    private int end;
    private int firstLost;
    private int lostCount;
    private long startMessages;
    private long bytes;
    private long urgentBytes;

    SendBuffer(int firstSequence) {
        start = firstSequence;
        next = firstSequence;
        end = firstSequence;
        firstLost = firstSequence;
    }

    int start() {
        return start;
    }

    int next() {
        return next;
    }

    int end() {
        return end;
    }

    int count() {
        return SequenceNumber.distance(start, end);
    }

    int flightCount() {
        return SequenceNumber.distance(start, next);
    }

    int unsentCount() {
        return SequenceNumber.distance(next, end);
    }

    int lostCount() {
        return lostCount;
    }

    long bytes() {
        return bytes;
    }

    /** Unsent, and not patient. */
    long urgentBytes() {
        return urgentBytes;
    }

    /**
     * Adds a packet at the end.
     *
     * @param isPatient
     *            it was late before it came: a little later does not matter
     */
    void append(PayloadSource source, long index, int lengthBytes, int timestampUs, boolean isPatient) {
        if (count() > mask) {
            grow();
        }
        int i = end & mask;
        sources[i] = source;
        indexes[i] = index;
        repeatedNs[i] = NEVER_REPEATED;
        timestampsUs[i] = timestampUs;
        lengths[i] = (short) lengthBytes;
        keyFlags[i] = 0;
        lost[i] = false;
        gone[i] = false;
        patient[i] = isPatient;
        end = SequenceNumber.next(end);
        bytes += lengthBytes;
        urgentBytes += isPatient ? 0 : lengthBytes;
    }

    /** The next new packet counts as sent. */
    void advanceNext() {
        urgentBytes -= patient[next & mask] ? 0 : lengths[next & mask];
        next = SequenceNumber.next(next);
    }

    /** Forgets the oldest packet, sent or not. */
    void removeFirst() {
        int i = start & mask;
        clearLost(start);
        sources[i] = null;
        bytes -= lengths[i];
        if (start == next) {
            advanceNext();
        }
        start = SequenceNumber.next(start);
        startMessages++;
    }

    /** The packet has to be repeated. */
    void markLost(int sequence) {
        int i = sequence & mask;
        if (lost[i]) {
            return;
        }
        lost[i] = true;
        if (lostCount == 0 || SequenceNumber.distance(sequence, firstLost) > 0) {
            firstLost = sequence;
        }
        lostCount++;
    }

    void clearLost(int sequence) {
        int i = sequence & mask;
        if (lost[i]) {
            lost[i] = false;
            lostCount--;
        }
    }

    /** The oldest packet to repeat; only while there is one. */
    int firstLost() {
        if (SequenceNumber.distance(firstLost, start) > 0) {
            firstLost = start;
        }
        while (!lost[firstLost & mask]) {
            firstLost = SequenceNumber.next(firstLost);
        }
        return firstLost;
    }

    PayloadSource source(int sequence) {
        PayloadSource source = sources[sequence & mask];
        if (source == null) {
            throw new IllegalStateException("packet " + sequence + " is outside the window");
        }
        return source;
    }

    long index(int sequence) {
        return indexes[sequence & mask];
    }

    int timestampUs(int sequence) {
        return timestampsUs[sequence & mask];
    }

    void setTimestampUs(int sequence, int timestampUs) {
        timestampsUs[sequence & mask] = timestampUs;
    }

    int lengthBytes(int sequence) {
        return lengths[sequence & mask];
    }

    int messageNumber(int sequence) {
        return MessageNumber.of(startMessages + SequenceNumber.distance(start, sequence));
    }

    /** KK under which the packet was first sent. */
    int keyFlag(int sequence) {
        return keyFlags[sequence & mask];
    }

    void setKeyFlag(int sequence, int keyFlag) {
        keyFlags[sequence & mask] = (byte) keyFlag;
    }

    long repeatedNs(int sequence) {
        return repeatedNs[sequence & mask];
    }

    void setRepeatedNs(int sequence, long nowNs) {
        repeatedNs[sequence & mask] = nowNs;
    }

    /** Whether the source no longer has the payload. */
    boolean isGone(int sequence) {
        return gone[sequence & mask];
    }

    void setGone(int sequence) {
        gone[sequence & mask] = true;
        clearLost(sequence);
    }

    private void grow() {
        int capacity = mask + 1;
        int newCapacity = capacity * 2;
        sources = spread(sources, Arrays.copyOf(sources, newCapacity));
        indexes = spread(indexes, Arrays.copyOf(indexes, newCapacity));
        repeatedNs = spread(repeatedNs, Arrays.copyOf(repeatedNs, newCapacity));
        timestampsUs = spread(timestampsUs, Arrays.copyOf(timestampsUs, newCapacity));
        lengths = spread(lengths, Arrays.copyOf(lengths, newCapacity));
        keyFlags = spread(keyFlags, Arrays.copyOf(keyFlags, newCapacity));
        lost = spread(lost, Arrays.copyOf(lost, newCapacity));
        gone = spread(gone, Arrays.copyOf(gone, newCapacity));
        patient = spread(patient, Arrays.copyOf(patient, newCapacity));
        mask = newCapacity - 1;
    }

    /** Copies every old element to both of its possible places; the window reads only the true one. */
    private static <A> A spread(A old, A grown) {
        int length = Array.getLength(old);
        System.arraycopy(old, 0, grown, length, length);
        return grown;
    }
}
