package io.holdover.media;

/** Whether a decoder can begin at an access unit. Audio and data units are always {@link #NONE}. */
public enum RandomAccess {
    /** Needs pictures that came before. */
    NONE,
    /** The picture itself is right: IDR, IRAP, MPEG-2 I picture with sequence header, recovery point with count 0. */
    EXACT,
    /** The picture becomes right after {@link AccessUnit#recoveryFrameCount()} frames (H.264 recovery point, intra refresh). */
    GRADUAL
}
