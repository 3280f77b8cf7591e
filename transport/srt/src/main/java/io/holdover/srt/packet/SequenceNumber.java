package io.holdover.srt.packet;

/** Arithmetic of packet sequence numbers: 31 bits, after 0x7FFFFFFF comes 0. SRT draft 3.1. */
public final class SequenceNumber {
    /** The largest sequence number, and the mask of its bits. */
    public static final int MAX = 0x7FFF_FFFF;

    private SequenceNumber() {
    }

    /** The number that follows. */
    public static int next(int sequence) {
        return (sequence + 1) & MAX;
    }

    /** The number {@code distance} places on, or back when it is negative. */
    public static int add(int sequence, int distance) {
        return (sequence + distance) & MAX;
    }

    /** How far {@code to} lies ahead of {@code from}: -2^30 to 2^30 - 1, negative when it lies behind. */
    public static int distance(int from, int to) {
        return ((to - from) << 1) >> 1; // the sign of a 31-bit difference stands in bit 30
    }
}
