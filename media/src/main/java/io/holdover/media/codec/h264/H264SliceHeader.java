package io.holdover.media.codec.h264;

import io.holdover.media.bits.BitReader;

/** A whole slice header of a frame, ITU-T H.264 7.3.3, as far as reference marking and rewriting need it. Reused; one thread. */
final class H264SliceHeader {
    /** {@code memory_management_control_operation} commands: one for each of 32 fields to drop and to keep, and two more (7.4.3.3). */
    static final int MARKINGS_MAX = 66;
    /** {@code num_ref_idx_l0_active_minus1} is at most 31 (7.4.3). */
    private static final int REF_IDX_MAX = 32;
    private static final int P = 0;
    private static final int B = 1;
    private static final int I = 2;
    private static final int SP = 3;
    private static final int SI = 4;

    final H264SliceHead head = new H264SliceHead();

    /** False when parameter sets are missing, or for a field: then nothing below holds. */
    boolean whole;
    /** Where {@code dec_ref_pic_marking()} begins and ends, in bits as {@link H264SliceHead#frameNumAt}. */
    int markingAt;
    int markingEnd;
    /** Where slice data begin, before their alignment. */
    int dataAt;
    /** {@code long_term_reference_flag} of an IDR picture. */
    boolean longTermReference;
    /** {@code adaptive_ref_pic_marking_mode_flag}. */
    boolean adaptiveMarking;
    int markings;
    final int[] operation = new int[MARKINGS_MAX];
    final int[] firstOperand = new int[MARKINGS_MAX];
    final int[] secondOperand = new int[MARKINGS_MAX];

    /** Reads the NAL unit that begins at {@code from}. */
    void parse(byte[] bytes, int from, int to, H264ParameterSets sets) {
        head.parse(bytes, from, to, sets);
        whole = false;
        longTermReference = false;
        adaptiveMarking = false;
        markings = 0;
        H264Pps pps = sets.pps(head.ppsId);
        H264Sps sps = pps == null ? null : sets.sps(pps.spsId());
        if (!head.detailed || head.field || pps == null || sps == null || pps.sliceGroups() > 1) {
            return;
        }
        BitReader in = head.in;
        int type = head.sliceType % 5;
        if (pps.redundantPictures()) {
            in.ue(); // redundant_pic_cnt
        }
        if (type == B) {
            in.flag(); // direct_spatial_mv_pred_flag
        }
        int refIdxL0 = pps.refIdxL0();
        int refIdxL1 = pps.refIdxL1();
        boolean inter = type == P || type == B || type == SP;
        if (inter && in.flag()) { // num_ref_idx_active_override_flag
            refIdxL0 = in.ue() + 1;
            refIdxL1 = type == B ? in.ue() + 1 : refIdxL1;
        }
        if (inter) {
            skipListModification(in);
        }
        if (type == B) {
            skipListModification(in);
        }
        if ((pps.weightedPred() && (type == P || type == SP)) || (pps.weightedBipredIdc() == 1 && type == B)) {
            skipWeights(in, sps, refIdxL0, type == B ? refIdxL1 : 0);
        }
        markingAt = (int) in.bitsRead();
        boolean sane = refIdxL0 <= REF_IDX_MAX && refIdxL1 <= REF_IDX_MAX && (head.nalRefIdc == 0 || marking(in));
        markingEnd = (int) in.bitsRead();
        if (pps.cabac() && type != I && type != SI) {
            in.ue(); // cabac_init_idc
        }
        in.se(); // slice_qp_delta
        if (type == SP || type == SI) {
            in.bits(type == SP ? 1 : 0); // sp_for_switch_flag
            in.se(); // slice_qs_delta
        }
        if (pps.deblockingControl() && in.ue() != 1) { // disable_deblocking_filter_idc
            in.se(); // slice_alpha_c0_offset_div2
            in.se(); // slice_beta_offset_div2
        }
        dataAt = (int) in.bitsRead();
        whole = sane && !in.overrun();
    }

    /** As if nothing had been read. */
    void clear() {
        head.idr = false;
        head.detailed = false;
        head.field = false;
        head.firstMb = 0;
        whole = false;
        markings = 0;
    }

    /** Whether only intra prediction is used. */
    boolean intra() {
        return head.sliceType % 5 == I;
    }

    /** Whether the picture is made the first of all, {@code memory_management_control_operation} 5. */
    boolean forgetsAll() {
        for (int index = 0; index < markings; index++) {
            if (operation[index] == 5) {
                return true;
            }
        }
        return false;
    }

    /** 7.3.3.1 */
    private static void skipListModification(BitReader in) {
        if (in.flag()) { // ref_pic_list_modification_flag
            while (in.ue() != 3 && !in.overrun()) { // modification_of_pic_nums_idc
                in.ue(); // abs_diff_pic_num_minus1 or long_term_pic_num
            }
        }
    }

    /** 7.3.3.2 */
    private static void skipWeights(BitReader in, H264Sps sps, int refIdxL0, int refIdxL1) {
        boolean chroma = sps.chromaArrayType() != 0;
        in.ue(); // luma_log2_weight_denom
        if (chroma) {
            in.ue(); // chroma_log2_weight_denom
        }
        for (int index = 0; index < refIdxL0 + refIdxL1 && !in.overrun(); index++) {
            if (in.flag()) { // luma_weight_l0_flag
                in.se();
                in.se();
            }
            if (chroma && in.flag()) { // chroma_weight_l0_flag
                for (int value = 0; value < 4; value++) {
                    in.se();
                }
            }
        }
    }

    /** 7.3.3.3 */
    private boolean marking(BitReader in) {
        if (head.idr) {
            in.flag(); // no_output_of_prior_pics_flag
            longTermReference = in.flag();
            return true;
        }
        adaptiveMarking = in.flag();
        while (adaptiveMarking) {
            int command = in.ue();
            if (command == 0) {
                return true;
            }
            if (command > 6 || markings == MARKINGS_MAX || in.overrun()) {
                return false;
            }
            operation[markings] = command;
            firstOperand[markings] = command == 5 ? 0 : in.ue();
            secondOperand[markings] = command == 3 ? in.ue() : 0; // long_term_frame_idx
            markings++;
        }
        return true;
    }
}
