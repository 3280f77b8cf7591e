package io.holdover.media.mpegts;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The continuity of one PID, ISO/IEC 13818-1 2.4.3.3, before its reader. One thread. */
final class PidState {
    /** Bits of continuity_counter. */
    private static final int COUNTER_MASK = 0x0F;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    // Two places of a packet tell a duplicate from one that is 16 later; both lie behind a PCR, which may differ in a duplicate.
    private static final int MIDDLE = 92;
    private static final int LAST = TsPacket.SIZE_BYTES - Long.BYTES;

    private final PidReader reader;
    private boolean seen;
    private int counter;
    private long middle;
    private long last;

    PidState(PidReader reader) {
        this.reader = reader;
    }

    PidReader reader() {
        return reader;
    }

    /** Takes a packet with payload; tells the reader of a gap before it. False if it is to be dropped because it came before. */
    boolean advance(byte[] packet, int offset, boolean discontinuity, Tally tally) {
        int newCounter = TsPacket.continuityCounter(packet, offset);
        long newMiddle = (long) LONGS.get(packet, offset + MIDDLE);
        long newLast = (long) LONGS.get(packet, offset + LAST);
        int expected = (counter + 1) & COUNTER_MASK;
        if (seen && newCounter != expected && !discontinuity) {
            if (newCounter == counter && newMiddle == middle && newLast == last) {
                tally.duplicatePackets++;
                return false;
            }
            tally.continuityGaps++;
            reader.gap((newCounter - expected) & COUNTER_MASK);
        }
        seen = true;
        counter = newCounter;
        middle = newMiddle;
        last = newLast;
        return true;
    }

    /** Whatever comes next continues nothing. */
    void end() {
        seen = false;
        reader.end();
    }
}
