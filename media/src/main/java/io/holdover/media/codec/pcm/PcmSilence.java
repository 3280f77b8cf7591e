package io.holdover.media.codec.pcm;

import java.util.Arrays;

import io.holdover.media.AccessUnit;
import io.holdover.media.codec.SilentFrames;

/** Silence where every sample stands for itself: packets as long as the newest live one, each byte the same. One thread. */
public final class PcmSilence implements SilentFrames {
    private final SampleCoding coding;
    private byte[] packet = {};
    private int samples;

    public PcmSilence(SampleCoding coding) {
        this.coding = coding;
    }

    @Override
    public void observe(AccessUnit frame) {
        int length = frame.payload().length;
        if (frame.damaged() || length == 0 || frame.durationSamples() <= 0) {
            return;
        }
        samples = frame.durationSamples();
        if (length != packet.length) {
            packet = new byte[length];
            Arrays.fill(packet, coding.silence());
        }
    }

    @Override
    public boolean isReady() {
        return samples > 0;
    }

    @Override
    public String unsupported() {
        return "";
    }

    @Override
    public int durationSamples() {
        return samples;
    }

    @Override
    public byte[] next() {
        if (!isReady()) {
            throw new IllegalStateException("no packet was observed");
        }
        return packet;
    }

    @Override
    public byte[] mend(byte[] frame) {
        return frame;
    }
}
