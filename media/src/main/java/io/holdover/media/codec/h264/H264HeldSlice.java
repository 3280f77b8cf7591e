package io.holdover.media.codec.h264;

import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.EmulationPrevention;

/** Writes what a held picture is made of: a picture parameter set of its own, and a slice in which every macroblock is skipped. */
final class H264HeldSlice {
    /** {@code nal_ref_idc} 1, slice of a picture that is no IDR picture. */
    private static final int NAL_HEADER = 0x21;
    /** {@code nal_ref_idc} 3, picture parameter set. */
    private static final int PPS_NAL_HEADER = 0x68;
    /** Every slice of the picture is a P slice, table 7-6. */
    private static final int ALL_P = 5;
    private static final int NO_DEBLOCKING = 1;

    private H264HeldSlice() {
    }

    /** A whole NAL unit with start code: CAVLC, one slice group, no weights, deblocking under the slice's control; 7.3.2.2. */
    static byte[] pps(int id, int spsId) {
        BitWriter out = new BitWriter().put(PPS_NAL_HEADER, 8);
        out.ue(id).ue(spsId);
        out.put(0, 2); // entropy_coding_mode_flag, bottom_field_pic_order_in_frame_present_flag
        out.ue(0); // num_slice_groups_minus1
        out.ue(0).ue(0); // num_ref_idx_l0_default_active_minus1, num_ref_idx_l1_default_active_minus1
        out.put(0, 3); // weighted_pred_flag, weighted_bipred_idc
        out.se(0).se(0).se(0); // pic_init_qp_minus26, pic_init_qs_minus26, chroma_qp_index_offset
        out.put(0b100, 3); // deblocking_filter_control_present_flag, constrained_intra_pred_flag, redundant_pic_cnt_present_flag
        return nal(out.trailing());
    }

    /**
     * A whole NAL unit with start code; 7.3.3 and 7.3.4.
     *
     * @param head {@code frame_num} and picture order of the frame
     * @param framesBack from the frame to show to this one in {@code frame_num}; 0 if the list of references begins with it
     */
    static byte[] slice(H264Sps sps, int ppsId, H264SliceHead head, int framesBack) {
        BitWriter out = new BitWriter().put(NAL_HEADER, 8);
        out.ue(0).ue(ALL_P).ue(ppsId); // first_mb_in_slice, slice_type, pic_parameter_set_id
        out.put(head.frameNum, sps.frameNumBits());
        if (!sps.frameMbsOnly()) {
            out.put(0, 1); // field_pic_flag
        }
        if (sps.picOrderCntType() == 0) {
            out.put(head.picOrderCntLsb, sps.picOrderCntLsbBits());
        } else if (sps.picOrderCntType() == 1 && !sps.deltaPicOrderAlwaysZero()) {
            out.se(head.deltaPicOrderCnt0); // delta_pic_order_cnt[0]
        }
        out.put(0, 1); // num_ref_idx_active_override_flag
        if (framesBack == 0) {
            out.put(0, 1); // ref_pic_list_modification_flag_l0
        } else {
            out.put(1, 1);
            out.ue(0).ue(framesBack - 1).ue(3); // subtract abs_diff_pic_num_minus1 + 1; end
        }
        out.put(0, 1); // adaptive_ref_pic_marking_mode_flag
        out.se(0).ue(NO_DEBLOCKING); // slice_qp_delta, disable_deblocking_filter_idc
        out.ue(sps.macroblocks()); // mb_skip_run
        return nal(out.trailing());
    }

    private static byte[] nal(BitWriter bits) {
        byte[] plain = bits.octets().toArray();
        byte[] safe = EmulationPrevention.insert(plain, plain.length);
        byte[] nal = new byte[4 + safe.length];
        nal[3] = 1;
        System.arraycopy(safe, 0, nal, 4, safe.length);
        return nal;
    }
}
