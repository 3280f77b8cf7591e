package io.holdover.media.codec.h264;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/**
 * What slice headers need of a picture parameter set, ITU-T H.264 7.3.2.2.
 *
 * @param id {@code pic_parameter_set_id}, 0 to 255
 * @param spsId {@code seq_parameter_set_id}
 * @param bottomFieldPicOrder {@code bottom_field_pic_order_in_frame_present_flag}
 */
public record H264Pps(int id, int spsId, boolean bottomFieldPicOrder) {
    /** Ids 0 to 255 (7.4.2.2). */
    public static final int IDS = 256;

    /** Reads a NAL unit from its header byte on; null if it is malformed. */
    public static @Nullable H264Pps parse(byte[] bytes, int from, int to) {
        BitReader in = new BitReader().resetNal(bytes, from + 1, to);
        int id = in.ue();
        int spsId = in.ue();
        in.flag(); // entropy_coding_mode_flag
        boolean bottomFieldPicOrder = in.flag();
        boolean sane = id >= 0 && id < IDS && spsId >= 0 && spsId < H264Sps.IDS;
        return in.overrun() || !sane ? null : new H264Pps(id, spsId, bottomFieldPicOrder);
    }
}
