package io.holdover.stream.hold;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence behind the last frame of one audio track. Its frames are counted in samples from there, so that nothing drifts however long it
 * lasts. Stream thread only.
 */
final class AudioFiller {

    // Until the format changes
    private Track track;
    private SilentFrames frames;
    private int sampleRateHz;

    // Since the last live frame
    private boolean started;
    private long anchorTicks;
    private long samples;
    private int frameSamples;
    private boolean silent;
    private boolean yields;

    // Until the publication, or what it announces, is another
    private boolean abandoned;

    AudioFiller(Track track) {
        this.track = track;
        this.frames = Recipes.silence((AudioFormat) track.format());
        this.sampleRateHz = ((AudioFormat) track.format()).sampleRateHz();
    }

    Track track() {
        return track;
    }

    /** The same track, perhaps with other parameters. */
    void renew(Track renewed) {
        if (!renewed.format().equals(track.format())) {
            AudioFormat format = (AudioFormat) renewed.format();
            frames = Recipes.silence(format);
            silent = false;
            if (format.sampleRateHz() != sampleRateHz && started) {
                anchorTicks = nextTicks();
                samples = 0;
            }
            sampleRateHz = format.sampleRateHz();
        }
        track = renewed;
    }

    /** Whether the publication on air has no such track. */
    void abandon(boolean is) {
        abandoned = is;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** A live frame on its way out. */
    AccessUnit forward(AccessUnit frame) {
        if (frame.damaged()) {
            return keepPlace(frame);
        }
        byte[] mended = frames.mend(frame.payload());
        frames.observe(frame);
        return keepPlace(frame.with(mended));
    }

    private AccessUnit keepPlace(AccessUnit frame) {
        started = true;
        silent = false;
        yields = false;
        anchorTicks = frame.dtsTicks();
        samples = frame.durationSamples();
        frameSamples = frame.durationSamples();
        return frame;
    }

    /** Whether silence can be made. */
    boolean canFill() {
        return isStarted() && frames.isReady();
    }

    /** Why there is none, for a log line; empty while there is. */
    String obstacle() {
        if (canFill()) {
            return "";
        }
        return frames.unsupported().isEmpty() ? "too little of it was seen" : frames.unsupported();
    }

    boolean isStarted() {
        return started && sampleRateHz > 0;
    }

    /** Whether the last frame was silence. */
    boolean isSilent() {
        return silent;
    }

    /** Where the next frame belongs. */
    long nextTicks() {
        return anchorTicks + Timebase.ticksFromSamples(samples, sampleRateHz);
    }

    /** How long the next frame of silence will be. */
    long frameTicks() {
        return Timebase.ticksFromSamples(frames.durationSamples(), sampleRateHz);
    }

    /** Where the last frame lies. */
    long lastTicks() {
        return anchorTicks + Timebase.ticksFromSamples(samples - frameSamples, sampleRateHz);
    }

    /** How long the last frame is. */
    int frameSamples() {
        return frameSamples;
    }

    AccessUnit next() {
        int durationSamples = frames.durationSamples();
        AccessUnit frame = AccessUnit.audio(track, nextTicks(), durationSamples, false, frames.next());
        advance(1, durationSamples);
        return frame;
    }

    /** Passes over the frames that begin up to that time, which nobody would get. How many there would have been. */
    long skipTo(long dueTicks) {
        int durationSamples = frames.durationSamples();
        long dueSamples = (dueTicks - anchorTicks) * sampleRateHz / Timebase.TICKS_PER_SECOND;
        long count = Math.max(0, Math.floorDiv(dueSamples - samples, durationSamples) + 1);
        if (count > 0) {
            advance(count, durationSamples);
        }
        return count;
    }

    private void advance(long count, int durationSamples) {
        samples += count * durationSamples;
        frameSamples = durationSamples;
        silent = true;
        yields = false;
    }

    /** Whether silence goes on by itself. */
    boolean fills() {
        return silent && !yields;
    }

    /** The next place is left to a live frame, unless that is missed. */
    void yieldNext() {
        yields = true;
    }

    /** Live frames follow what was silent. */
    void expectLive() {
        silent = false;
    }

    /** Whether live frames go out as they come. */
    boolean isSettled() {
        return !silent && frames.isSettled();
    }
}
