package io.holdover.srt.receive;

import io.holdover.srt.packet.SequenceNumber;

/**
 * Which sequence numbers of a window have a property: a ring of bits, looked through 64 at a time so that no window is too long for one
 * packet's work. Members must lie inside the window, which is no longer than the capacity. Loop thread.
 */
final class SequenceSet {
    private static final int WORD_SHIFT = 6;
    private static final int WORD_MASK = Long.SIZE - 1;

    private final long[] words;
    private final int mask;

    /**
     * @param capacity
     *            a power of two, 64 or more
     */
    SequenceSet(int capacity) {
        words = new long[capacity >> WORD_SHIFT];
        mask = capacity - 1;
    }

    boolean contains(int sequence) {
        return (words[word(sequence)] & bit(sequence)) != 0;
    }

    void add(int sequence) {
        words[word(sequence)] |= bit(sequence);
    }

    void remove(int sequence) {
        words[word(sequence)] &= ~bit(sequence);
    }

    /** Adds the numbers from {@code from} to the one before {@code to}. */
    void addRange(int from, int to) {
        for (int at = from; at != to; at = wordEnd(at, to)) {
            words[word(at)] |= bits(at, wordEnd(at, to));
        }
    }

    /** Removes the numbers from {@code from} to the one before {@code to}; returns how many of them were members. */
    int removeRange(int from, int to) {
        int removed = 0;
        for (int at = from; at != to; at = wordEnd(at, to)) {
            long bits = bits(at, wordEnd(at, to));
            removed += Long.bitCount(words[word(at)] & bits);
            words[word(at)] &= ~bits;
        }
        return removed;
    }

    /** The first member from {@code from} on; {@code to} when there is none before it. */
    int next(int from, int to) {
        for (int at = from; at != to; at = wordEnd(at, to)) {
            long found = words[word(at)] & bits(at, wordEnd(at, to));
            if (found != 0) {
                return SequenceNumber.add(at, Long.numberOfTrailingZeros(found) - (at & WORD_MASK));
            }
        }
        return to;
    }

    /** Adds the members of another set that lie between. */
    void addAll(SequenceSet other, int from, int to) {
        for (int at = other.next(from, to); at != to; at = other.next(SequenceNumber.next(at), to)) {
            add(at);
        }
    }

    /** How many members there are; goes through all. */
    int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    private int word(int sequence) {
        return (sequence & mask) >> WORD_SHIFT;
    }

    private static long bit(int sequence) {
        return 1L << sequence; // a shift heeds the last six bits only
    }

    /** Where the word of {@code at} ends, or the range does. */
    private static int wordEnd(int at, int to) {
        int end = SequenceNumber.next(at | WORD_MASK);
        return SequenceNumber.distance(at, to) < SequenceNumber.distance(at, end) ? to : end;
    }

    /** The bits from {@code from} to the one before {@code to}, both of one word. */
    private static long bits(int from, int to) {
        return -1L >>> -SequenceNumber.distance(from, to) << from;
    }
}
