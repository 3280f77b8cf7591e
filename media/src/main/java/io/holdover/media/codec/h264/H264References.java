package io.holdover.media.codec.h264;

/** The frames that a decoder keeps for reference, ITU-T H.264 8.2.5. Frames only. One thread. */
final class H264References {
    /** No frame has this number. */
    static final long NONE = -1;

    private static final int LIMIT = H264Sps.REF_FRAMES_MAX + 1; // the one in work beside max_num_ref_frames

    // Short-term frames in decoding order
    private final int[] frameNums = new int[LIMIT];
    private final long[] serials = new long[LIMIT];
    private int shortTerm;

    // Long-term frames
    private final int[] longTermFrameIdx = new int[LIMIT];
    private int longTerm;

    private boolean currentIsLongTerm;

    /** Forgets everything. */
    void clear() {
        shortTerm = 0;
        longTerm = 0;
    }

    /** Marks a reference picture, 8.2.5.1; {@code serial} is the caller's name for it. */
    void mark(H264Sps sps, H264SliceHeader slice, long serial) {
        currentIsLongTerm = false;
        if (slice.head.idr) {
            clear();
            if (slice.longTermReference) {
                makeCurrentLongTerm(0);
            }
        } else if (slice.adaptiveMarking) {
            for (int index = 0; index < slice.markings; index++) {
                obey(sps, slice, index);
            }
        } else {
            slide(sps);
        }
        if (!currentIsLongTerm) {
            add(sps, slice.forgetsAll() ? 0 : slice.head.frameNum, serial);
        }
    }

    /** Adds a short-term frame after making room for it: a held picture, or one of a gap (8.2.5.2). */
    void append(H264Sps sps, int frameNum, long serial) {
        slide(sps);
        add(sps, frameNum, serial);
    }

    private void add(H264Sps sps, int frameNum, long serial) {
        if (shortTerm + longTerm > Math.max(sps.maxNumRefFrames(), 1)) {
            slide(sps); // commands of a broken stream left no room
        }
        if (shortTerm < LIMIT) {
            frameNums[shortTerm] = frameNum;
            serials[shortTerm++] = serial;
        }
    }

    /** 8.2.5.3 */
    private void slide(H264Sps sps) {
        if (shortTerm > 0 && shortTerm + longTerm >= Math.max(sps.maxNumRefFrames(), 1)) {
            removeShortTerm(0);
        }
    }

    /** 8.2.5.4 */
    private void obey(H264Sps sps, H264SliceHeader slice, int index) {
        int operand = slice.firstOperand[index];
        int mask = (1 << sps.frameNumBits()) - 1;
        switch (slice.operation[index]) {
            case 1 -> removeShortTerm(indexOfFrame(slice.head.frameNum - operand - 1 & mask));
            case 2 -> removeLongTerm(operand);
            case 3 -> {
                removeShortTerm(indexOfFrame(slice.head.frameNum - operand - 1 & mask));
                makeLongTerm(slice.secondOperand[index]);
            }
            case 4 -> {
                for (int at = longTerm - 1; at >= 0; at--) {
                    if (longTermFrameIdx[at] >= operand) {
                        removeLongTerm(longTermFrameIdx[at]);
                    }
                }
            }
            case 5 -> clear();
            case 6 -> makeCurrentLongTerm(operand);
            default -> throw new IllegalStateException("operation " + slice.operation[index]);
        }
    }

    private void makeCurrentLongTerm(int frameIdx) {
        makeLongTerm(frameIdx);
        currentIsLongTerm = true;
    }

    private void makeLongTerm(int frameIdx) {
        removeLongTerm(frameIdx);
        if (longTerm < LIMIT) {
            longTermFrameIdx[longTerm++] = frameIdx;
        }
    }

    private void removeLongTerm(int frameIdx) {
        for (int at = 0; at < longTerm; at++) {
            if (longTermFrameIdx[at] == frameIdx) {
                longTermFrameIdx[at] = longTermFrameIdx[--longTerm];
                return;
            }
        }
    }

    /** Whether a short-term frame has this {@code frame_num}. */
    boolean hasFrame(int frameNum) {
        return indexOfFrame(frameNum) >= 0;
    }

    private int indexOfFrame(int frameNum) {
        for (int index = shortTerm - 1; index >= 0; index--) {
            if (frameNums[index] == frameNum) {
                return index;
            }
        }
        return -1;
    }

    private void removeShortTerm(int index) {
        if (index >= 0) {
            System.arraycopy(frameNums, index + 1, frameNums, index, shortTerm - index - 1);
            System.arraycopy(serials, index + 1, serials, index, shortTerm - index - 1);
            shortTerm--;
        }
    }

    /** The caller's name of the newest short-term frame, first in the list of a P picture (8.2.4.2.1); {@link #NONE} without one. */
    long newest() {
        return shortTerm == 0 ? NONE : serials[shortTerm - 1];
    }

    /** {@code frame_num} of a short-term frame, or -1 if it is none. */
    int frameNumOf(long serial) {
        for (int index = shortTerm - 1; index >= 0; index--) {
            if (serials[index] == serial) {
                return frameNums[index];
            }
        }
        return -1;
    }
}
