package io.holdover.media.codec.mpegaudio;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence for MPEG audio: frames with the newest live header that allocate no bits (layers I and II) or have no main data (layer III), as
 * long as live ones. One thread.
 */
public final class MpegAudioSilence implements SilentFrames {
    // For life
    private final MpegAudioFormat format;
    private final ReservoirGap reservoir = new ReservoirGap();
    private String obstacle = "";

    // Until a live header differs
    /** With padding_bit 0; 0 while there is none. */
    private int header;
    private byte @Nullable [] frame;
    private byte @Nullable [] paddedFrame;

    /** What the frames so far had too little, in slots times the sampling rate, below 0 when one was padded. */
    private int paddingRest;

    /** @param format of the live frames; others are not learnt from */
    public MpegAudioSilence(MpegAudioFormat format) {
        this.format = format;
    }

    @Override
    public void observe(AccessUnit unit) {
        byte[] live = unit.payload();
        if (unit.damaged() || live.length < MpegAudioHeader.BYTES) {
            return;
        }
        int seen = MpegAudioHeader.read(live, 0) & ~MpegAudioHeader.PADDING;
        if (seen != header) {
            learn(seen);
        }
    }

    private void learn(int seen) {
        if (MpegAudioHeader.freeFormat(seen)) {
            obstacle = "MPEG audio in free format";
            header = 0;
            return;
        }
        int bytes = MpegAudioHeader.frameBytes(seen);
        if (bytes == 0 || MpegAudioHeader.layer(seen) != format.layer() || MpegAudioHeader.rateHz(seen) != format.sampleRateHz()
                || MpegAudioHeader.channels(seen) != format.channels()) {
            return;
        }
        if (8 * (bytes - MpegAudioHeader.headBytes(seen)) < MpegAudioCrc.protectedBits(seen)) {
            return; // 32 kbit/s stereo in layer I: not even a live frame fits.
        }
        obstacle = "";
        header = seen;
        frame = null;
        paddedFrame = null;
    }

    @Override
    public boolean isReady() {
        return header != 0;
    }

    @Override
    public String unsupported() {
        return obstacle;
    }

    @Override
    public int durationSamples() {
        return header == 0 ? 0 : MpegAudioHeader.samples(header);
    }

    @Override
    public byte[] next() {
        if (header == 0) {
            throw new IllegalStateException("no live frame has been seen");
        }
        paddingRest -= MpegAudioHeader.paddingRest(header);
        byte[] silence;
        if (paddingRest < 0) {
            paddingRest += MpegAudioHeader.rateHz(header);
            silence = paddedFrame == null ? silence(header | MpegAudioHeader.PADDING) : paddedFrame;
            paddedFrame = silence;
        } else {
            silence = frame == null ? silence(header) : frame;
            frame = silence;
        }
        reservoir.silence(silence.length - MpegAudioHeader.headBytes(header) - MpegAudioHeader.sideInfoBytes(header));
        return silence;
    }

    private static byte[] silence(int header) {
        byte[] frame = new byte[MpegAudioHeader.frameBytes(header)];
        for (int index = 0; index < MpegAudioHeader.BYTES; index++) {
            frame[index] = (byte) (header >> (24 - 8 * index));
        }
        if (MpegAudioHeader.hasCrc(header)) {
            MpegAudioCrc.write(frame, MpegAudioCrc.protectedBits(header));
        }
        return frame;
    }

    @Override
    public boolean isSettled() {
        return format.layer() != 3 || !reservoir.isOpen(); // only layer III refers to what was before
    }

    @Override
    public byte[] mend(byte[] live) {
        return format.layer() == 3 ? reservoir.mend(live) : live;
    }
}
