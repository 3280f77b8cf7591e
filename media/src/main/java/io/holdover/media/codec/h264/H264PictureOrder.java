package io.holdover.media.codec.h264;

/** Picture order counts of frames, ITU-T H.264 8.2.1. One thread. */
final class H264PictureOrder {
    // Of the last reference picture
    private long prevPicOrderCntMsb;
    private int prevPicOrderCntLsb;

    // Of the last picture
    private int prevFrameNum;
    private long prevFrameNumOffset;

    // The picture in work
    private long picOrderCntMsb;
    private long frameNumOffset;
    private long top;
    private long bottom;

    /** Computes {@link #lowest} and {@link #highest} of a frame that follows those accepted. */
    void read(H264Sps sps, H264SliceHead head) {
        if (head.idr) {
            prevPicOrderCntMsb = 0;
            prevPicOrderCntLsb = 0;
            prevFrameNum = 0;
            prevFrameNumOffset = 0;
        }
        int maxFrameNum = 1 << sps.frameNumBits();
        frameNumOffset = prevFrameNum > head.frameNum ? prevFrameNumOffset + maxFrameNum : prevFrameNumOffset;
        switch (sps.picOrderCntType()) {
            case 0 -> { // 8.2.1.1
                int maxLsb = 1 << sps.picOrderCntLsbBits();
                int lsb = head.picOrderCntLsb;
                picOrderCntMsb = prevPicOrderCntMsb;
                if (lsb < prevPicOrderCntLsb && prevPicOrderCntLsb - lsb >= maxLsb / 2) {
                    picOrderCntMsb += maxLsb;
                } else if (lsb > prevPicOrderCntLsb && lsb - prevPicOrderCntLsb > maxLsb / 2) {
                    picOrderCntMsb -= maxLsb;
                }
                top = picOrderCntMsb + lsb;
                bottom = top + head.deltaPicOrderCnt0;
            }
            case 1 -> {
                top = expected(sps, head.frameNum, head.nalRefIdc != 0) + head.deltaPicOrderCnt0;
                bottom = top + sps.orderCycle().topToBottom() + head.deltaPicOrderCnt1;
            }
            default -> { // 8.2.1.3
                top = head.idr ? 0 : 2 * (frameNumOffset + head.frameNum) - (head.nalRefIdc == 0 ? 1 : 0);
                bottom = top;
            }
        }
    }

    /** {@code delta_pic_order_cnt[0]} that gives the reference picture that follows this order; type 1. */
    long deltaFor(H264Sps sps, int frameNum, long order) {
        frameNumOffset = prevFrameNum > frameNum ? prevFrameNumOffset + (1 << sps.frameNumBits()) : prevFrameNumOffset;
        return order - expected(sps, frameNum, true);
    }

    /** expectedPicOrderCnt, 8.2.1.2. */
    private long expected(H264Sps sps, int frameNum, boolean reference) {
        H264Sps.OrderCycle cycle = sps.orderCycle();
        int length = cycle.refFrames().size();
        long absFrameNum = length == 0 ? 0 : frameNumOffset + frameNum;
        if (!reference && absFrameNum > 0) {
            absFrameNum--;
        }
        long order = reference ? 0 : cycle.nonRef();
        if (absFrameNum > 0) {
            long cycles = (absFrameNum - 1) / length;
            long inCycle = (absFrameNum - 1) % length;
            for (int index = 0; index < length; index++) {
                order += cycles * cycle.refFrames().get(index) + (index <= inCycle ? cycle.refFrames().get(index) : 0);
            }
        }
        return order;
    }

    /** The frame that was read becomes the one before the next. */
    void accept(H264SliceHead head, boolean forgetsAll) {
        if (forgetsAll) { // memory_management_control_operation 5
            long first = Math.min(top, bottom);
            top -= first;
            bottom -= first;
            picOrderCntMsb = 0;
        }
        if (head.nalRefIdc != 0) {
            prevPicOrderCntMsb = picOrderCntMsb;
            prevPicOrderCntLsb = forgetsAll ? (int) top : head.picOrderCntLsb;
        }
        prevFrameNum = forgetsAll ? 0 : head.frameNum;
        prevFrameNumOffset = forgetsAll ? 0 : frameNumOffset;
    }

    /** PicOrderCnt of the frame, 8-1. */
    long lowest() {
        return Math.min(top, bottom);
    }

    /** Of its later field. */
    long highest() {
        return Math.max(top, bottom);
    }
}
