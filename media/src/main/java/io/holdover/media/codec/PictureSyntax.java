package io.holdover.media.codec;

import io.holdover.media.RandomAccess;
import io.holdover.media.VideoFormat;

/**
 * How one video codec's elements (NAL units, or what follows a start code) make pictures. Fed with elements in the order of the stream;
 * keeps what it must
 * know of the elements before. One thread.
 */
public interface PictureSyntax {
    /** What an element says about where units begin. */
    enum Verdict {
        /** Says nothing: belongs to the unit that is open. */
        NEUTRAL,
        /** A piece of the open unit's picture; what seemed to open another unit did not. */
        SAME_PICTURE,
        /** Opens the next unit if a picture follows that is not the open one's. */
        MAYBE_NEXT,
        /** The next unit begins here, or at the earliest MAYBE_NEXT since the last picture element. */
        NEXT,
        /** The first element of the open unit goes on with the picture of the unit before. */
        CONTINUATION
    }

    /** How many bytes of an element {@link #classify} wants to see, its first byte given. Fewer do when the element is shorter. */
    int wantedBytes(int firstByte);

    /**
     * Judges an element by its head.
     *
     * @param from index of the byte after the prefix 00 00 01
     * @param to end of what is known; may reach into the next element
     */
    Verdict classify(byte[] bytes, int from, int to);

    /** The element that was judged last is now known whole; parameter sets are read here. */
    void completed(byte[] bytes, int from, int to);

    /** Whether the open unit has a piece of a picture. */
    boolean hasPicture();

    /** Whether the open unit has one field and the other one may follow. */
    boolean awaitsSecondField();

    /** The open unit was closed from outside: a picture that follows is another one. */
    void unitEnded();

    /** Whether an element of this kind matters to {@link #describe}. */
    boolean matters(int firstByte);

    /** A unit is about to be delivered; its elements that matter follow. */
    void beginDescription();

    /** Reads one whole element of the unit that is being delivered. */
    void describe(byte[] bytes, int from, int to);

    /** Of the unit described last. */
    RandomAccess randomAccess();

    /** Of the unit described last. */
    int recoveryFrameCount();

    /** With every parameter set up to the unit described last. The same object as long as nothing changed. */
    VideoFormat format();

    /** Time from frame to frame that the headers tell, 90 kHz; 0 if they do not. */
    int frameIntervalTicks();

    /** Headers that could not be read so far. */
    long errors();
}
