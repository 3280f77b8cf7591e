package io.holdover.media.codec.h264;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/**
 * What matters of a sequence parameter set, ITU-T H.264 7.3.2.1.1.
 *
 * @param id {@code seq_parameter_set_id}, 0 to 31
 * @param separateColourPlanes {@code separate_colour_plane_flag}
 * @param frameNumBits {@code log2_max_frame_num_minus4} + 4
 * @param picOrderCntType 0 to 2
 * @param picOrderCntLsbBits {@code log2_max_pic_order_cnt_lsb_minus4} + 4, only with type 0
 * @param deltaPicOrderAlwaysZero {@code delta_pic_order_always_zero_flag}, only with type 1
 * @param frameMbsOnly no field and no MBAFF pictures
 * @param width cropped, in luma samples
 * @param height cropped, in luma samples
 * @param frameIntervalTicks from the VUI, 90 kHz; 0 if it does not tell
 * @param constraintFlags {@code constraint_set0_flag} is 0x80, and so on
 * @param chromaArrayType 0 without chroma, 1 to 3 for 4:2:0, 4:2:2, 4:4:4
 * @param orderCycle only with {@code pic_order_cnt_type} 1
 * @param maxNumRefFrames {@code max_num_ref_frames}
 * @param macroblocks in a frame
 */
public record H264Sps(int id, int profileIdc, int levelIdc, boolean separateColourPlanes, int frameNumBits, int picOrderCntType,
        int picOrderCntLsbBits, boolean deltaPicOrderAlwaysZero, boolean frameMbsOnly, int width, int height, int frameIntervalTicks,
        int constraintFlags, int chromaArrayType, OrderCycle orderCycle, int maxNumRefFrames, int macroblocks) {
    /**
     * What {@code pic_order_cnt_type} 1 counts with, 8.2.1.2.
     *
     * @param nonRef {@code offset_for_non_ref_pic}
     * @param topToBottom {@code offset_for_top_to_bottom_field}
     * @param refFrames {@code offset_for_ref_frame} of the whole cycle
     */
    public record OrderCycle(int nonRef, int topToBottom, List<Integer> refFrames) {
        static final OrderCycle NONE = new OrderCycle(0, 0, List.of());

        public OrderCycle {
            refFrames = List.copyOf(refFrames);
        }
    }

    /** Ids 0 to 31 (7.4.2.1.1). */
    public static final int IDS = 32;
    /** {@code MaxDpbFrames} is at most 16 (A.3.1). */
    public static final int REF_FRAMES_MAX = 16;
    /** {@code num_ref_frames_in_pic_order_cnt_cycle} is at most 255. */
    private static final int CYCLE_MAX = 255;
    /** Level 6.2 allows 139264 macroblocks, at most sqrt(8 x 139264) = 1055 a side (A.3.1); bigger is a broken header. */
    private static final int SIDE_MAX_MACROBLOCKS = 4096;
    private static final int EXTENDED_SAR = 255;
    /** Slower than a frame in 10 s is no frame rate. */
    private static final long INTERVAL_MAX_TICKS = 900_000;

    /** Whether its profile allows no inter prediction: CAVLC 4:4:4 Intra, or High 10, 4:2:2 and 4:4:4 with constraint_set3_flag (A.2). */
    public boolean intraOnly() {
        return profileIdc == 44 || ((constraintFlags & 0x10) != 0 && (profileIdc == 110 || profileIdc == 122 || profileIdc == 244));
    }

    /** Reads a NAL unit from its header byte on; null if it is malformed. */
    public static @Nullable H264Sps parse(byte[] bytes, int from, int to) {
        BitReader in = new BitReader().resetNal(bytes, from + 1, to);
        int profileIdc = in.bits(8);
        int constraintFlags = in.bits(8); // constraint_set flags, reserved_zero_2bits
        int levelIdc = in.bits(8);
        int id = in.ue();
        int chromaFormat = 1;
        boolean separateColourPlanes = false;
        if (hasChromaFormat(profileIdc)) {
            chromaFormat = in.ue();
            if (chromaFormat == 3) {
                separateColourPlanes = in.flag();
            }
            in.ue(); // bit_depth_luma_minus8
            in.ue(); // bit_depth_chroma_minus8
            in.flag(); // qpprime_y_zero_transform_bypass_flag
            if (in.flag()) { // seq_scaling_matrix_present_flag
                skipScalingLists(in, chromaFormat == 3 ? 12 : 8);
            }
        }
        int frameNumBits = in.ue() + 4;
        int picOrderCntType = in.ue();
        int picOrderCntLsbBits = 0;
        boolean deltaPicOrderAlwaysZero = false;
        OrderCycle orderCycle = OrderCycle.NONE;
        if (picOrderCntType == 0) {
            picOrderCntLsbBits = in.ue() + 4;
        } else if (picOrderCntType == 1) {
            deltaPicOrderAlwaysZero = in.flag();
            int nonRef = in.se(); // offset_for_non_ref_pic
            int topToBottom = in.se(); // offset_for_top_to_bottom_field
            int cycle = in.ue();
            if (cycle > CYCLE_MAX) {
                return null;
            }
            List<Integer> refFrames = new ArrayList<>();
            for (int index = 0; index < cycle; index++) {
                refFrames.add(in.se()); // offset_for_ref_frame
            }
            orderCycle = new OrderCycle(nonRef, topToBottom, refFrames);
        }
        int maxNumRefFrames = in.ue();
        in.flag(); // gaps_in_frame_num_value_allowed_flag
        int widthMacroblocks = in.ue() + 1;
        int heightMapUnits = in.ue() + 1;
        boolean frameMbsOnly = in.flag();
        if (!frameMbsOnly) {
            in.flag(); // mb_adaptive_frame_field_flag
        }
        in.flag(); // direct_8x8_inference_flag
        int cropWidth = 0;
        int cropHeight = 0;
        if (in.flag()) { // frame_cropping_flag
            cropWidth = in.ue() + in.ue();
            cropHeight = in.ue() + in.ue();
        }
        boolean sane = id >= 0 && id < IDS && chromaFormat <= 3 && frameNumBits <= 16 && picOrderCntType <= 2 && picOrderCntLsbBits <= 16
                && maxNumRefFrames <= REF_FRAMES_MAX
                && widthMacroblocks > 0 && widthMacroblocks <= SIDE_MAX_MACROBLOCKS && heightMapUnits > 0
                && heightMapUnits <= SIDE_MAX_MACROBLOCKS;
        if (in.overrun() || !sane) {
            return null;
        }
        // 7.4.2.1.1, equations 7-19 to 7-22
        boolean subsampledWidth = !separateColourPlanes && (chromaFormat == 1 || chromaFormat == 2);
        boolean subsampledHeight = !separateColourPlanes && chromaFormat == 1;
        int fieldFactor = frameMbsOnly ? 1 : 2;
        long width = 16L * widthMacroblocks - (subsampledWidth ? 2L : 1L) * cropWidth;
        long height = 16L * heightMapUnits * fieldFactor - (subsampledHeight ? 2L : 1L) * fieldFactor * cropHeight;
        if (width <= 0 || height <= 0 || cropWidth < 0 || cropHeight < 0) {
            return null;
        }
        int interval = in.flag() ? vuiFrameInterval(in) : 0; // vui_parameters_present_flag
        return new H264Sps(id, profileIdc, levelIdc, separateColourPlanes, frameNumBits, picOrderCntType, picOrderCntLsbBits,
                deltaPicOrderAlwaysZero, frameMbsOnly, (int) width, (int) height, interval, constraintFlags,
                separateColourPlanes ? 0 : chromaFormat, orderCycle, maxNumRefFrames, widthMacroblocks * heightMapUnits * fieldFactor);
    }

    private static boolean hasChromaFormat(int profileIdc) {
        return switch (profileIdc) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    /** 7.3.2.1.1.1; the values are not needed, their length is. */
    private static void skipScalingLists(BitReader in, int lists) {
        for (int list = 0; list < lists; list++) {
            if (in.flag()) { // seq_scaling_list_present_flag
                int lastScale = 8;
                int nextScale = 8;
                int size = list < 6 ? 16 : 64;
                for (int index = 0; index < size; index++) {
                    if (nextScale != 0) {
                        nextScale = (lastScale + in.se()) & 0xFF;
                    }
                    lastScale = nextScale == 0 ? lastScale : nextScale;
                }
            }
        }
    }

    /** E.1.1 up to the timing. */
    private static int vuiFrameInterval(BitReader in) {
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
        if (!in.flag()) { // timing_info_present_flag
            return 0;
        }
        long unitsInTick = Integer.toUnsignedLong(in.bits(32));
        long timeScale = Integer.toUnsignedLong(in.bits(32));
        if (in.overrun() || timeScale == 0) {
            return 0;
        }
        // A tick is the time of a field: equation E-51 with DeltaTfiDivisor 2.
        long interval = 2 * 90_000 * unitsInTick / timeScale;
        return interval <= INTERVAL_MAX_TICKS ? (int) interval : 0;
    }
}
