package io.holdover.media.codec;

import io.holdover.media.AudioFormat;

/** How one audio codec's frames follow each other. Keeps the newest format. One thread. */
public interface FrameSyntax {
    /** {@link #frameBytes}: not enough bytes to tell. */
    int MORE = 0;
    /** {@link #frameBytes}: no frame begins here. */
    int NONE = -1;

    /** Where frames go when they are read. */
    interface Units {
        /**
         * One access unit.
         *
         * @param payload owned by the receiver
         * @param durationSamples at the format's rate
         */
        void unit(byte[] payload, int durationSamples);
    }

    /** The whole length of the frame that begins at {@code from}, or {@link #MORE}, or {@link #NONE}. Reads no further than {@code to}. */
    int frameBytes(byte[] bytes, int from, int to);

    /** Whether the frame at {@code from}, whose length is known, has the same parameters as the frames read so far. */
    boolean familiar(byte[] bytes, int from);

    /** Whether frames begin with something to search for. Others are looked for where PES packets begin. */
    default boolean searchable() {
        return true;
    }

    /** Whether a unit may be several frames, so that its end shows in the frame that follows. */
    default boolean grouped() {
        return false;
    }

    /** Whether the frame at {@code from}, whose length is known, belongs to the unit of the frame before. */
    default boolean continuesUnit(byte[] bytes, int from) {
        return false;
    }

    /**
     * Reads a unit of whole frames.
     *
     * @return false if the frame is legal but beyond us
     */
    boolean read(byte[] bytes, int from, int to, Units units);

    /** With the parameters of the unit read last. The same object as long as nothing changed. */
    AudioFormat format();
}
