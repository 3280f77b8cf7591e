package io.holdover.media.codec.aac;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AacFormat;
import io.holdover.media.AacFormat.Transport;
import io.holdover.media.AudioFormat;
import io.holdover.media.MalformedStreamException;
import io.holdover.media.UnsupportedFeatureException;
import io.holdover.media.bits.BitReader;
import io.holdover.media.codec.FrameSyntax;

/** AudioSyncStream() with AudioMuxElement(1), ISO/IEC 14496-3 1.7.2 and 1.7.3. One program, one layer. One thread. */
public final class LatmFrames implements FrameSyntax {
    /** syncword 11 bits, audioMuxLengthBytes 13 bits. */
    private static final int HEADER_BYTES = 3;
    /** syncword 0x2B7 in the first 11 bits of 16. */
    private static final int SYNC = 0x2B7 << 5;
    private static final int SYNC_MASK = 0xFFE0;

    private final BitReader in = new BitReader();
    private @Nullable StreamMuxConfig config;
    private AacFormat format = AacFormat.unknown(Transport.LATM);

    @Override
    public int frameBytes(byte[] bytes, int from, int to) {
        if (to - from < HEADER_BYTES) {
            boolean possible = bytes[from] == (byte) (SYNC >> 8) && (to - from < 2 || (bytes[from + 1] & 0xE0) == (SYNC & 0xE0));
            return possible ? MORE : NONE;
        }
        if ((((bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF)) & SYNC_MASK) != SYNC) {
            return NONE;
        }
        int length = (bytes[from + 1] & 0x1F) << 8 | (bytes[from + 2] & 0xFF); // audioMuxLengthBytes
        return length == 0 ? NONE : HEADER_BYTES + length;
    }

    @Override
    public boolean familiar(byte[] bytes, int from) {
        return config != null;
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Units units) {
        in.reset(bytes, from + HEADER_BYTES, to);
        try {
            return readElement(bytes, from + HEADER_BYTES, units);
        } catch (MalformedStreamException | UnsupportedFeatureException unreadable) {
            return false;
        }
    }

    /** AudioMuxElement(1), table 1.41. */
    private boolean readElement(byte[] bytes, int elementStart, Units units) {
        if (!in.flag()) { // useSameStreamMux
            StreamMuxConfig found = StreamMuxConfig.read(in, bytes, elementStart);
            if (!found.equals(config)) {
                config = found;
                AudioSpecificConfig audio = found.audio();
                format = new AacFormat(Transport.LATM, found.audioSpecificConfig(), audio.sampleRateHz(), audio.channels(), false, false, 1,
                        found.plain(), found.plainBits());
            }
        }
        StreamMuxConfig current = config;
        if (current == null) {
            return false; // Nothing can be read before the first configuration.
        }
        for (int subFrame = 0; subFrame <= current.lastSubFrame(); subFrame++) {
            int length = current.payloadBytes(in);
            if (in.overrun() || 8L * length > in.bitsAvailable()) {
                return false;
            }
            if (length > 0) {
                units.unit(payload(bytes, elementStart, length), current.audio().frameSamples());
            }
        }
        return true;
    }

    /** PayloadMux() begins at any bit. */
    private byte[] payload(byte[] bytes, int elementStart, int length) {
        int at = elementStart + (int) (in.bitsRead() >> 3);
        int shift = (int) in.bitsRead() & 7;
        in.skip(8L * length);
        byte[] payload = Arrays.copyOfRange(bytes, at, at + length);
        if (shift != 0) {
            for (int index = 0; index < length; index++) {
                payload[index] = (byte) (bytes[at + index] << shift | (bytes[at + index + 1] & 0xFF) >> (8 - shift));
            }
        }
        return payload;
    }

    @Override
    public AudioFormat format() {
        return format;
    }
}
