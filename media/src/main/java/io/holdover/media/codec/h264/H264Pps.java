package io.holdover.media.codec.h264;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/**
 * What slice headers need of a picture parameter set, ITU-T H.264 7.3.2.2.
 *
 * @param id {@code pic_parameter_set_id}, 0 to 255
 * @param spsId {@code seq_parameter_set_id}
 * @param bottomFieldPicOrder {@code bottom_field_pic_order_in_frame_present_flag}
 * @param cabac {@code entropy_coding_mode_flag}
 * @param sliceGroups {@code num_slice_groups_minus1} + 1; nothing behind it is read when there are several
 * @param refIdxL0 {@code num_ref_idx_l0_default_active_minus1} + 1
 * @param refIdxL1 {@code num_ref_idx_l1_default_active_minus1} + 1
 * @param weightedPred {@code weighted_pred_flag}
 * @param weightedBipredIdc {@code weighted_bipred_idc}
 * @param deblockingControl {@code deblocking_filter_control_present_flag}
 * @param redundantPictures {@code redundant_pic_cnt_present_flag}
 */
public record H264Pps(int id, int spsId, boolean bottomFieldPicOrder, boolean cabac, int sliceGroups, int refIdxL0, int refIdxL1,
        boolean weightedPred, int weightedBipredIdc, boolean deblockingControl, boolean redundantPictures) {
    /** Ids 0 to 255 (7.4.2.2). */
    public static final int IDS = 256;

    /** Reads a NAL unit from its header byte on; null if it is malformed. */
    public static @Nullable H264Pps parse(byte[] bytes, int from, int to) {
        BitReader in = new BitReader().resetNal(bytes, from + 1, to);
        int id = in.ue();
        int spsId = in.ue();
        boolean cabac = in.flag();
        boolean bottomFieldPicOrder = in.flag();
        int sliceGroups = in.ue() + 1;
        boolean sane = id >= 0 && id < IDS && spsId >= 0 && spsId < H264Sps.IDS;
        if (in.overrun() || !sane) {
            return null;
        }
        if (sliceGroups > 1) {
            return new H264Pps(id, spsId, bottomFieldPicOrder, cabac, sliceGroups, 1, 1, false, 0, false, false);
        }
        int refIdxL0 = in.ue() + 1;
        int refIdxL1 = in.ue() + 1;
        boolean weightedPred = in.flag();
        int weightedBipredIdc = in.bits(2);
        in.se(); // pic_init_qp_minus26
        in.se(); // pic_init_qs_minus26
        in.se(); // chroma_qp_index_offset
        boolean deblockingControl = in.flag();
        in.flag(); // constrained_intra_pred_flag
        boolean redundantPictures = in.flag();
        return in.overrun() ? null : new H264Pps(id, spsId, bottomFieldPicOrder, cabac, sliceGroups, refIdxL0, refIdxL1, weightedPred,
                weightedBipredIdc, deblockingControl, redundantPictures);
    }
}
