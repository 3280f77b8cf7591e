package io.holdover.media.codec.h264;

import io.holdover.media.bits.StartCodes;

/** Walks over the NAL units of an access unit, ITU-T H.264 annex B. Reused; one thread. */
final class H264NalCursor {
    private byte[] bytes = {};
    private int next = -1;

    /** Where the start code of the NAL unit begins, its zero_byte included. */
    int start;
    /** Where its header is. */
    int from;
    /** Behind its last byte that is not zero. */
    int to;
    /** Where the next start code begins, or the payload ends. */
    int end;

    void reset(byte[] payload) {
        bytes = payload;
        next = StartCodes.find(payload, 0, payload.length);
    }

    /** Whether there is one more; empty ones are passed over. */
    boolean next() {
        while (next >= 0) {
            start = withZeroByte(next);
            from = next + StartCodes.PREFIX_BYTES;
            next = StartCodes.find(bytes, from, bytes.length);
            end = next < 0 ? bytes.length : withZeroByte(next);
            to = StartCodes.trimZeros(bytes, from, end);
            if (to > from) {
                return true;
            }
        }
        return false;
    }

    int type() {
        return H264NalType.of(bytes[from]);
    }

    private int withZeroByte(int prefix) {
        return prefix > 0 && bytes[prefix - 1] == 0 ? prefix - 1 : prefix;
    }
}
