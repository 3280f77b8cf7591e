package io.holdover.srt.packet;

import java.nio.ByteBuffer;

/**
 * Walks the loss list of a NAK. Entries that make no sense are left out and counted, whatever they are: a reversed range, a range without
 * its end, a single number with the range bit. Reused for every NAK of a connection; loop thread.
 *
 * <p>SRT draft 3.2.5 and appendix A: a word with the highest bit 0 is one lost packet; a word with it set begins a range that the next word
 * ends.
 */
public final class LossListReader {
    private ByteBuffer list = ByteBuffer.allocate(0);
    private int at;
    private int end;
    private int first;
    private int last;
    private int malformed;

    /** Begins with the words from index {@code from} up to {@code to}; trailing bytes that fill no word are ignored. */
    public void reset(ByteBuffer datagram, int from, int to) {
        list = datagram;
        at = from;
        end = to - (to - from) % Integer.BYTES;
        malformed = 0;
    }

    /** Moves to the next valid entry; false at the end. */
    public boolean next() {
        while (at < end) {
            int word = list.getInt(at);
            at += Integer.BYTES;
            if (word >= 0) {
                first = word;
                last = word;
                return true;
            }
            if (at == end || list.getInt(at) < 0) {
                malformed++;
                continue;
            }
            first = word & SequenceNumber.MAX;
            last = list.getInt(at);
            at += Integer.BYTES;
            if (SequenceNumber.distance(first, last) >= 0) {
                return true;
            }
            malformed++;
        }
        return false;
    }

    /** The entry's first lost packet. */
    public int first() {
        return first;
    }

    /** The entry's last lost packet; the same as the first for a single one. */
    public int last() {
        return last;
    }

    /** Senseless entries met since {@link #reset}. */
    public int malformed() {
        return malformed;
    }
}
