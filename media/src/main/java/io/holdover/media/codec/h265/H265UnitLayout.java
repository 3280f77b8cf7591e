package io.holdover.media.codec.h265;

import java.util.Arrays;

import io.holdover.media.bits.StartCodes;

/** What stands where in an access unit, Annex B. Reused; one thread. */
final class H265UnitLayout {
    /** One EOS and one EOB belong to a unit; more are left where they are. */
    static final int ENDS_MAX = 4;
    /** EOS and EOB with their start codes are 12 bytes and the last of a unit. */
    private static final int TAIL_BYTES = 32;

    // Of the unit read last
    private int type;
    private int sliceFrom;
    private int sliceTo;
    private int slicesAt;
    private boolean otherLayer;
    private boolean delimiter;
    private int setTypes;
    private int ends;
    private final int[] endFrom = new int[ENDS_MAX];
    private final int[] endTo = new int[ENDS_MAX];

    /**
     * Looks through a unit. Parameter sets of the base layer are learnt; of slices only the first one is looked at, but every one of a
     * random access point.
     */
    void read(byte[] bytes, H265ParameterSets sets) {
        type = -1;
        slicesAt = -1;
        otherLayer = false;
        delimiter = false;
        setTypes = 0;
        ends = 0;
        int found = StartCodes.find(bytes, 0, bytes.length);
        while (found >= 0) {
            int from = found + StartCodes.PREFIX_BYTES;
            boolean slice = from + 2 < bytes.length && H265NalType.of(bytes[from]) <= H265NalType.LAST_VCL;
            boolean whole = !slice || H265NalType.isIrap(H265NalType.of(bytes[from]));
            int next = StartCodes.find(bytes, whole ? from : Math.max(from, bytes.length - TAIL_BYTES), bytes.length);
            if (from + 1 < bytes.length) {
                readElement(bytes, found, from, next < 0 ? bytes.length : next, sets);
            }
            found = next;
        }
    }

    private void readElement(byte[] bytes, int prefix, int from, int next, H265ParameterSets sets) {
        int itsType = H265NalType.of(bytes[from]);
        if (H265NalType.layer(bytes, from) != 0) {
            otherLayer = true;
            return;
        }
        int to = StartCodes.trimZeros(bytes, from, next);
        int start = prefix > 0 && bytes[prefix - 1] == 0 ? prefix - 1 : prefix; // zero_byte, B.2.1
        if (itsType <= H265NalType.LAST_VCL) {
            readSlice(bytes, itsType, start, from, to);
        } else if (itsType >= H265NalType.VPS && itsType <= H265NalType.PPS && to - from > 2) {
            setTypes |= 1 << (itsType - H265NalType.VPS);
            sets.learn(itsType, bytes, from, to);
        } else if (itsType == H265NalType.AUD) {
            delimiter = true;
        } else if ((itsType == H265NalType.END_OF_SEQUENCE || itsType == H265NalType.END_OF_BITSTREAM) && ends < ENDS_MAX) {
            endFrom[ends] = start;
            endTo[ends++] = next == bytes.length ? next : to;
        }
    }

    private void readSlice(byte[] bytes, int itsType, int start, int from, int to) {
        if (slicesAt < 0) {
            slicesAt = start;
        }
        if (type < 0 && to - from > 2 && (bytes[from + 2] & 0x80) != 0) { // first_slice_segment_in_pic_flag
            type = itsType;
            sliceFrom = from;
            sliceTo = to;
        }
    }

    /** {@code nal_unit_type} of the picture; -1 if its first slice segment is not there. */
    int type() {
        return type;
    }

    boolean isIrap() {
        return H265NalType.isIrap(type);
    }

    /** Where the first slice segment begins, behind its start code. */
    int sliceFrom() {
        return sliceFrom;
    }

    /** Where it ends, or where it was no longer looked at. */
    int sliceTo() {
        return sliceTo;
    }

    /** Whether something has a {@code nuh_layer_id} that is not 0. */
    boolean hasOtherLayer() {
        return otherLayer;
    }

    boolean hasDelimiter() {
        return delimiter;
    }

    /** Whether it brings a VPS, an SPS and a PPS. */
    boolean hasParameterSets() {
        return setTypes == 0b111;
    }

    /** Whether there is an end of sequence or bitstream. */
    boolean hasEnd() {
        return ends > 0;
    }

    /** Whether an end stands before the picture, which belongs to the unit before. */
    boolean beginsWithEnd() {
        return ends > 0 && endFrom[0] < slicesAt;
    }

    /** Whether an end stands behind the picture. */
    boolean closesWithEnd() {
        return ends > 0 && endFrom[ends - 1] > slicesAt;
    }

    /** The unit without its ends of sequence, and with something before its first slice segment. */
    byte[] rebuilt(byte[] bytes, byte[] beforeSlices) {
        byte[] built = new byte[bytes.length + beforeSlices.length];
        int length = 0;
        int at = 0;
        int pending = 0;
        boolean inserted = beforeSlices.length == 0;
        while (pending < ends || !inserted) {
            boolean insertNow = !inserted && (pending == ends || slicesAt <= endFrom[pending]);
            int stop = insertNow ? slicesAt : endFrom[pending];
            System.arraycopy(bytes, at, built, length, stop - at);
            length += stop - at;
            at = stop;
            if (insertNow) {
                System.arraycopy(beforeSlices, 0, built, length, beforeSlices.length);
                length += beforeSlices.length;
                inserted = true;
            } else {
                at = endTo[pending++];
            }
        }
        System.arraycopy(bytes, at, built, length, bytes.length - at);
        return Arrays.copyOf(built, length + bytes.length - at);
    }

    /** Renames the slice segments of a CRA picture in place. */
    static void renameCra(byte[] bytes, int newType) {
        int found = StartCodes.find(bytes, 0, bytes.length);
        while (found >= 0) {
            int from = found + StartCodes.PREFIX_BYTES;
            if (from + 1 < bytes.length && H265NalType.of(bytes[from]) == H265NalType.CRA && H265NalType.layer(bytes, from) == 0) {
                bytes[from] = (byte) ((bytes[from] & 0x81) | newType << 1);
            }
            found = StartCodes.find(bytes, from, bytes.length);
        }
    }
}
