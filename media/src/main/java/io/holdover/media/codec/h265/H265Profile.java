package io.holdover.media.codec.h265;

import io.holdover.media.bits.BitReader;

/**
 * {@code profile_tier_level} of a sequence, ITU-T H.265 7.3.3.
 *
 * @param idc {@code general_profile_idc}
 * @param interlaced the source is interlaced and not progressive
 * @param stills {@code general_intra_constraint_flag} or {@code general_one_picture_only_constraint_flag}, which only the profiles from 4
 *        on
 *        have
 */
record H265Profile(int idc, boolean interlaced, boolean stills) {
    private static final int RANGE_EXTENSIONS = 4;

    static H265Profile read(BitReader in, int maxSubLayersMinus1) {
        in.bits(3); // general_profile_space, general_tier_flag
        int idc = in.bits(5);
        in.bits(32); // general_profile_compatibility_flag
        boolean progressive = in.flag();
        boolean interlaced = in.flag();
        in.bits(2); // general_non_packed_constraint_flag, general_frame_only_constraint_flag
        in.bits(6); // general_max_12bit to general_max_monochrome_constraint_flag
        boolean stills = in.bits(2) != 0; // general_intra_constraint_flag, general_one_picture_only_constraint_flag
        in.skip(36); // the rest of 43 constraint bits and general_inbld_flag
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
        return new H265Profile(idc, interlaced && !progressive, idc >= RANGE_EXTENSIONS && stills);
    }
}
