package io.holdover.media.codec.h264;

import java.io.ByteArrayOutputStream;

import io.holdover.media.bits.BitWriter;

/** H.264 elements made by hand, for tests: headers are true, slice data is filler. */
public final class H264Elements {
    private H264Elements() {
    }

    /** 320 x 192 (or 320 x 384 with fields), frame_num and POC lsb of 4 bits. */
    public static byte[] sps(boolean frameMbsOnly) {
        BitWriter out = new BitWriter().put(0x67, 8).put(66, 8).put(0, 8).put(30, 8);
        ue(out, 0); // seq_parameter_set_id
        ue(out, 0); // log2_max_frame_num_minus4
        ue(out, 0); // pic_order_cnt_type
        ue(out, 0); // log2_max_pic_order_cnt_lsb_minus4
        ue(out, 2); // max_num_ref_frames
        out.put(0, 1);
        ue(out, 19); // pic_width_in_mbs_minus1
        ue(out, 11); // pic_height_in_map_units_minus1
        out.put(frameMbsOnly ? 1 : 0, 1);
        if (!frameMbsOnly) {
            out.put(0, 1); // mb_adaptive_frame_field_flag
        }
        out.put(1, 1).put(0, 1).put(0, 1).put(1, 1); // direct_8x8_inference, cropping, VUI, stop bit
        return nal(out);
    }

    public static byte[] pps() {
        BitWriter out = new BitWriter().put(0x68, 8);
        ue(out, 0); // pic_parameter_set_id
        ue(out, 0); // seq_parameter_set_id
        out.put(0, 2); // entropy_coding_mode_flag, bottom_field_pic_order_in_frame_present_flag
        out.put(1, 1); // num_slice_groups_minus1 0, and the rest
        out.put(0xFF, 8);
        return nal(out);
    }

    /** A slice of a frame. */
    public static byte[] slice(boolean idr, int firstMb, int frameNum, int length) {
        return slice(idr, firstMb, frameNum, -1, length);
    }

    /**
     * @param bottom -1 when the SPS has no fields, 0 top field, 1 bottom field, 2 frame of an SPS with fields
     * @param length bytes of the whole NAL unit with its start code
     */
    public static byte[] slice(boolean idr, int firstMb, int frameNum, int bottom, int length) {
        BitWriter out = new BitWriter().put(idr ? 0x65 : 0x41, 8);
        ue(out, firstMb);
        ue(out, idr ? 7 : 5); // slice_type
        ue(out, 0); // pic_parameter_set_id
        out.put(frameNum, 4);
        if (bottom >= 0) {
            out.put(bottom < 2 ? 1 : 0, 1); // field_pic_flag
            if (bottom < 2) {
                out.put(bottom, 1); // bottom_field_flag
            }
        }
        if (idr) {
            ue(out, 0); // idr_pic_id
        }
        out.put(2 * frameNum & 0xF, 4); // pic_order_cnt_lsb
        out.put(1, 1);
        byte[] nal = nal(out);
        byte[] padded = new byte[length];
        for (int index = 0; index < length; index++) {
            padded[index] = index < nal.length ? nal[index] : (byte) 0xA5;
        }
        return padded;
    }

    /** {@code 00 00 00 01 09 F0}. */
    public static byte[] aud() {
        return new byte[]{0, 0, 0, 1, 9, (byte) 0xF0};
    }

    /** SEI with a recovery point. */
    public static byte[] recoveryPoint(int frames) {
        BitWriter body = new BitWriter();
        ue(body, frames);
        body.put(0b1000, 4).put(1, 1); // exact_match, broken_link, changing_slice_group_idc, and the bit that ends the payload
        byte[] payload = body.octets().toArray();
        BitWriter out = new BitWriter().put(6, 8).put(6, 8).put(payload.length, 8);
        for (byte value : payload) {
            out.put(value, 8);
        }
        return nal(out.put(0x80, 8));
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Adds the start code and emulation prevention. */
    private static byte[] nal(BitWriter bits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[]{0, 0, 1});
        int zeros = 0;
        for (byte value : bits.octets().toArray()) {
            if (zeros >= 2 && (value & 0xFF) <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }

    static void ue(BitWriter out, int value) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
        out.put(0, bits - 1).put(value + 1, bits);
    }
}
