package io.holdover.media.codec.h264;

import io.holdover.media.bits.BitReader;

/** The head of a slice header as far as it tells pictures apart, ITU-T H.264 7.3.3. Reused; one thread. */
final class H264SliceHead {
    /**
     * first_mb_in_slice 31 + slice_type 7 + pic_parameter_set_id 17 + colour_plane_id 2 + frame_num 16 + 2 field flags + idr_pic_id 33 +
     * pic_order_cnt_lsb 16 + delta_pic_order_cnt_bottom 63 = 187 bits = 24 bytes, a third more for emulation prevention, and the NAL
     * header.
     */
    static final int MAX_BYTES = 33;

    final BitReader in = new BitReader();

    int firstMb;
    int nalRefIdc;
    boolean idr;
    /** False when the parameter sets are not known: only {@link #firstMb} counts then. */
    boolean detailed;
    int sliceType;
    int ppsId;
    int frameNum;
    /** Where {@code frame_num} begins, in bits behind the NAL header and without emulation prevention. */
    int frameNumAt;
    boolean field;
    boolean bottom;
    int idrPicId;
    /** Where {@code pic_order_cnt_lsb}, or what stands for it, begins. */
    int picOrderAt;
    /** Where the slice header goes on behind it. */
    int picOrderEnd;
    int picOrderCntLsb;
    int deltaPicOrderCnt0;
    int deltaPicOrderCnt1;

    /** Reads what the known parameter sets allow; {@link #in} stands behind it. {@link #MAX_BYTES} are enough. */
    void parse(byte[] bytes, int from, int to, H264ParameterSets sets) {
        in.resetNal(bytes, from + 1, to);
        nalRefIdc = (bytes[from] >> 5) & 3;
        idr = H264NalType.of(bytes[from]) == H264NalType.IDR_SLICE;
        firstMb = in.ue();
        sliceType = in.ue();
        ppsId = in.ue();
        frameNum = 0;
        field = false;
        bottom = false;
        idrPicId = 0;
        picOrderCntLsb = 0;
        deltaPicOrderCnt0 = 0;
        deltaPicOrderCnt1 = 0;
        H264Pps pps = sets.pps(ppsId);
        H264Sps sps = pps == null ? null : sets.sps(pps.spsId());
        detailed = pps != null && sps != null && !in.overrun();
        if (pps == null || sps == null || in.overrun()) {
            return;
        }
        if (sps.separateColourPlanes()) {
            in.bits(2); // colour_plane_id
        }
        frameNumAt = (int) in.bitsRead();
        frameNum = in.bits(sps.frameNumBits());
        if (!sps.frameMbsOnly()) {
            field = in.flag();
            bottom = field && in.flag();
        }
        if (idr) {
            idrPicId = in.ue();
        }
        picOrderAt = (int) in.bitsRead();
        if (sps.picOrderCntType() == 0) {
            picOrderCntLsb = in.bits(sps.picOrderCntLsbBits());
            if (pps.bottomFieldPicOrder() && !field) {
                deltaPicOrderCnt0 = in.se(); // delta_pic_order_cnt_bottom
            }
        } else if (sps.picOrderCntType() == 1 && !sps.deltaPicOrderAlwaysZero()) {
            deltaPicOrderCnt0 = in.se();
            if (pps.bottomFieldPicOrder() && !field) {
                deltaPicOrderCnt1 = in.se();
            }
        }
        picOrderEnd = (int) in.bitsRead();
        detailed = !in.overrun();
    }

    void copyFrom(H264SliceHead other) {
        firstMb = other.firstMb;
        nalRefIdc = other.nalRefIdc;
        idr = other.idr;
        detailed = other.detailed;
        sliceType = other.sliceType;
        ppsId = other.ppsId;
        frameNumAt = other.frameNumAt;
        picOrderAt = other.picOrderAt;
        picOrderEnd = other.picOrderEnd;
        frameNum = other.frameNum;
        field = other.field;
        bottom = other.bottom;
        idrPicId = other.idrPicId;
        picOrderCntLsb = other.picOrderCntLsb;
        deltaPicOrderCnt0 = other.deltaPicOrderCnt0;
        deltaPicOrderCnt1 = other.deltaPicOrderCnt1;
    }

    /**
     * Whether this slice is of another primary coded picture than an earlier one by its header, 7.4.1.2.4. {@code pic_parameter_set_id} is
     * left out: encoders
     * give slices of one picture different ones.
     */
    boolean differsFrom(H264SliceHead earlier) {
        if (!detailed || !earlier.detailed) {
            return false;
        }
        return frameNum != earlier.frameNum || field != earlier.field || bottom != earlier.bottom
                || (nalRefIdc == 0) != (earlier.nalRefIdc == 0) || idr != earlier.idr || idrPicId != earlier.idrPicId
                || picOrderCntLsb != earlier.picOrderCntLsb || deltaPicOrderCnt0 != earlier.deltaPicOrderCnt0
                || deltaPicOrderCnt1 != earlier.deltaPicOrderCnt1;
    }

    /** Whether this is the opposite field of the same frame, 3.30 and 7.4.1.2.4. */
    boolean completesField(H264SliceHead first) {
        return detailed && first.detailed && field && first.field && bottom != first.bottom && frameNum == first.frameNum && !idr;
    }
}
