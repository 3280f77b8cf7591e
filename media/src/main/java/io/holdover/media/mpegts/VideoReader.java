package io.holdover.media.mpegts;

import java.util.Arrays;

import io.holdover.media.AccessUnit;
import io.holdover.media.RandomAccess;
import io.holdover.media.bits.StartCodes;
import io.holdover.media.codec.PictureSyntax;

/**
 * Makes access units of video payload by looking at its elements, so that a PES packet may hold a unit, several or a part of one. Where
 * PES packets have
 * proved to hold whole units, the end of the packet is the end of the unit; else the next one shows it. One thread.
 *
 * <p>Offsets count from the first byte of the open unit.
 */
final class VideoReader implements PayloadReader {
    /** A key picture at 100 Mbit/s and 2160p has 1 to 4 MB; intra-only streams with one frame a second would reach 12.5. */
    static final int UNIT_MAX_BYTES = 16 * 1024 * 1024;
    /** Elements of one unit that are looked at for parameter sets and random access; those matter at its beginning. */
    static final int ELEMENTS_MAX = 1024;
    /** PES packets in a row that began with a unit before their end is taken for a unit's end. */
    static final int WHOLE_UNITS_PROOF = 4;
    /** 25 frames a second, until something better is known. */
    private static final int DEFAULT_INTERVAL_TICKS = 3600;
    /** Longer distances of DTS are pauses, not a frame rate. */
    private static final long INTERVAL_MAX_TICKS = 5 * 90_000L;

    // For life
    private final TrackPort port;
    private final PictureSyntax syntax;
    private final Tally tally;
    private final UnitBuffer buffer = new UnitBuffer(UNIT_MAX_BYTES);
    private final PesMarks marks = new PesMarks();

    // Learnt of the PID
    private int wholeUnits;
    private boolean wholeUnitsBroken;
    private long intervalTicks;

    // The unit before
    private boolean timeKnown;
    private long lastDtsTicks;
    private long lastPtsTicks;
    private long lastStampTicks;
    private int unitsSinceStamp;
    private boolean endedByPes;
    private long syntaxErrors;

    // The open unit and what follows it in the buffer
    private int searched;
    private int element = -1;
    private int elementPrefix;
    private boolean unjudged;
    private int maybeNext = -1;
    private int unresolvedPes = -1;
    private int firstGap = -1;
    private int lastGap = -1;
    private boolean continuation;
    private boolean skipping;
    private int[] elementFrom = new int[16];
    private int[] elementTo = new int[16];
    private int elements;

    VideoReader(TrackPort port, PictureSyntax syntax, Tally tally) {
        this.port = port;
        this.syntax = syntax;
        this.tally = tally;
    }

    @Override
    public void pesStart(PesHead head) {
        skipping = false;
        if (buffer.length() == 0) {
            firstGap = -1;
            lastGap = -1;
        }
        marks.add(buffer.length(), head);
        unresolvedPes = buffer.length();
    }

    @Override
    public void payload(byte[] bytes, int from, int to) {
        if (skipping) {
            return;
        }
        if (!buffer.append(bytes, from, to)) {
            tally.oversizedUnits++;
            reset();
            skipping = true;
            return;
        }
        scan(false);
    }

    @Override
    public void pesEnd() {
        if (!wholeUnitsBroken && wholeUnits >= WHOLE_UNITS_PROOF) {
            scan(true);
            if (syntax.hasPicture() && !syntax.awaitsSecondField()) {
                closeUnit();
                endedByPes = true;
            }
        }
    }

    @Override
    public void gap(int packets) {
        lastGap = buffer.length();
        firstGap = firstGap < 0 ? lastGap : firstGap;
        searched = Math.max(searched, lastGap); // A prefix across the gap would be one by chance.
    }

    @Override
    public void end() {
        scan(true);
        if (syntax.hasPicture()) {
            closeUnit();
        }
        reset();
        endedByPes = false;
    }

    /** Finds elements and judges them; {@code whole}: nothing more belongs to what is there. */
    private void scan(boolean whole) {
        while (!unjudged || judge(whole)) {
            int found = StartCodes.find(buffer.bytes(), buffer.start() + searched, buffer.end()) - buffer.start();
            if (found < 0) {
                searched = Math.max(searched, buffer.length() - StartCodes.PREFIX_BYTES + 1);
                return;
            }
            if (element >= 0) {
                completeElement(found);
            } else {
                dropLeading(found);
                found = elementPrefix;
            }
            beginElement(found);
        }
    }

    private void beginElement(int prefix) {
        // zero_byte is part of what the prefix opens (ITU-T H.264 B.1.2), unless it came in the PES packet before. Zeros down to the
        // beginning of
        // the PES packet are all its own.
        byte[] bytes = buffer.bytes();
        int at = prefix;
        while (at > 0 && bytes[buffer.start() + at - 1] == 0 && !marks.startsAt(at)) {
            at--;
        }
        elementPrefix = marks.startsAt(at) ? at : Math.max(at, prefix - 1);
        element = prefix + StartCodes.PREFIX_BYTES;
        searched = element;
        unjudged = true;
    }

    private void completeElement(int to) {
        if (element < to) {
            syntax.completed(buffer.bytes(), buffer.start() + element, buffer.start() + to);
        }
        if (elements > 0 && elementFrom[elements - 1] == element) {
            elementTo[elements - 1] = to;
        }
    }

    /**
     * Bytes before the first prefix of a unit belong to nothing: the rest of a unit that was taken for complete, or a beginning that was
     * missed.
     */
    private void dropLeading(int prefix) {
        int leading = StartCodes.trimZeros(buffer.bytes(), buffer.start(), buffer.start() + prefix) - buffer.start();
        if (leading > 0) {
            if (endedByPes && firstGap < 0) {
                tally.earlyEndErrors++;
                wholeUnitsBroken = true;
            }
            shift(leading);
        }
        elementPrefix = prefix - leading;
    }

    /** Judges the newest element; false if more of it must come first. */
    private boolean judge(boolean whole) {
        byte[] bytes = buffer.bytes();
        int from = buffer.start() + element;
        int available = buffer.length() - element;
        if (available < (available == 0 ? 1 : syntax.wantedBytes(bytes[from])) && !whole
                && StartCodes.find(bytes, buffer.start() + searched, buffer.end()) < 0) {
            return false;
        }
        unjudged = false;
        if (available == 0) {
            return true;
        }
        byte first = bytes[from];
        boolean hadPicture = syntax.hasPicture();
        boolean awaited = syntax.awaitsSecondField();
        switch (syntax.classify(bytes, from, buffer.end())) {
            case NEUTRAL -> {
            }
            case MAYBE_NEXT -> maybeNext = maybeNext < 0 ? elementPrefix : maybeNext;
            case SAME_PICTURE -> {
                maybeNext = -1;
                resolvePes(hadPicture, awaited && !syntax.awaitsSecondField());
            }
            case NEXT -> {
                int next = maybeNext < 0 ? elementPrefix : maybeNext;
                maybeNext = -1;
                if (unresolvedPes >= 0) {
                    learnWhole(next == unresolvedPes);
                }
                deliver(next);
            }
            case CONTINUATION -> {
                if (endedByPes && firstGap < 0) {
                    tally.earlyEndErrors++;
                    wholeUnitsBroken = true;
                }
                continuation = true;
                unresolvedPes = -1;
            }
        }
        remember(first);
        return true;
    }

    /** A piece of the open picture: does it show that a PES packet began within the unit? */
    private void resolvePes(boolean hadPicture, boolean secondField) {
        if (unresolvedPes < 0 || elementPrefix < unresolvedPes) {
            return;
        }
        if (hadPicture && unresolvedPes > 0 && !secondField) {
            learnWhole(false);
        }
        unresolvedPes = -1;
    }

    private void learnWhole(boolean beganWithUnit) {
        unresolvedPes = -1;
        if (!beganWithUnit) {
            wholeUnitsBroken = true;
        } else if (wholeUnits < WHOLE_UNITS_PROOF) {
            wholeUnits++;
        }
    }

    private void remember(byte first) {
        if (elements < ELEMENTS_MAX && syntax.matters(first)) {
            if (elements == elementFrom.length) {
                elementFrom = Arrays.copyOf(elementFrom, 2 * elements);
                elementTo = Arrays.copyOf(elementTo, 2 * elements);
            }
            elementFrom[elements] = element;
            elementTo[elements] = Integer.MAX_VALUE; // until the next one begins
            elements++;
        }
    }

    /** Everything that is there is one unit. */
    private void closeUnit() {
        completeElement(buffer.length());
        deliver(buffer.length());
        syntax.unitEnded();
        reset();
    }

    private void deliver(int length) {
        if (length <= 0) {
            return;
        }
        byte[] bytes = buffer.bytes();
        int start = buffer.start();
        syntax.beginDescription();
        for (int index = 0; index < elements && elementFrom[index] < length; index++) {
            syntax.describe(bytes, start + elementFrom[index], start + Math.min(elementTo[index], length));
        }
        countSyntaxErrors();
        boolean damaged = continuation || (firstGap >= 0 && firstGap <= length);
        if (takeTimes()) {
            port.adopt(syntax.format());
            RandomAccess randomAccess = continuation ? RandomAccess.NONE : syntax.randomAccess();
            int recovery = randomAccess == RandomAccess.GRADUAL ? syntax.recoveryFrameCount() : 0;
            byte[] payload = Arrays.copyOfRange(bytes, start, start + length);
            port.deliver(AccessUnit.video(port.track(), lastDtsTicks, lastPtsTicks, randomAccess, recovery, damaged, payload));
        } else {
            tally.untimedUnits++;
        }
        endedByPes = false;
        continuation = false;
        shift(length);
    }

    private void countSyntaxErrors() {
        tally.codecErrors += syntax.errors() - syntaxErrors;
        syntaxErrors = syntax.errors();
    }

    /** The stamps of the PES packet in which the unit begins, or derived from the unit before. */
    private boolean takeTimes() {
        if (marks.take()) {
            lastDtsTicks = marks.dtsTicks();
            lastPtsTicks = marks.ptsTicks();
            if (lastPtsTicks < lastDtsTicks) {
                tally.timestampErrors++;
                lastPtsTicks = lastDtsTicks;
            }
            long step = timeKnown ? (lastDtsTicks - lastStampTicks) / Math.max(1, unitsSinceStamp) : 0;
            if (step > 0 && step <= INTERVAL_MAX_TICKS) {
                intervalTicks = step;
            }
            timeKnown = true;
            lastStampTicks = lastDtsTicks;
            unitsSinceStamp = 1;
            return true;
        }
        if (!timeKnown || continuation) {
            return timeKnown;
        }
        long told = syntax.frameIntervalTicks();
        long interval = intervalTicks > 0 ? intervalTicks : told > 0 ? told : DEFAULT_INTERVAL_TICKS;
        lastDtsTicks += interval;
        lastPtsTicks += interval;
        unitsSinceStamp++;
        return true;
    }

    /** The first bytes are gone: every offset moves. */
    private void shift(int bytes) {
        buffer.discard(bytes);
        marks.shift(bytes);
        searched = Math.max(0, searched - bytes);
        element = element < bytes ? -1 : element - bytes;
        elementPrefix -= bytes;
        unresolvedPes = unresolvedPes < bytes ? -1 : unresolvedPes - bytes;
        maybeNext = maybeNext < bytes ? -1 : maybeNext - bytes;
        firstGap = lastGap > bytes ? lastGap - bytes : -1;
        lastGap = firstGap;
        int kept = 0;
        for (int index = 0; index < elements; index++) {
            if (elementFrom[index] >= bytes) {
                elementFrom[kept] = elementFrom[index] - bytes;
                elementTo[kept] = elementTo[index] == Integer.MAX_VALUE ? Integer.MAX_VALUE : elementTo[index] - bytes;
                kept++;
            }
        }
        elements = kept;
    }

    private void reset() {
        buffer.clear();
        marks.clear();
        syntax.unitEnded();
        searched = 0;
        element = -1;
        elementPrefix = 0;
        unjudged = false;
        maybeNext = -1;
        unresolvedPes = -1;
        firstGap = -1;
        lastGap = -1;
        continuation = false;
        elements = 0;
    }
}
