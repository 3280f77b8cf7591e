package io.holdover.media.mpegts;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AacFormat;
import io.holdover.media.AudioFormat;
import io.holdover.media.DataFormat;
import io.holdover.media.MediaKind;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.VideoFormat;

/** One PID of a {@link TsMuxer}'s output and what goes into it. One thread at a time. */
final class MuxTrack {
    private static final int VIDEO_STREAM_ID = 0xE0;
    private static final int AUDIO_STREAM_ID = 0xC0;
    static final int PRIVATE_STREAM_1 = 0xBD;
    private static final int STREAM_IDS_PER_KIND = 16;
    /** A track whose next unit is late by this does not hold the clock up. */
    private static final long ACTIVE_NS = 1_000_000_000L;
    /** A longer step than this is a pause and not a rhythm: 10 s. */
    private static final long STEP_MAX_TICKS = 10 * Timebase.TICKS_PER_SECOND;

    // For life
    private final int pid;
    private int continuityCounter = 15; // so that the first packet has 0

    // Until the publisher changes the track
    private @Nullable Track track;
    private int streamId;
    private @Nullable VideoPreamble preamble;
    private @Nullable AudioFraming framing;

    // Per unit
    private boolean started;
    private long lastDtsTicks;
    private long stepTicks;
    private long lastUnitNs;

    MuxTrack(int pid) {
        this.pid = pid;
    }

    /** @param ordinal how many tracks of its kind come before it */
    void carry(Track newTrack, int ordinal) {
        if (newTrack == track) {
            return;
        }
        track = newTrack;
        streamId = streamId(newTrack, ordinal % STREAM_IDS_PER_KIND);
        preamble = newTrack.format() instanceof VideoFormat video ? new VideoPreamble(video) : null;
        framing = newTrack.format() instanceof AudioFormat audio ? new AudioFraming(audio) : null;
    }

    private static int streamId(Track track, int ordinal) {
        return switch (track.format()) {
            case VideoFormat _ -> VIDEO_STREAM_ID + ordinal;
            case AacFormat _,MpegAudioFormat _ -> AUDIO_STREAM_ID + ordinal;
            case AudioFormat _ -> PRIVATE_STREAM_1;
            case DataFormat data -> switch (data) {
                case OpaqueFormat opaque -> opaque.streamId() == 0 ? PRIVATE_STREAM_1 : opaque.streamId();
            };
        };
    }

    int pid() {
        return pid;
    }

    int streamId() {
        return streamId;
    }

    @Nullable
    Track track() {
        return track;
    }

    /** Null unless it carries video. */
    @Nullable
    VideoPreamble preamble() {
        return preamble;
    }

    /** Null unless it carries audio. */
    @Nullable
    AudioFraming framing() {
        return framing;
    }

    boolean isVideo() {
        return preamble != null;
    }

    int continuityCounter() {
        return continuityCounter;
    }

    int nextContinuityCounter() {
        continuityCounter = continuityCounter + 1 & 0x0F;
        return continuityCounter;
    }

    void onUnit(long dtsTicks, long nowNs) {
        stepTicks = started ? Math.max(0, dtsTicks - lastDtsTicks) : 0;
        started = true;
        lastDtsTicks = dtsTicks;
        lastUnitNs = nowNs;
    }

    /** The step between the last two units' DTS, 0 before there were two. */
    long stepTicks() {
        return stepTicks;
    }

    /** Whether its next unit is to be expected: true for audio and video that had one lately. */
    boolean isActive(long nowNs) {
        boolean timed = track != null && track.kind() != MediaKind.DATA;
        return timed && started && nowNs - lastUnitNs < ACTIVE_NS + Timebase.nsFromTicks(Math.min(stepTicks, STEP_MAX_TICKS));
    }

    /** The DTS at which its next unit is due. */
    long nextDtsTicks() {
        return lastDtsTicks + stepTicks;
    }
}
