package io.holdover.media.codec.h265;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/**
 * What slice headers and the order of slice data need of a picture parameter set, ITU-T H.265 7.3.2.3.1.
 *
 * @param id {@code pps_pic_parameter_set_id}, 0 to 63
 * @param spsId {@code pps_seq_parameter_set_id}
 * @param outputFlagPresent {@code output_flag_present_flag}
 * @param extraSliceHeaderBits {@code num_extra_slice_header_bits}
 * @param tiles null without {@code tiles_enabled_flag}
 * @param wavefront {@code entropy_coding_sync_enabled_flag}
 */
record H265Pps(int id, int spsId, boolean outputFlagPresent, int extraSliceHeaderBits, @Nullable H265TileGrid tiles, boolean wavefront) {
    /** Ids 0 to 63 (7.4.3.3.1). */
    static final int IDS = 64;

    /** Reads a NAL unit from its header on; null if it is malformed. */
    static @Nullable H265Pps parse(byte[] bytes, int from, int to) {
        BitReader in = new BitReader().resetNal(bytes, from + 2, to);
        int id = in.ue();
        int spsId = in.ue();
        in.flag(); // dependent_slice_segments_enabled_flag
        boolean outputFlagPresent = in.flag();
        int extraSliceHeaderBits = in.bits(3);
        in.bits(2); // sign_data_hiding_enabled_flag, cabac_init_present_flag
        in.ue(); // num_ref_idx_l0_default_active_minus1
        in.ue(); // num_ref_idx_l1_default_active_minus1
        in.se(); // init_qp_minus26
        in.bits(2); // constrained_intra_pred_flag, transform_skip_enabled_flag
        if (in.flag()) { // cu_qp_delta_enabled_flag
            in.ue(); // diff_cu_qp_delta_depth
        }
        in.se(); // pps_cb_qp_offset
        in.se(); // pps_cr_qp_offset
        in.bits(4); // slice chroma offsets, weighted_pred_flag, weighted_bipred_flag, transquant_bypass_enabled_flag
        boolean tiled = in.flag();
        boolean wavefront = in.flag();
        H265TileGrid tiles = tiled ? H265TileGrid.read(in) : null;
        boolean sane = id < IDS && spsId < H265Sps.IDS && (tiles != null || !tiled);
        return in.overrun() || !sane ? null : new H265Pps(id, spsId, outputFlagPresent, extraSliceHeaderBits, tiles, wavefront);
    }
}
