package io.holdover.media.codec;

import io.holdover.media.AccessUnit;

/**
 * Silence for one audio track: frames that decode to digital silence and that a decoder takes between the publisher's own ones without a
 * message. They are made of what the track's format and its live frames tell, never guessed. A track whose format changes gets a new
 * object. One thread.
 */
public interface SilentFrames {

    /**
     * Learns from a frame of the publisher; called for each while the track lives, so it must cost next to nothing once it knows enough.
     */
    void observe(AccessUnit frame);

    /** Whether frames can be made now. */
    boolean isReady();

    /** Why there will never be any, as a part of a log line: the stream has something without a proved recipe. Empty otherwise. */
    String unsupported();

    /** Samples of the frame that {@link #next} gives next, at {@link io.holdover.media.AudioFormat#sampleRateHz()}. */
    int durationSamples();

    /** The next frame, as an {@link AccessUnit}'s payload; frames may share one array. Only while {@link #isReady}. */
    byte[] next();

    /**
     * Makes a frame of the publisher safe that follows silence: it may refer to frames that never came. Called for each live frame.
     *
     * @return the same array where nothing is wrong, as nearly always
     */
    byte[] mend(byte[] frame);

    /** Whether {@link #mend} has nothing more to do before the next silence. */
    default boolean isSettled() {
        return true;
    }
}
