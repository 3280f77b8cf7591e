package io.holdover.media.mpegts;

/**
 * Takes PES packets out of transport packets, ISO/IEC 13818-1 2.4.3.6, and tells their end as early as it can be known: by
 * PES_packet_length, or, where there
 * is none, by the first packet with stuffing, which muxers need for the last one alone. Both are believed only after the PID has kept to
 * them for a while, and
 * never again once it has not. One thread.
 */
final class PesReader implements PidReader {
    /** PES packets in a row that ended where they seemed to before the early end is believed. */
    static final int EARLY_END_PROOF = 8;

    private enum State {
        /** No PES packet is open: what comes belongs to one whose beginning is missing. */
        CLOSED,
        /** The header has begun. */
        HEADER, PAYLOAD,
        /** Taken for complete; the next packet must be a start. */
        ENDED_EARLY,
        /** Not to be read. */
        SKIPPED
    }

    // For life
    private final PayloadReader reader;
    private final boolean exactLength;
    private final StreamClock clock;
    private final Tally tally;

    // Learnt of the PID
    private int proof;
    private boolean earlyEndBroken;

    // Per PES packet
    private final PesHead head = new PesHead();
    private final byte[] headBytes = new byte[PesHead.MAX_BYTES];
    private int headLength;
    private State state = State.CLOSED;
    private boolean bounded;
    private int remaining;
    private boolean seemedComplete;
    private boolean gapped;

    /** @param exactLength a PES packet is a unit: PES_packet_length is believed at once, and what exceeds it is dropped */
    PesReader(PayloadReader reader, boolean exactLength, StreamClock clock, Tally tally) {
        this.reader = reader;
        this.exactLength = exactLength;
        this.clock = clock;
        this.tally = tally;
    }

    @Override
    public void packet(byte[] bytes, int from, int to, boolean start, boolean stuffed) {
        if (start) {
            finish(true);
            state = State.HEADER;
            headLength = 0;
            seemedComplete = false;
            gapped = false;
        }
        switch (state) {
            case CLOSED -> tally.orphanPackets++;
            case SKIPPED -> {
            }
            case HEADER -> header(bytes, from, to, stuffed);
            case PAYLOAD -> {
                if (seemedComplete && !gapped) {
                    earlyEndBroken = true;
                }
                payload(bytes, from, to, stuffed);
            }
            case ENDED_EARLY -> wentOn(bytes, from, to, stuffed);
        }
    }

    private void header(byte[] bytes, int from, int to, boolean stuffed) {
        int payload;
        if (headLength == 0) {
            int length = head.parse(bytes, from, to, clock);
            if (length == PesHead.MORE) {
                keepHead(bytes, from, to);
                return;
            }
            payload = length == PesHead.MALFORMED ? -1 : from + length;
        } else {
            int before = headLength;
            keepHead(bytes, from, to);
            int length = head.parse(headBytes, 0, headLength, clock);
            if (length == PesHead.MORE) {
                return;
            }
            payload = length == PesHead.MALFORMED ? -1 : from + length - before;
        }
        if (payload < 0) {
            tally.pesErrors++;
            state = State.SKIPPED;
        } else if (head.scrambled) {
            tally.scrambledPackets++;
            state = State.SKIPPED;
        } else {
            state = State.PAYLOAD;
            bounded = head.payloadBytes >= 0;
            remaining = head.payloadBytes;
            reader.pesStart(head);
            payload(bytes, payload, to, stuffed);
        }
    }

    private void keepHead(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, headBytes.length - headLength);
        System.arraycopy(bytes, from, headBytes, headLength, length);
        headLength += length;
    }

    private void payload(byte[] bytes, int from, int to, boolean stuffed) {
        int length = to - from;
        if (bounded && length > remaining) {
            tally.pesLengthErrors++;
            if (exactLength) {
                length = remaining;
            } else {
                earlyEndBroken |= !gapped; // Else it is of a PES packet whose beginning is lost.
                bounded = false;
            }
        }
        if (length > 0) {
            reader.payload(bytes, from, from + length);
        }
        remaining -= length;
        seemedComplete = bounded ? remaining == 0 : stuffed;
        if (seemedComplete && believed()) {
            state = State.ENDED_EARLY;
            reader.pesEnd();
        }
    }

    private boolean believed() {
        return exactLength ? bounded : proof >= EARLY_END_PROOF && !earlyEndBroken;
    }

    private void wentOn(byte[] bytes, int from, int to, boolean stuffed) {
        if (exactLength) {
            tally.pesLengthErrors++;
            state = State.SKIPPED;
            return;
        }
        tally.earlyEndErrors++;
        earlyEndBroken = true;
        state = State.PAYLOAD;
        bounded = false;
        payload(bytes, from, to, stuffed);
    }

    private void finish(boolean byNextStart) {
        if (state == State.HEADER && headLength > 0) {
            tally.pesErrors++;
        }
        if (state == State.PAYLOAD) {
            if (bounded && remaining > 0 && !gapped && byNextStart) {
                tally.pesLengthErrors++;
            } else if (seemedComplete && !gapped && proof < EARLY_END_PROOF) {
                proof++;
            }
            reader.pesEnd();
        }
        state = State.CLOSED;
    }

    @Override
    public void gap(int packets) {
        gapped = true;
        switch (state) {
            case CLOSED, SKIPPED -> {
            }
            case HEADER -> {
                tally.pesErrors++;
                state = State.CLOSED;
            }
            case PAYLOAD -> reader.gap(packets);
            case ENDED_EARLY -> state = State.CLOSED; // What may follow is of a PES packet that began in the gap.
        }
    }

    @Override
    public void end() {
        finish(false);
        reader.end();
    }
}
