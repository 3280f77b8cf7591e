package io.holdover.media.codec.h265;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/** Reads a sequence parameter set from {@code bit_depth_luma_minus8} on, ITU-T H.265 7.3.2.2.1 and E.2. For one set. */
final class H265SpsReader {
    /** {@code num_long_term_ref_pics_sps} is at most 32 (7.4.3.2.1). */
    static final int LONG_TERM_MAX = 32;
    /** {@code cpb_cnt_minus1} is at most 31 (E.3.2). */
    private static final int CPB_MAX = 32;
    private static final int EXTENDED_SAR = 255;

    private final BitReader in;
    private final int maxSubLayersMinus1;
    private boolean malformed;
    private boolean fieldSequence;

    H265SpsReader(BitReader in, int maxSubLayersMinus1) {
        this.in = in;
        this.maxSubLayersMinus1 = maxSubLayersMinus1;
    }

    /** Null if it is malformed. */
    @Nullable
    H265Coding coding(int spsId, H265Profile profile, int chromaArrayType, boolean separateColourPlanes, int width, int height) {
        in.ue(); // bit_depth_luma_minus8
        in.ue(); // bit_depth_chroma_minus8
        int picOrderCntLsbBits = in.ue() + 4;
        int maxDecPicBuffering = 0;
        boolean orderingPerLayer = in.flag(); // sps_sub_layer_ordering_info_present_flag
        for (int layer = orderingPerLayer ? 0 : maxSubLayersMinus1; layer <= maxSubLayersMinus1; layer++) {
            maxDecPicBuffering = in.ue() + 1;
            in.ue(); // sps_max_num_reorder_pics
            in.ue(); // sps_max_latency_increase_plus1
        }
        int log2MinCodingBlock = in.ue() + 3;
        int log2CodingTreeBlock = log2MinCodingBlock + in.ue();
        boolean sane = picOrderCntLsbBits <= 16 && log2CodingTreeBlock >= 4 && log2CodingTreeBlock <= 6
                && log2MinCodingBlock <= log2CodingTreeBlock && maxDecPicBuffering <= H265RefPicSet.PICTURES_MAX;
        if (in.overrun() || !sane || ((width | height) & ((1 << log2MinCodingBlock) - 1)) != 0) {
            return null;
        }
        in.ue(); // log2_min_luma_transform_block_size_minus2
        in.ue(); // log2_diff_max_min_luma_transform_block_size
        in.ue(); // max_transform_hierarchy_depth_inter
        in.ue(); // max_transform_hierarchy_depth_intra
        boolean scalingLists = in.flag(); // scaling_list_enabled_flag
        if (scalingLists && in.flag()) { // sps_scaling_list_data_present_flag
            skipScalingLists();
        }
        in.flag(); // amp_enabled_flag
        boolean sampleAdaptiveOffset = in.flag();
        if (in.flag()) { // pcm_enabled_flag
            in.bits(8); // pcm_sample_bit_depth_luma_minus1, pcm_sample_bit_depth_chroma_minus1
            in.ue(); // log2_min_pcm_luma_coding_block_size_minus3
            in.ue(); // log2_diff_max_min_pcm_luma_coding_block_size
            in.flag(); // pcm_loop_filter_disabled_flag
        }
        List<H265RefPicSet> sets = refPicSets();
        boolean longTermRefPics = in.flag();
        List<Integer> longTermLsbs = longTermRefPics ? longTermLsbs(picOrderCntLsbBits) : List.of();
        boolean temporalMvp = in.flag();
        in.flag(); // strong_intra_smoothing_enabled_flag
        if (in.flag()) { // vui_parameters_present_flag
            skipVui();
        }
        boolean extended = in.flag(); // sps_extension_present_flag
        // sps_range_extension_flag; then multilayer, 3D, SCC and 4 bits of the future
        boolean furtherExtension = extended && (in.bits(8) & 0x7F) != 0;
        return malformed || in.overrun() ? null
                : new H265Coding(spsId, profile, chromaArrayType, separateColourPlanes, width, height, picOrderCntLsbBits,
                        maxDecPicBuffering,
                        log2MinCodingBlock, log2CodingTreeBlock, sampleAdaptiveOffset, sets, longTermRefPics, longTermLsbs, temporalMvp,
                        fieldSequence, furtherExtension);
    }

    private List<H265RefPicSet> refPicSets() {
        int count = in.ue(); // num_short_term_ref_pic_sets
        malformed |= count > H265RefPicSet.SETS_MAX;
        List<H265RefPicSet> sets = new ArrayList<>();
        while (!malformed && sets.size() < count) {
            H265RefPicSet set = H265RefPicSet.read(in, sets.size(), false, sets);
            if (set == null) {
                malformed = true;
            } else {
                sets.add(set);
            }
        }
        return sets;
    }

    private List<Integer> longTermLsbs(int picOrderCntLsbBits) {
        int count = in.ue(); // num_long_term_ref_pics_sps
        malformed |= count > LONG_TERM_MAX;
        List<Integer> lsbs = new ArrayList<>();
        while (!malformed && lsbs.size() < count) {
            lsbs.add(in.bits(picOrderCntLsbBits)); // lt_ref_pic_poc_lsb_sps
            in.flag(); // used_by_curr_pic_lt_sps_flag
        }
        return lsbs;
    }

    /** 7.3.4; the values are not needed, their length is. */
    private void skipScalingLists() {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (!in.flag()) { // scaling_list_pred_mode_flag
                    in.ue(); // scaling_list_pred_matrix_id_delta
                    continue;
                }
                if (size > 1) {
                    in.se(); // scaling_list_dc_coef_minus8
                }
                for (int coefficient = Math.min(64, 16 << (2 * size)); coefficient > 0; coefficient--) {
                    in.se(); // scaling_list_delta_coef
                }
            }
        }
    }

    /** E.2.1 */
    private void skipVui() {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) { // aspect_ratio_info_present_flag, aspect_ratio_idc
            in.bits(32); // sar_width, sar_height
        }
        if (in.flag()) { // overscan_info_present_flag
            in.flag(); // overscan_appropriate_flag
        }
        if (in.flag()) { // video_signal_type_present_flag
            in.bits(4); // video_format, video_full_range_flag
            if (in.flag()) { // colour_description_present_flag
                in.bits(24);
            }
        }
        if (in.flag()) { // chroma_loc_info_present_flag
            in.ue();
            in.ue();
        }
        in.flag(); // neutral_chroma_indication_flag
        fieldSequence = in.flag();
        in.flag(); // frame_field_info_present_flag
        if (in.flag()) { // default_display_window_flag
            for (int side = 0; side < 4; side++) {
                in.ue();
            }
        }
        if (in.flag()) { // vui_timing_info_present_flag
            in.bits(32); // vui_num_units_in_tick
            in.bits(32); // vui_time_scale
            if (in.flag()) { // vui_poc_proportional_to_timing_flag
                in.ue();
            }
            if (in.flag()) { // vui_hrd_parameters_present_flag
                skipHrd();
            }
        }
        if (in.flag()) { // bitstream_restriction_flag
            in.bits(3); // tiles_fixed_structure_flag, motion_vectors_over_pic_boundaries_flag, restricted_ref_pic_lists_flag
            for (int limit = 0; limit < 5; limit++) {
                in.ue(); // min_spatial_segmentation_idc to log2_max_mv_length_vertical
            }
        }
    }

    /** E.2.2 with commonInfPresentFlag 1. */
    private void skipHrd() {
        boolean nal = in.flag();
        boolean vcl = in.flag();
        boolean subPictures = false;
        if (nal || vcl) {
            subPictures = in.flag(); // sub_pic_hrd_params_present_flag
            if (subPictures) {
                in.bits(19); // tick_divisor_minus2 8, du_cpb_removal_delay_increment_length_minus1 5, a flag, a length 5
            }
            in.bits(8); // bit_rate_scale, cpb_size_scale
            if (subPictures) {
                in.bits(4); // cpb_size_du_scale
            }
            in.bits(15); // three lengths
        }
        for (int layer = 0; layer <= maxSubLayersMinus1; layer++) {
            boolean fixedRate = in.flag(); // fixed_pic_rate_general_flag
            boolean lowDelay = false;
            if (fixedRate || in.flag()) { // fixed_pic_rate_within_cvs_flag
                in.ue(); // elemental_duration_in_tc_minus1
            } else {
                lowDelay = in.flag();
            }
            int buffers = lowDelay ? 1 : in.ue() + 1; // cpb_cnt_minus1
            malformed |= buffers > CPB_MAX;
            skipSubLayerHrd((nal ? 1 : 0) + (vcl ? 1 : 0), Math.min(buffers, CPB_MAX), subPictures);
        }
    }

    /** E.2.3 */
    private void skipSubLayerHrd(int times, int buffers, boolean subPictures) {
        for (int buffer = 0; buffer < times * buffers; buffer++) {
            in.ue(); // bit_rate_value_minus1
            in.ue(); // cpb_size_value_minus1
            if (subPictures) {
                in.ue(); // cpb_size_du_value_minus1
                in.ue(); // bit_rate_du_value_minus1
            }
            in.flag(); // cbr_flag
        }
    }
}
