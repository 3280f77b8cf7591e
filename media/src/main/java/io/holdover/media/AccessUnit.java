package io.holdover.media;

import java.util.Objects;

/**
 * What is decoded at one instant: a picture (both fields of it), one audio frame, one private PES payload or section. Immutable, also the
 * payload: nobody
 * writes to the array after construction.
 *
 * <p>Video is Annex B as received, start codes of 3 or 4 bytes, an access unit delimiter kept if there was one. AAC is the raw frame, Opus
 * the bare
 * packet, other audio the whole frame.
 */
public final class AccessUnit {
    private final Track track;
    private final long dtsTicks;
    private final long ptsTicks;
    private final RandomAccess randomAccess;
    private final int recoveryFrameCount;
    private final boolean damaged;
    private final boolean timed;
    private final int durationSamples;
    private final byte[] payload;

    private AccessUnit(Track track, long dtsTicks, long ptsTicks, RandomAccess randomAccess, int recoveryFrameCount, boolean damaged,
            boolean timed, int durationSamples, byte[] payload) {
        this.track = Objects.requireNonNull(track);
        this.dtsTicks = dtsTicks;
        this.ptsTicks = ptsTicks;
        this.randomAccess = Objects.requireNonNull(randomAccess);
        this.recoveryFrameCount = recoveryFrameCount;
        this.damaged = damaged;
        this.timed = timed;
        this.durationSamples = durationSamples;
        this.payload = Objects.requireNonNull(payload);
    }

    /**
     * A picture.
     *
     * @param recoveryFrameCount frames until the picture is right, 0 unless {@code randomAccess} is GRADUAL
     * @param damaged a gap in the transport touched it
     * @param payload owned by the unit from here on
     */
    public static AccessUnit video(Track track, long dtsTicks, long ptsTicks, RandomAccess randomAccess, int recoveryFrameCount,
            boolean damaged, byte[] payload) {
        return new AccessUnit(track, dtsTicks, ptsTicks, randomAccess, recoveryFrameCount, damaged, true, 0, payload);
    }

    /**
     * An audio frame.
     *
     * @param ptsTicks also its DTS
     * @param durationSamples at the format's {@link AudioFormat#sampleRateHz()}
     * @param payload owned by the unit from here on
     */
    public static AccessUnit audio(Track track, long ptsTicks, int durationSamples, boolean damaged, byte[] payload) {
        return new AccessUnit(track, ptsTicks, ptsTicks, RandomAccess.NONE, 0, damaged, true, durationSamples, payload);
    }

    /**
     * A unit of a data track.
     *
     * @param timed false if it came without a time: both stamps are then the stream's time on its arrival
     * @param payload owned by the unit from here on
     */
    public static AccessUnit data(Track track, long dtsTicks, long ptsTicks, boolean timed, boolean damaged, byte[] payload) {
        return new AccessUnit(track, dtsTicks, ptsTicks, RandomAccess.NONE, 0, damaged, timed, 0, payload);
    }

    /** The same unit at another time, sharing the payload. */
    public AccessUnit at(long newDtsTicks, long newPtsTicks) {
        return new AccessUnit(track, newDtsTicks, newPtsTicks, randomAccess, recoveryFrameCount, damaged, timed, durationSamples, payload);
    }

    /** The same unit on another track object at another time, sharing the payload. */
    public AccessUnit on(Track newTrack, long newDtsTicks, long newPtsTicks) {
        return new AccessUnit(newTrack, newDtsTicks, newPtsTicks, randomAccess, recoveryFrameCount, damaged, timed, durationSamples,
                payload);
    }

    /** The same unit with other bytes, owned by it from here on; the unit itself if they are its own. */
    @SuppressWarnings("ReferenceEquality") // the same array is meant, not an equal one
    public AccessUnit with(byte[] newPayload) {
        return newPayload == payload ? this
                : new AccessUnit(track, dtsTicks, ptsTicks, randomAccess, recoveryFrameCount, damaged, timed, durationSamples, newPayload);
    }

    public Track track() {
        return track;
    }

    /** Decoding time, 90 kHz, unwrapped: goes on past 2^33. */
    public long dtsTicks() {
        return dtsTicks;
    }

    /** Presentation time, 90 kHz, unwrapped; never before {@link #dtsTicks()}. */
    public long ptsTicks() {
        return ptsTicks;
    }

    public RandomAccess randomAccess() {
        return randomAccess;
    }

    /** {@code recovery_frame_cnt} where random access is GRADUAL, else 0. */
    public int recoveryFrameCount() {
        return recoveryFrameCount;
    }

    /** Whether a gap in the transport touched it; bytes are missing then. */
    public boolean damaged() {
        return damaged;
    }

    /** False for a PES packet or section without a time of its own. */
    public boolean timed() {
        return timed;
    }

    /** Samples of an audio frame at its format's rate; 0 for everything else. */
    public int durationSamples() {
        return durationSamples;
    }

    /** The bytes themselves, not a copy: do not write. */
    public byte[] payload() {
        return payload;
    }

    @Override
    public String toString() {
        return track + " dts " + dtsTicks + " pts " + ptsTicks + " " + randomAccess + " " + payload.length + " bytes"
                + (damaged ? " damaged" : "");
    }
}
