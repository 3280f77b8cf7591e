package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.Timebase;
import io.holdover.media.Track;

/**
 * A reader that keeps nothing: it looks at each unit as it comes, so that it can read for days. Sound has to be without a gap, pictures in
 * order, and both about where the other one is.
 */
final class SteadyReader extends DemuxingReader {

    private final long mostApartTicks;

    // Sound, counted from the last anchor
    private long frames;
    private long anchorFrame;
    private long anchorTicks;
    private long lastSoundTicks;
    private int sampleRateHz;

    // Pictures
    private long pictures;
    private long lastPictureTicks;
    private long lastShownTicks;

    // Of live units: publisher to output time minus its own
    private final Map<Integer, Long> soundOffsets = new HashMap<>();
    private final Map<Integer, Long> pictureOffsets = new HashMap<>();

    /** @param mostApartMs sound and pictures that arrived last must not be further apart */
    SteadyReader(long mostApartMs) {
        mostApartTicks = Timebase.ticksFromMs(mostApartMs);
    }

    /** From the next frame on, sound is measured against the count of its samples. */
    void anchor() {
        anchorFrame = -1;
    }

    long framesSinceAnchor() {
        return frames - anchorFrame;
    }

    long pictures() {
        return pictures;
    }

    /** By how much the sound's output time differs from the publisher's own; null if nothing of it came. */
    Long soundOffset(int publisher) {
        return soundOffsets.get(publisher);
    }

    Long pictureOffset(int publisher) {
        return pictureOffsets.get(publisher);
    }

    @Override
    public void onTracks(List<Track> tracks) {
        for (Track track : tracks) {
            if (track.format() instanceof AudioFormat audio) {
                sampleRateHz = audio.sampleRateHz();
            }
        }
    }

    @Override
    public void onAccessUnit(AccessUnit unit) {
        switch (unit.track().kind()) {
            case AUDIO -> onFrame(unit);
            case VIDEO -> onPicture(unit);
            case DATA -> throw new AssertionError(unit);
        }
        if (frames > 0 && pictures > 0) {
            assertThat(Math.abs(lastSoundTicks - lastPictureTicks)).as("ticks between sound and picture after %d frames", frames)
                    .isLessThanOrEqualTo(mostApartTicks);
        }
    }

    @Override
    public void onPcr(long pcrTicks, boolean discontinuity) {
        assertThat(discontinuity).isFalse();
    }

    private void onFrame(AccessUnit frame) {
        long ticks = frame.dtsTicks();
        if (anchorFrame < 0 || frames == 0) {
            anchorFrame = frames;
            anchorTicks = ticks;
        } else {
            long step = ticks - lastSoundTicks;
            long usual = Timebase.ticksFromSamples(1024, sampleRateHz);
            assertThat(Math.abs(step - usual)).as("step of %d ticks to frame %d", step, frames).isLessThanOrEqualTo(1);
        }
        lastSoundTicks = ticks;
        frames++;
        note(frame, soundOffsets);
    }

    /** How far the newest frame is from where the count of samples says. */
    long driftTicks() {
        return lastSoundTicks - anchorTicks - Timebase.ticksFromSamples((frames - 1 - anchorFrame) * 1024, sampleRateHz);
    }

    private void onPicture(AccessUnit picture) {
        if (pictures > 0) {
            assertThat(picture.dtsTicks()).as("DTS of picture %d", pictures).isGreaterThan(lastPictureTicks);
            assertThat(picture.ptsTicks()).as("PTS of picture %d", pictures).isGreaterThan(lastShownTicks);
        }
        lastPictureTicks = picture.dtsTicks();
        lastShownTicks = picture.ptsTicks();
        pictures++;
        note(picture, pictureOffsets);
    }

    private static void note(AccessUnit unit, Map<Integer, Long> offsets) {
        MadeEncoder.Origin origin = MadeEncoder.originOf(unit);
        if (origin != null) {
            offsets.put(origin.number(), unit.dtsTicks() - origin.ticks());
        }
    }
}
