package io.holdover.media.codec.h264;

import io.holdover.media.bits.BitReader;

/** Finds the recovery point SEI message, ITU-T H.264 D.1.8. */
public final class H264RecoveryPoint {
    /** {@code recovery_frame_cnt} when there is no such message. */
    public static final int NONE = -1;
    private static final int PAYLOAD_TYPE = 6;
    /** {@code recovery_frame_cnt} is below MaxFrameNum = 2^16 (D.2.8). */
    private static final int COUNT_MAX = 0xFFFF;
    /** Messages in one NAL unit; encoders write up to six. */
    private static final int MESSAGES_MAX = 32;

    private H264RecoveryPoint() {
    }

    /** {@code recovery_frame_cnt} of the SEI NAL unit that begins with its header byte at {@code from}, or {@link #NONE}. */
    public static int frameCount(byte[] bytes, int from, int to) {
        BitReader in = new BitReader().resetNal(bytes, from + 1, to);
        for (int message = 0; message < MESSAGES_MAX && in.bitsAvailable() > 16; message++) {
            long type = varyingSum(in); // payloadType, 7.3.2.3.1
            long size = varyingSum(in); // payloadSize
            if (in.overrun()) {
                return NONE;
            }
            if (type == PAYLOAD_TYPE) {
                int count = in.ue();
                return in.overrun() || count > COUNT_MAX ? NONE : count;
            }
            in.skip(8 * size);
        }
        return NONE;
    }

    private static long varyingSum(BitReader in) {
        long sum = 0;
        int part;
        do {
            part = in.bits(8);
            sum += part;
        } while (part == 0xFF && !in.overrun());
        return sum;
    }
}
