package io.holdover.media.codec.h264;

import org.jspecify.annotations.Nullable;

/**
 * What a decoder of the forwarded units knows: its references, and the picture that is last in output order, which is the one on the
 * screen. One thread.
 */
final class H264DecodedPictures {
    /** Names a frame that never came, 8.2.5.2. */
    private static final long MISSING = -2;

    private final H264PictureOrder order = new H264PictureOrder();
    private final H264References references = new H264References();
    private final H264SliceHead held = new H264SliceHead();

    private @Nullable H264Sps sps;
    private long serial;
    private int prevRefFrameNum;
    private long shownSerial;
    private long shownLowest;
    private long shownHighest;

    /** Of the last picture: order count, and whether it was an IDR picture and which. */
    private long lastLowest;
    private int idrPicId = -1;

    /** Takes a frame with its parameter set. */
    void add(H264Sps active, H264SliceHeader slice) {
        H264SliceHead head = slice.head;
        if (!head.idr && sps != null) {
            fillGap(active, head.frameNum);
        }
        sps = active;
        order.read(active, head);
        boolean first = head.idr || slice.forgetsAll() || serial == 0;
        order.accept(head, slice.forgetsAll());
        serial++;
        if (head.nalRefIdc != 0) {
            references.mark(active, slice, serial);
            prevRefFrameNum = slice.forgetsAll() ? 0 : head.frameNum;
        }
        idrPicId = head.idr ? head.idrPicId : -1;
        added(first);
    }

    private void added(boolean first) {
        lastLowest = order.lowest();
        if (first || lastLowest > shownLowest) {
            shownSerial = serial;
            shownLowest = lastLowest;
            shownHighest = order.highest();
        }
    }

    /** 8.2.5.2: the frames that the numbering passes over take places as if they had come. */
    private void fillGap(H264Sps active, int frameNum) {
        int mask = (1 << active.frameNumBits()) - 1;
        int missing = (frameNum - prevRefFrameNum - 1) & mask;
        if (frameNum == prevRefFrameNum || missing == 0) {
            return;
        }
        for (int back = Math.min(missing, active.maxNumRefFrames()); back > 0; back--) {
            references.append(active, (frameNum - back) & mask, MISSING);
        }
        prevRefFrameNum = (frameNum - 1) & mask;
    }

    /** Forgets everything: what follows cannot be followed. */
    void clear() {
        sps = null;
        references.clear();
        serial = 0;
        idrPicId = -1;
    }

    /** The parameter set in force; null before the first picture. */
    @Nullable
    H264Sps sps() {
        return sps;
    }

    /** {@code idr_pic_id} if the last picture was an IDR picture, else -1. */
    int idrPicId() {
        return idrPicId;
    }

    /** Picture order count that a frame would have as the next picture. */
    long orderOf(H264Sps active, H264SliceHead head) {
        order.read(active, head);
        return order.lowest();
    }

    /** Of the last picture. */
    long lastOrder() {
        return lastLowest;
    }

    /** {@code frame_num} of the next picture. */
    int nextFrameNum(H264Sps active) {
        return (prevRefFrameNum + 1) & ((1 << active.frameNumBits()) - 1);
    }

    /** Picture order count of a picture that is to follow the one shown: one frame on, but not into its later field. */
    long nextOrder() {
        return Math.max(shownLowest + 2, shownHighest + 1);
    }

    /** Whether a short-term frame has this {@code frame_num}, taken modulo MaxFrameNum. */
    boolean hasShortTerm(int frameNum) {
        H264Sps active = sps;
        return active != null && references.hasFrame(frameNum & ((1 << active.frameNumBits()) - 1));
    }

    /** Whether there is a frame that a held picture can refer to. */
    boolean hasReference() {
        return references.newest() > 0;
    }

    /** Whether a picture can be numbered so that it is last in output order. */
    boolean canFollow() {
        H264Sps active = sps;
        return active != null && plan(active) && order.lowest() > shownHighest;
    }

    /** Gives {@link #held} the numbers of the next held picture; false if there are none. */
    private boolean plan(H264Sps active) {
        held.idr = false;
        held.nalRefIdc = 1;
        held.frameNum = nextFrameNum(active);
        held.picOrderCntLsb = 0;
        held.deltaPicOrderCnt0 = 0;
        held.deltaPicOrderCnt1 = 0;
        long wanted = nextOrder();
        if (active.picOrderCntType() == 0) {
            held.picOrderCntLsb = (int) wanted & ((1 << active.picOrderCntLsbBits()) - 1);
        } else if (active.picOrderCntType() == 1 && !active.deltaPicOrderAlwaysZero()) {
            long delta = order.deltaFor(active, held.frameNum, wanted - Math.min(0, active.orderCycle().topToBottom()));
            if (Math.abs(delta) >= 1 << 30) {
                return false;
            }
            held.deltaPicOrderCnt0 = (int) delta;
        }
        order.read(active, held);
        return true;
    }

    /** The slice of the next held picture, which is added; only with a reference and if it {@link #canFollow}. */
    byte[] hold(int ppsId) {
        H264Sps active = sps;
        if (active == null || !plan(active)) {
            throw new IllegalStateException("there is no picture to hold");
        }
        return standIn(active, ppsId);
    }

    /** A copy of the picture shown, with the numbers of the reference picture in whose place it is added; not with order type 1. */
    byte[] holdAs(H264Sps active, H264SliceHead replaced, int ppsId) {
        held.copyFrom(replaced);
        held.nalRefIdc = 1;
        held.deltaPicOrderCnt0 = 0;
        held.deltaPicOrderCnt1 = 0;
        order.read(active, held);
        return standIn(active, ppsId);
    }

    private byte[] standIn(H264Sps active, int ppsId) {
        long newest = references.newest();
        int shown = references.frameNumOf(shownSerial);
        int mask = (1 << active.frameNumBits()) - 1;
        int back = shown < 0 || newest == shownSerial ? 0 : ((held.frameNum - shown - 1) & mask) + 1;
        byte[] slice = H264HeldSlice.slice(active, ppsId, held, back);
        order.accept(held, false);
        references.append(active, held.frameNum, ++serial);
        prevRefFrameNum = held.frameNum;
        idrPicId = -1;
        added(false);
        return slice;
    }
}
