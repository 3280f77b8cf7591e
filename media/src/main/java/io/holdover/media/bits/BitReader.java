package io.holdover.media.bits;

/**
 * Reads bits, most significant first, from part of a byte array. Past the end it yields zeros and remembers that: a parser reads on
 * without checks and asks
 * {@link #overrun()} once, so hostile lengths cost nothing and throw nothing. Reusable; one thread.
 */
public final class BitReader {
    /** 30 leading zeros reach 2^31 - 2; no syntax element that is read here can be more (ITU-T H.264 9.1). */
    private static final int EXP_GOLOMB_ZEROS_MAX = 30;

    private byte[] bytes = {};
    private boolean emulationPrevention;
    private int next;
    private int end;
    private int zeros;
    private int current;
    private int bitsLeft;
    private long bitsRead;
    private boolean overrun;

    public BitReader() {
    }

    public BitReader(byte[] bytes, int from, int to) {
        reset(bytes, from, to);
    }

    /** Starts again on the bytes from {@code from} up to but not including {@code to}. */
    public BitReader reset(byte[] newBytes, int from, int to) {
        bytes = newBytes;
        emulationPrevention = false;
        next = from;
        end = to;
        zeros = 0;
        current = 0;
        bitsLeft = 0;
        bitsRead = 0;
        overrun = false;
        return this;
    }

    /** As {@link #reset}, leaving out each emulation_prevention_three_byte (ITU-T H.264 7.3.1, H.265 7.3.1.1). */
    public BitReader resetNal(byte[] newBytes, int from, int to) {
        reset(newBytes, from, to);
        emulationPrevention = true;
        return this;
    }

    /** Whether more was read than there is. */
    public boolean overrun() {
        return overrun;
    }

    /** Bits read since reset, those past the end included. */
    public long bitsRead() {
        return bitsRead;
    }

    /** An upper bound of the bits that are left; exact without emulation prevention. */
    public long bitsAvailable() {
        return 8L * (end - next) + bitsLeft;
    }

    public boolean flag() {
        return bit() != 0;
    }

    /** An unsigned number of {@code count} bits, 0 to 32; of 32 bits as a signed int. */
    public int bits(int count) {
        int value = 0;
        int wanted = count;
        while (wanted > 0) {
            if (bitsLeft == 0) {
                load();
            }
            int taken = Math.min(wanted, bitsLeft);
            bitsLeft -= taken;
            value = (value << taken) | ((current >> bitsLeft) & ((1 << taken) - 1));
            wanted -= taken;
        }
        bitsRead += count;
        return value;
    }

    public void skip(long count) {
        long left = count;
        while (left > 0 && !overrun) {
            int step = (int) Math.min(left, 32);
            bits(step);
            left -= step;
        }
    }

    /** Skips to the next byte border, counted from where reading began. */
    public void alignToByte() {
        bits((int) (-bitsRead & 7));
    }

    /** ue(v), ITU-T H.264 9.1, never negative. Codes that no syntax element can have count as overrun. */
    public int ue() {
        int leadingZeros = 0;
        while (bit() == 0) {
            if (++leadingZeros > EXP_GOLOMB_ZEROS_MAX || overrun) {
                overrun = true;
                return 0;
            }
        }
        return (1 << leadingZeros) - 1 + bits(leadingZeros);
    }

    /** se(v), ITU-T H.264 9.1.1. */
    public int se() {
        int code = ue();
        return (code & 1) != 0 ? (code >>> 1) + 1 : -(code >>> 1);
    }

    private int bit() {
        if (bitsLeft == 0) {
            load();
        }
        bitsLeft--;
        bitsRead++;
        return (current >> bitsLeft) & 1;
    }

    private void load() {
        if (emulationPrevention && zeros >= 2 && next < end && bytes[next] == 3) {
            next++;
            zeros = 0;
        }
        if (next < end) {
            current = bytes[next++] & 0xFF;
            zeros = current == 0 ? zeros + 1 : 0;
        } else {
            current = 0;
            overrun = true;
        }
        bitsLeft = 8;
    }
}
