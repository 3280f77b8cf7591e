package io.holdover.media.codec.h265;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/**
 * The header of a picture's first slice segment up to its reference picture set, ITU-T H.265 7.3.6.1. Reused; one thread.
 */
final class H265SliceHeader {
    /**
     * Up to the sets 100 bits, a short-term set 17 pictures of 33 bits, long-term pictures 33 of 50 bits: 2311 bits = 289 bytes, half more
     * for emulation prevention.
     */
    private static final int MAX_BYTES = 448;
    /** {@code num_long_term_pics} and those of the SPS together stay within the decoded picture buffer (7.4.7.1). */
    static final int LONG_TERM_MAX = 33;

    private final BitReader in = new BitReader();

    int type;
    int temporalId;
    @Nullable
    H265Pps pps;
    @Nullable
    H265Coding coding;
    /** {@code pic_output_flag} */
    boolean output;
    /** {@code slice_pic_order_cnt_lsb}; 0 for an IDR picture. */
    int picOrderCntLsb;
    /** Null for an IDR picture, which refers to none. */
    @Nullable
    H265RefPicSet shortTerm;
    int longTermCount;
    final int[] longTermLsb = new int[LONG_TERM_MAX];
    /** {@code DeltaPocMsbCycleLt}, or -1 where the picture is known by its lsb alone. */
    final int[] longTermMsbCycle = new int[LONG_TERM_MAX];

    /** Reads the header of the NAL unit at {@code from}; false if it is malformed or its parameter sets are missing. */
    boolean parse(byte[] bytes, int from, int to, H265ParameterSets sets) {
        clear();
        if (to - from < 3) {
            return false;
        }
        type = H265NalType.of(bytes[from]);
        temporalId = (bytes[from + 1] & 7) - 1;
        in.resetNal(bytes, from + 2, Math.min(to, from + MAX_BYTES));
        in.flag(); // first_slice_segment_in_pic_flag
        if (H265NalType.isIrap(type)) {
            in.flag(); // no_output_of_prior_pics_flag
        }
        H265Pps itsPps = sets.pps(in.ue()); // slice_pic_parameter_set_id
        H265Sps itsSps = itsPps == null ? null : sets.sps(itsPps.spsId());
        H265Coding itsCoding = itsSps == null ? null : itsSps.coding();
        if (itsPps == null || itsCoding == null) {
            return false;
        }
        in.bits(itsPps.extraSliceHeaderBits()); // slice_reserved_flag
        in.ue(); // slice_type
        output = !itsPps.outputFlagPresent() || in.flag(); // pic_output_flag
        if (itsCoding.separateColourPlanes()) {
            in.bits(2); // colour_plane_id
        }
        boolean complete = H265NalType.isIdr(type) || readReferences(itsCoding);
        if (!complete || in.overrun()) {
            return false;
        }
        pps = itsPps;
        coding = itsCoding;
        return true;
    }

    private void clear() {
        type = -1;
        pps = null;
        coding = null;
        picOrderCntLsb = 0;
        shortTerm = null;
        longTermCount = 0;
    }

    private boolean readReferences(H265Coding its) {
        picOrderCntLsb = in.bits(its.picOrderCntLsbBits());
        int known = its.refPicSets().size();
        if (!in.flag()) { // short_term_ref_pic_set_sps_flag
            shortTerm = H265RefPicSet.read(in, known, true, its.refPicSets());
        } else {
            int index = in.bits(ceilLog2(known)); // short_term_ref_pic_set_idx
            shortTerm = index < known ? its.refPicSets().get(index) : null;
        }
        return shortTerm != null && (!its.longTermRefPics() || readLongTerm(its));
    }

    private boolean readLongTerm(H265Coding its) {
        int known = its.longTermLsbs().size();
        int fromSps = known > 0 ? in.ue() : 0; // num_long_term_sps
        int own = in.ue(); // num_long_term_pics
        if (fromSps > known || own > LONG_TERM_MAX - fromSps) {
            return false;
        }
        longTermCount = fromSps + own;
        int cycle = 0;
        for (int index = 0; index < longTermCount; index++) {
            if (index < fromSps) {
                int entry = in.bits(ceilLog2(known)); // lt_idx_sps
                longTermLsb[index] = entry < known ? its.longTermLsbs().get(entry) : 0;
            } else {
                longTermLsb[index] = in.bits(its.picOrderCntLsbBits()); // poc_lsb_lt
                in.flag(); // used_by_curr_pic_lt_flag
            }
            if (index == 0 || index == fromSps) {
                cycle = 0;
            }
            boolean msbPresent = in.flag(); // delta_poc_msb_present_flag
            cycle += msbPresent ? in.ue() : 0; // delta_poc_msb_cycle_lt, equation 7-52
            longTermMsbCycle[index] = msbPresent ? cycle : -1;
        }
        return true;
    }

    private static int ceilLog2(int count) {
        return count <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    @Override
    public String toString() {
        return "type " + type + " lsb " + picOrderCntLsb + " " + shortTerm + " "
                + Arrays.toString(Arrays.copyOf(longTermLsb, longTermCount));
    }
}
