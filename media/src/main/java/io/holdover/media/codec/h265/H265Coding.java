package io.holdover.media.codec.h265;

import java.util.List;

/**
 * What slice headers and the coding quadtree need of a sequence parameter set, ITU-T H.265 7.3.2.2.1.
 *
 * @param spsId {@code sps_seq_parameter_set_id}
 * @param chromaArrayType {@code ChromaArrayType}, 0 to 3
 * @param width {@code pic_width_in_luma_samples}, whole minimum coding blocks
 * @param height {@code pic_height_in_luma_samples}, whole minimum coding blocks
 * @param picOrderCntLsbBits {@code log2_max_pic_order_cnt_lsb_minus4} + 4, 4 to 16
 * @param maxDecPicBuffering {@code sps_max_dec_pic_buffering_minus1} + 1 of the highest sub-layer, 1 to 16
 * @param log2MinCodingBlock {@code MinCbLog2SizeY}, 3 to 6
 * @param log2CodingTreeBlock {@code CtbLog2SizeY}, 4 to 6
 * @param sampleAdaptiveOffset {@code sample_adaptive_offset_enabled_flag}
 * @param refPicSets the short-term reference picture sets, at most 64
 * @param longTermRefPics {@code long_term_ref_pics_present_flag}
 * @param longTermLsbs {@code lt_ref_pic_poc_lsb_sps}, at most 32
 * @param temporalMvp {@code sps_temporal_mvp_enabled_flag}
 * @param fieldSequence {@code field_seq_flag}: every picture is a field
 * @param furtherExtension an extension other than that of the range profiles
 */
record H265Coding(int spsId, H265Profile profile, int chromaArrayType, boolean separateColourPlanes, int width, int height,
        int picOrderCntLsbBits,
        int maxDecPicBuffering, int log2MinCodingBlock, int log2CodingTreeBlock, boolean sampleAdaptiveOffset,
        List<H265RefPicSet> refPicSets, boolean longTermRefPics, List<Integer> longTermLsbs, boolean temporalMvp, boolean fieldSequence,
        boolean furtherExtension) {

    H265Coding {
        refPicSets = List.copyOf(refPicSets);
        longTermLsbs = List.copyOf(longTermLsbs);
    }

    /** {@code MaxPicOrderCntLsb}. */
    int picOrderCntPeriod() {
        return 1 << picOrderCntLsbBits;
    }

    /** {@code PicWidthInCtbsY}. */
    int widthCtbs() {
        return ((width - 1) >> log2CodingTreeBlock) + 1;
    }

    /** {@code PicHeightInCtbsY}. */
    int heightCtbs() {
        return ((height - 1) >> log2CodingTreeBlock) + 1;
    }
}
