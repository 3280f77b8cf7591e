package io.holdover.media.mpegts;

import java.util.Arrays;

import io.holdover.media.AccessUnit;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.OpaqueFormat.Carriage;

/** Makes a unit of each PES payload without looking into it. One thread. */
final class OpaqueReader implements PayloadReader {
    /** A bounded PES packet has 64 KB; an unbounded one is against the rule outside video and gets as much again. */
    static final int UNIT_MAX_BYTES = 128 * 1024;

    // For life
    private final TrackPort port;
    private final StreamClock clock;
    private final Tally tally;

    // Until it changes
    private OpaqueFormat format;

    // Per PES packet
    private final UnitBuffer buffer = new UnitBuffer(UNIT_MAX_BYTES);
    private boolean open;
    private boolean damaged;
    private boolean timed;
    private long ptsTicks;
    private long dtsTicks;

    OpaqueReader(TrackPort port, OpaqueFormat format, StreamClock clock, Tally tally) {
        this.port = port;
        this.format = format;
        this.clock = clock;
        this.tally = tally;
    }

    @Override
    public void pesStart(PesHead head) {
        buffer.clear();
        open = true;
        damaged = false;
        timed = head.timed;
        ptsTicks = head.ptsTicks;
        dtsTicks = head.dtsTicks;
        // With and without stamps by turns is no change of the track.
        boolean alignment = format.dataAlignment() || head.dataAlignment;
        int padded = head.headerDataLength > PesHead.STAMPS_BYTES ? head.headerDataLength : 0;
        if (format.streamId() != head.streamId || format.dataAlignment() != alignment || format.pesHeaderDataLength() != padded) {
            format = new OpaqueFormat(format.content(), format.streamType(), Carriage.PES, head.streamId, alignment, padded);
        }
    }

    @Override
    public void payload(byte[] bytes, int from, int to) {
        if (open && !buffer.append(bytes, from, to)) {
            tally.oversizedUnits++;
            open = false;
        }
    }

    @Override
    public void pesEnd() {
        if (!open || buffer.length() == 0) {
            return;
        }
        open = false;
        if (!timed && !clock.isKnown()) {
            tally.untimedUnits++;
            return;
        }
        if (!timed) {
            dtsTicks = clock.nowTicks();
            ptsTicks = dtsTicks;
        } else if (ptsTicks < dtsTicks) {
            tally.timestampErrors++;
            ptsTicks = dtsTicks;
        }
        port.adopt(format);
        byte[] payload = Arrays.copyOfRange(buffer.bytes(), buffer.start(), buffer.end());
        port.deliver(AccessUnit.data(port.track(), dtsTicks, ptsTicks, timed, damaged, payload));
    }

    @Override
    public void gap(int packets) {
        damaged = true;
    }

    @Override
    public void end() {
        buffer.clear();
        open = false;
    }
}
