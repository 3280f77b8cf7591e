package io.holdover.media.codec.h265;

import java.io.ByteArrayOutputStream;
import java.util.List;

import io.holdover.media.Octets;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.EmulationPrevention;

/**
 * The units of one hold: each is one skipped P slice that copies the picture before it. The slice data are the same for all of them. One
 * thread.
 */
final class H265HeldSlices {
    /** 51, the coarsest: the contexts of skipped units begin where they cost least. */
    private static final int SLICE_QP = 51;
    /** pic_type 1: I and P slices; then the trailing bit. */
    private static final byte[] DELIMITER = {0, 0, 0, 1, H265NalType.AUD << 1, 1, 0x30};
    private static final byte[] START_CODE = {0, 0, 0, 1};
    private static final int P_SLICE = 1;

    // For the hold
    private final H265Coding coding;
    private final int ppsId;
    private final byte[] parameterSet;
    private final boolean entryPoints;
    private final int[] substreamBytes;
    private final byte[] sliceData;

    // Of the last picture
    private int order;
    private int copiedOrder;
    private int distance;

    /**
     * A hold.
     *
     * @param ppsId free in the publisher's stream
     * @param like the publisher's set, whose tiles and wavefront it shares (7.4.3.3.1 wants them equal within a sequence)
     * @param highest {@code PicOrderCntVal} of the picture shown last
     * @param copied of the picture that the first held one refers to
     */
    H265HeldSlices(int ppsId, H265Coding coding, H265Pps like, int highest, int copied) {
        this.coding = coding;
        this.ppsId = ppsId;
        parameterSet = parameterSet(ppsId, coding.spsId(), like);
        entryPoints = like.tiles() != null || like.wavefront();
        order = highest;
        copiedOrder = copied;
        distance = highest - copied + 1;
        List<Octets> substreams = SkipSliceWriter.substreams(coding, like.tiles(), like.wavefront(), SLICE_QP);
        substreamBytes = new int[substreams.size()];
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int index = 0; index < substreamBytes.length; index++) {
            byte[] escaped = EmulationPrevention.insert(substreams.get(index));
            substreamBytes[index] = escaped.length; // slice_segment_header entry points count the prevention bytes, 7.4.7.1
            data.writeBytes(escaped);
        }
        sliceData = data.toByteArray();
    }

    /** The own picture parameter set with its start code, 7.3.2.3.1. */
    static byte[] parameterSet(int id, int spsId, H265Pps like) {
        BitWriter out = new BitWriter().ue(id).ue(spsId);
        out.put(0, 7); // dependent slices, output flag, num_extra_slice_header_bits 3, sign hiding, cabac_init_present_flag
        out.ue(0).ue(0); // num_ref_idx_l0_default_active_minus1, num_ref_idx_l1_default_active_minus1
        out.se(SLICE_QP - 26); // init_qp_minus26
        out.put(0, 3); // constrained_intra_pred_flag, transform_skip_enabled_flag, cu_qp_delta_enabled_flag
        out.se(0).se(0); // pps_cb_qp_offset, pps_cr_qp_offset
        out.put(0, 4); // slice chroma offsets, weighted_pred_flag, weighted_bipred_flag, transquant_bypass_enabled_flag
        H265TileGrid tiles = like.tiles();
        out.put(tiles != null ? 1 : 0, 1).put(like.wavefront() ? 1 : 0, 1);
        if (tiles != null) {
            tiles.write(out);
            out.put(0, 1); // loop_filter_across_tiles_enabled_flag
        }
        out.put(0, 1); // pps_loop_filter_across_slices_enabled_flag
        out.put(0b101, 3); // deblocking_filter_control_present_flag, override 0, pps_deblocking_filter_disabled_flag
        out.put(0, 2); // pps_scaling_list_data_present_flag, lists_modification_present_flag
        out.ue(0); // log2_parallel_merge_level_minus2
        out.put(0, 2); // slice_segment_header_extension_present_flag, pps_extension_present_flag
        return nal(H265NalType.PPS, EmulationPrevention.insert(out.trailing().octets()), new byte[0]);
    }

    /** The next unit, behind everything before in decoding and output order. */
    byte[] next(boolean withParameterSet, boolean withDelimiter) {
        order++;
        copiedOrder = order - distance;
        byte[] slice = nal(H265NalType.TRAIL_R, EmulationPrevention.insert(header()), sliceData);
        distance = 1;
        ByteArrayOutputStream unit = new ByteArrayOutputStream(DELIMITER.length + parameterSet.length + slice.length);
        if (withDelimiter) {
            unit.writeBytes(DELIMITER);
        }
        if (withParameterSet) {
            unit.writeBytes(parameterSet);
        }
        unit.writeBytes(slice);
        return unit.toByteArray();
    }

    /** {@code slice_segment_header}, 7.3.6.1. */
    private Octets header() {
        BitWriter out = new BitWriter().put(1, 1).ue(ppsId).ue(P_SLICE); // first_slice_segment_in_pic_flag
        out.put(order, coding.picOrderCntLsbBits());
        out.put(0, 1); // short_term_ref_pic_set_sps_flag
        if (!coding.refPicSets().isEmpty()) {
            out.put(0, 1); // inter_ref_pic_set_prediction_flag
        }
        out.ue(1).ue(0).ue(distance - 1).put(1, 1); // num_negative_pics, num_positive_pics, delta_poc_s0_minus1, used
        if (coding.longTermRefPics()) {
            if (!coding.longTermLsbs().isEmpty()) {
                out.ue(0); // num_long_term_sps
            }
            out.ue(0); // num_long_term_pics
        }
        if (coding.temporalMvp()) {
            out.put(0, 1); // slice_temporal_mvp_enabled_flag
        }
        if (coding.sampleAdaptiveOffset()) {
            out.put(0, coding.chromaArrayType() == 0 ? 1 : 2); // slice_sao_luma_flag, slice_sao_chroma_flag
        }
        out.put(0, 1); // num_ref_idx_active_override_flag
        out.ue(4); // five_minus_max_num_merge_cand
        out.se(0); // slice_qp_delta
        if (entryPoints) {
            putEntryPoints(out);
        }
        return out.trailing().octets();
    }

    private void putEntryPoints(BitWriter out) {
        int count = substreamBytes.length - 1;
        out.ue(count); // num_entry_point_offsets
        if (count > 0) {
            int longest = 1;
            for (int index = 0; index < count; index++) {
                longest = Math.max(longest, substreamBytes[index] - 1);
            }
            int width = Integer.SIZE - Integer.numberOfLeadingZeros(longest);
            out.ue(width - 1); // offset_len_minus1
            for (int index = 0; index < count; index++) {
                out.put(substreamBytes[index] - 1, width); // entry_point_offset_minus1
            }
        }
    }

    private static byte[] nal(int type, byte[] head, byte[] rest) {
        byte[] nal = new byte[START_CODE.length + 2 + head.length + rest.length];
        System.arraycopy(START_CODE, 0, nal, 0, START_CODE.length);
        nal[START_CODE.length] = (byte) (type << 1);
        nal[START_CODE.length + 1] = 1; // nuh_temporal_id_plus1
        System.arraycopy(head, 0, nal, START_CODE.length + 2, head.length);
        System.arraycopy(rest, 0, nal, nal.length - rest.length, rest.length);
        return nal;
    }

    /**
     * How many more pictures until neither the last one nor the one it copies has this {@code slice_pic_order_cnt_lsb}: nearly always 0.
     * Readers that began at different pictures count differently, but by whole periods.
     */
    int untilClearOf(int picOrderCntLsb) {
        int mask = coding.picOrderCntPeriod() - 1;
        int last = order;
        int before = copiedOrder;
        int more = 0;
        while (((last - picOrderCntLsb) & mask) == 0 || ((before - picOrderCntLsb) & mask) == 0) {
            before = last++;
            more++;
        }
        return more;
    }
}
