package io.holdover.media.codec.mpegaudio;

import java.util.Arrays;

import io.holdover.media.AudioFormat;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.codec.FrameSyntax;

/**
 * Frames of MPEG audio layers I to III, the 2.5 extension with them. Free format has no length in its header and is not read. One thread.
 */
public final class MpegAudioFrames implements FrameSyntax {
    /** syncword, version, layer and sampling_frequency. */
    private static final int FIXED_MASK = 0xFFFE_0C00;

    private int fixedHeader;
    private boolean mono;
    private MpegAudioFormat format = MpegAudioFormat.unknown();

    @Override
    public int frameBytes(byte[] bytes, int from, int to) {
        if (to - from < MpegAudioHeader.BYTES) {
            return bytes[from] == (byte) 0xFF && (to - from < 2 || (bytes[from + 1] & 0xE0) == 0xE0) ? MORE : NONE;
        }
        int bytesOrNothing = MpegAudioHeader.frameBytes(MpegAudioHeader.read(bytes, from));
        return bytesOrNothing == 0 ? NONE : bytesOrNothing;
    }

    @Override
    public boolean familiar(byte[] bytes, int from) {
        int header = MpegAudioHeader.read(bytes, from);
        return (header & FIXED_MASK) == fixedHeader && MpegAudioHeader.mono(header) == mono;
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Units units) {
        int header = MpegAudioHeader.read(bytes, from);
        if (!familiar(bytes, from)) {
            fixedHeader = header & FIXED_MASK;
            mono = MpegAudioHeader.mono(header);
            format = new MpegAudioFormat(MpegAudioHeader.layer(header), MpegAudioHeader.rateHz(header), mono ? 1 : 2);
        }
        units.unit(Arrays.copyOfRange(bytes, from, to), MpegAudioHeader.samples(header));
        return true;
    }

    @Override
    public AudioFormat format() {
        return format;
    }
}
