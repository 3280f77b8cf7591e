package io.holdover.srt.packet;

import java.nio.ByteBuffer;

/** Writes the loss list of a NAK, only in forms that every peer accepts. Reused; loop thread. SRT draft 3.2.5, appendix A. */
public final class LossListWriter {
    private static final int RANGE_BEGINS = 1 << 31;

    private ByteBuffer list = ByteBuffer.allocate(0);
    private int at;
    private int end;

    /** Begins at index {@code from} with room up to {@code to}. */
    public void reset(ByteBuffer datagram, int from, int to) {
        list = datagram;
        at = from;
        end = to;
    }

    /**
     * Adds the packets from {@code first} to {@code last}, which does not lie before it; false, with nothing written, when they do not
     * fit.
     */
    public boolean add(int first, int last) {
        int bytes = first == last ? Integer.BYTES : 2 * Integer.BYTES;
        if (end - at < bytes) {
            return false;
        }
        if (first == last) {
            list.putInt(at, first);
        } else {
            list.putInt(at, first | RANGE_BEGINS);
            list.putInt(at + Integer.BYTES, last);
        }
        at += bytes;
        return true;
    }

    /** The index behind the last entry. */
    public int position() {
        return at;
    }
}
