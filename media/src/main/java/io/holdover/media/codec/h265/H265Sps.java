package io.holdover.media.codec.h265;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/**
 * What matters of a sequence parameter set, ITU-T H.265 7.3.2.2.1.
 *
 * @param id {@code sps_seq_parameter_set_id}, 0 to 15
 * @param width inside the conformance window, in luma samples
 * @param height inside the conformance window, in luma samples
 */
public record H265Sps(int id, int width, int height) {
    /** Ids 0 to 15 (7.4.3.2.1). */
    public static final int IDS = 16;
    /** Level 6.2 allows 16888 a side (A.4.1); twice as much is a broken header. */
    private static final int SIDE_MAX = 33_776;
    private static final int SUB_LAYERS_MAX = 6;

    /** Reads a NAL unit from its header on; null if it is malformed. */
    public static @Nullable H265Sps parse(byte[] bytes, int from, int to) {
        BitReader in = new BitReader().resetNal(bytes, from + 2, to);
        in.bits(4); // sps_video_parameter_set_id
        int maxSubLayersMinus1 = in.bits(3);
        in.flag(); // sps_temporal_id_nesting_flag
        if (maxSubLayersMinus1 > SUB_LAYERS_MAX) {
            return null;
        }
        skipProfileTierLevel(in, maxSubLayersMinus1);
        int id = in.ue();
        int chromaFormat = in.ue();
        if (chromaFormat == 3) {
            in.flag(); // separate_colour_plane_flag
        }
        int width = in.ue();
        int height = in.ue();
        int cropWidth = 0;
        int cropHeight = 0;
        if (in.flag()) { // conformance_window_flag
            cropWidth = in.ue() + in.ue();
            cropHeight = in.ue() + in.ue();
        }
        boolean sane = id >= 0 && id < IDS && chromaFormat >= 0 && chromaFormat <= 3 && width > 0 && width <= SIDE_MAX && height > 0
                && height <= SIDE_MAX && cropWidth >= 0 && cropWidth <= width && cropHeight >= 0 && cropHeight <= height;
        if (in.overrun() || !sane) {
            return null;
        }
        // SubWidthC and SubHeightC, table 6-1
        int croppedWidth = width - (chromaFormat == 1 || chromaFormat == 2 ? 2 : 1) * cropWidth;
        int croppedHeight = height - (chromaFormat == 1 ? 2 : 1) * cropHeight;
        return croppedWidth <= 0 || croppedHeight <= 0 ? null : new H265Sps(id, croppedWidth, croppedHeight);
    }

    /** 7.3.3 with profilePresentFlag 1. */
    private static void skipProfileTierLevel(BitReader in, int maxSubLayersMinus1) {
        in.skip(88); // general profile space, tier, idc, compatibility and constraint flags: 8 + 32 + 48
        in.bits(8); // general_level_idc
        int profilePresent = 0;
        int levelPresent = 0;
        for (int layer = 0; layer < maxSubLayersMinus1; layer++) {
            profilePresent |= in.bits(1) << layer;
            levelPresent |= in.bits(1) << layer;
        }
        if (maxSubLayersMinus1 > 0) {
            in.bits(2 * (8 - maxSubLayersMinus1)); // reserved_zero_2bits
        }
        for (int layer = 0; layer < maxSubLayersMinus1; layer++) {
            in.skip((profilePresent >> layer & 1) * 88L + (levelPresent >> layer & 1) * 8L);
        }
    }
}
