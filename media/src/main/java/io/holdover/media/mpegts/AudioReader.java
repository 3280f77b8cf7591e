package io.holdover.media.mpegts;

import io.holdover.media.AccessUnit;
import io.holdover.media.Timebase;
import io.holdover.media.codec.FrameSyntax;

/**
 * Makes access units of audio payload: frames follow each other without regard to PES packets, the first one that begins in a packet has
 * its stamp, the others
 * are counted on in samples. A frame is delivered with its last byte. One thread.
 */
final class AudioReader implements PayloadReader, FrameSyntax.Units {
    /**
     * The largest are DTS-HD master audio frames: 64 KB of core and 1 MB of extension (ETSI TS 102 114 7.4.1: nuExtSSFsize has 20 bits).
     */
    static final int UNIT_MAX_BYTES = 2 * 1024 * 1024;
    /** 8 independent substreams with 8 dependent ones each (ETSI TS 102 366 E.1.3.1.2). */
    static final int FRAMES_MAX = 72;
    private static final int UNKNOWN = 0;

    // For life
    private final TrackPort port;
    private final FrameSyntax syntax;
    private final Tally tally;
    private final UnitBuffer buffer = new UnitBuffer(UNIT_MAX_BYTES);
    private final PesMarks marks = new PesMarks();

    // Learnt of the PID
    private int framesPerUnit = UNKNOWN;
    private boolean groupsVary;

    // Since the last loss of sync
    private boolean locked;
    private boolean skipping;

    // Time: of the unit that comes next, counted on from a stamp
    private boolean timeKnown;
    private long anchorTicks;
    private long samplesSinceAnchor;
    private int anchorRateHz;

    // Since the last gap, to guess how many frames are gone
    private boolean gapped;
    private long gapBytes;
    private int lastUnitBytes;
    private int lastUnitSamples;

    // Of the unit that is being delivered
    private boolean damaged;

    AudioReader(TrackPort port, FrameSyntax syntax, Tally tally) {
        this.port = port;
        this.syntax = syntax;
        this.tally = tally;
    }

    @Override
    public void pesStart(PesHead head) {
        skipping = false;
        marks.add(buffer.length(), head);
    }

    @Override
    public void payload(byte[] bytes, int from, int to) {
        if (skipping) {
            return;
        }
        if (!buffer.append(bytes, from, to)) {
            tally.oversizedUnits++;
            forget();
            skipping = true;
            return;
        }
        read(false);
    }

    @Override
    public void pesEnd() {
        // Frames tell their own end.
    }

    /** The frame that the gap cuts is delivered with zeros in place of what is missing, so that its length stays true. */
    @Override
    public void gap(int packets) {
        long gone = buffer.length() + (long) packets * TsPacket.PAYLOAD_MAX_BYTES;
        int frame = locked && buffer.length() > 0 ? frameAt(0) : FrameSyntax.MORE;
        int unit = frame > 0 ? unitBytes(frame, true) : 0;
        if (unit > 0 && buffer.padTo(unit)) {
            damaged = true;
            deliver(unit);
            damaged = false;
            gone -= unit;
        }
        gapBytes = (gapped ? gapBytes : 0) + gone;
        gapped = true;
        forget();
    }

    @Override
    public void end() {
        read(true);
        forget();
        gapped = false;
    }

    private void forget() {
        buffer.clear();
        marks.clear();
        locked = false;
    }

    private void read(boolean last) {
        boolean more = true;
        while (more && buffer.length() > 0) {
            more = readOne(last);
        }
    }

    /** Delivers one unit or skips what is none; false if more bytes must come. {@code last}: there are no more. */
    private boolean readOne(boolean last) {
        if (!locked && !syntax.searchable() && !marks.startsAt(0)) {
            skipToPes();
            return buffer.length() > 0;
        }
        int frame = frameAt(0);
        if (frame == FrameSyntax.NONE) {
            tally.codecErrors += locked ? 1 : 0;
            skipJunk();
            return true;
        }
        if (frame == FrameSyntax.MORE) {
            return false;
        }
        boolean familiar = syntax.familiar(buffer.bytes(), buffer.start());
        if (!familiar || (!locked && !marks.startsAt(0))) {
            // A header by chance, or a change of parameters by damage, has no successor.
            int successor = frameAt(frame);
            if (successor == FrameSyntax.MORE && !last) {
                return false;
            }
            if (successor == FrameSyntax.NONE) {
                skipJunk();
                return true;
            }
        }
        locked = true;
        int unit = unitBytes(frame, last);
        if (unit == FrameSyntax.MORE || unit > buffer.length()) {
            return false;
        }
        deliver(unit);
        discard(unit);
        return true;
    }

    private int frameAt(int offset) {
        return offset < buffer.length() ? syntax.frameBytes(buffer.bytes(), buffer.start() + offset, buffer.end()) : FrameSyntax.MORE;
    }

    private void skipToPes() {
        int next = marks.next();
        discard(next < 0 ? buffer.length() : next);
    }

    /** Goes on to the next place where a frame might begin. */
    private void skipJunk() {
        locked = false;
        int count = 1;
        while (count < buffer.length() && frameAt(count) == FrameSyntax.NONE) {
            count++;
        }
        gapBytes += gapped ? count : 0;
        discard(count);
    }

    private void discard(int bytes) {
        buffer.discard(bytes);
        marks.shift(bytes);
    }

    /** How long the unit is that begins with a frame of this length; MORE if only its successor can tell. */
    private int unitBytes(int frame, boolean last) {
        if (!syntax.grouped()) {
            return frame;
        }
        int end = frame;
        for (int frames = 1; frames < FRAMES_MAX; frames++) {
            int next = frameAt(end);
            if (next == FrameSyntax.NONE) {
                return end;
            }
            if (next == FrameSyntax.MORE) {
                return last || (framesPerUnit == frames && !groupsVary) ? end : FrameSyntax.MORE;
            }
            if (!syntax.continuesUnit(buffer.bytes(), buffer.start() + end)) {
                framesPerUnit = frames;
                return end;
            }
            end += next;
        }
        return end;
    }

    private void deliver(int bytes) {
        if (marks.take()) {
            timeKnown = true;
            anchorTicks = marks.ptsTicks();
            samplesSinceAnchor = 0;
        } else if (gapped && lastUnitBytes > 0) {
            samplesSinceAnchor += (gapBytes + lastUnitBytes / 2) / lastUnitBytes * lastUnitSamples;
        }
        boolean firstLost = gapped || lastUnitBytes == 0;
        gapped = false;
        lastUnitBytes = bytes;
        lastUnitSamples = 0;
        if (!syntax.read(buffer.bytes(), buffer.start(), buffer.start() + bytes, this)) {
            if (!firstLost && syntax.continuesUnit(buffer.bytes(), buffer.start())) {
                groupsVary = true; // It belongs to a unit that was taken for complete.
                tally.earlyEndErrors++;
            } else {
                tally.unsupportedUnits++;
            }
        }
    }

    @Override
    public void unit(byte[] payload, int durationSamples) {
        int rateHz = syntax.format().sampleRateHz();
        if (rateHz != anchorRateHz) {
            anchorTicks += anchorRateHz > 0 ? Timebase.ticksFromSamples(samplesSinceAnchor, anchorRateHz) : 0;
            samplesSinceAnchor = 0;
            anchorRateHz = rateHz;
        }
        if (timeKnown) {
            port.adopt(syntax.format());
            long ptsTicks = anchorTicks + Timebase.ticksFromSamples(samplesSinceAnchor, rateHz);
            port.deliver(AccessUnit.audio(port.track(), ptsTicks, durationSamples, damaged, payload));
        } else {
            tally.untimedUnits++;
        }
        samplesSinceAnchor += durationSamples;
        lastUnitSamples += durationSamples;
    }
}
