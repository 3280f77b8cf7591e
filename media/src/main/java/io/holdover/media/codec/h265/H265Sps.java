package io.holdover.media.codec.h265;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/**
 * What matters of a sequence parameter set, ITU-T H.265 7.3.2.2.1.
 *
 * @param id {@code sps_seq_parameter_set_id}, 0 to 15
 * @param width inside the conformance window, in luma samples
 * @param height inside the conformance window, in luma samples
 * @param coding everything behind; null if it is malformed
 */
public record H265Sps(int id, int width, int height, @Nullable H265Coding coding) {
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
        H265Profile profile = H265Profile.read(in, maxSubLayersMinus1);
        int id = in.ue();
        int chromaFormat = in.ue();
        boolean separateColourPlanes = chromaFormat == 3 && in.flag();
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
        if (croppedWidth <= 0 || croppedHeight <= 0) {
            return null;
        }
        return new H265Sps(id, croppedWidth, croppedHeight,
                new H265SpsReader(in, maxSubLayersMinus1).coding(id, profile, separateColourPlanes ? 0 : chromaFormat, separateColourPlanes,
                        width,
                        height));
    }
}
