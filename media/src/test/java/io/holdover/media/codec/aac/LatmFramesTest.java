package io.holdover.media.codec.aac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.AacFormat;
import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;

class LatmFramesTest {
    private final LatmFrames frames = new LatmFrames();
    private final List<byte[]> units = new ArrayList<>();
    private final List<Integer> samples = new ArrayList<>();

    /** AudioSyncStream() around the bits. */
    private static byte[] loas(BitWriter element) {
        byte[] body = element.octets().toArray();
        return new BitWriter().put(0x2B7, 11).put(body.length, 13).copy(new BitReader(body, 0, body.length), 8L * body.length)
                .octets().toArray();
    }

    private boolean read(byte[] frame) {
        assertThat(frames.frameBytes(frame, 0, frame.length)).isEqualTo(frame.length);
        return frames.read(frame, 0, frame.length, (payload, duration) -> {
            units.add(payload);
            samples.add(duration);
        });
    }

    /** Version 0: AAC-LC 44.1 kHz stereo. */
    private static BitWriter config(int subFrames, boolean shortFrames, boolean otherData, boolean crc) {
        BitWriter out = new BitWriter().put(0, 1).put(0, 1).put(1, 1).put(subFrames, 6).put(0, 4 + 3);
        out.put(2, 5).put(4, 4).put(2, 4).put(shortFrames ? 1 : 0, 1).put(0, 2); // AudioSpecificConfig
        out.put(0, 3).put(0xFF, 8).put(otherData ? 1 : 0, 1);
        if (otherData) {
            out.put(0, 1).put(16, 8);
        }
        out.put(crc ? 1 : 0, 1);
        return crc ? out.put(0x5A, 8) : out;
    }

    private static BitWriter payload(BitWriter out, int length, int value) {
        for (int left = length; left >= 255; left -= 255) {
            out.put(255, 8);
        }
        out.put(length % 255, 8);
        for (int index = 0; index < length; index++) {
            out.put(value, 8);
        }
        return out;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void readsPayloadsAtAnyBit() {
        assertThat(read(loas(payload(config(0, false, false, false), 300, 0xA7)))).isTrue();
        assertThat(read(loas(payload(new BitWriter().put(1, 1), 255, 0x13)))).as("useSameStreamMux").isTrue();
        assertThat(units).containsExactly(filled(300, 0xA7), filled(255, 0x13));
        assertThat(samples).containsExactly(1024, 1024);
        AacFormat format = (AacFormat) frames.format();
        assertThat(format.sampleRateHz()).isEqualTo(44_100);
        assertThat(format.channels()).isEqualTo(2);
        assertThat(format.audioSpecificConfig()).hasToString("1210");
        assertThat(format.streamMuxConfigBits()).isEqualTo(44);
    }

    @Test
    void giveAPlainConfigurationForOneThatIsNot() {
        BitWriter element = config(1, false, true, true);
        payload(element, 10, 1);
        payload(element, 20, 2);
        assertThat(read(loas(element.put(0, 16)))).isTrue();
        AacFormat complicated = (AacFormat) frames.format();
        LatmFrames plain = new LatmFrames();
        byte[] frame = loas(payload(config(0, false, false, false), 10, 1));
        plain.read(frame, 0, frame.length, (_, _) -> {
        });
        assertThat(complicated).isEqualTo(plain.format());
        assertThat(units).containsExactly(filled(10, 1), filled(20, 2));
    }

    @Test
    void countsShortFrames() {
        read(loas(payload(config(0, true, false, false), 10, 1)));
        assertThat(samples).containsExactly(960);
    }

    @Test
    void readsVersionOneWithItsLength() {
        BitWriter out = new BitWriter().put(0, 1).put(0b10, 2).put(0, 2).put(0xFF, 8).put(1, 1).put(0, 6 + 4 + 3);
        out.put(0, 2).put(40, 8); // ascLen: 24 bits of backward compatible SBR signalling behind the 16
        out.put(2, 5).put(7, 4).put(2, 4).put(0, 3).put(0x2B7, 11).put(5, 5).put(1, 1).put(4, 4).put(0, 3);
        out.put(0, 3).put(0xFF, 8).put(0, 2);
        assertThat(read(loas(payload(out, 50, 9)))).isTrue();
        AacFormat format = (AacFormat) frames.format();
        assertThat(format.sampleRateHz()).isEqualTo(22_050);
        assertThat(format.audioSpecificConfig().length()).isEqualTo(5);
        // What is announced must be readable again.
        BitWriter again = new BitWriter().put(0, 1).copy(new BitReader(format.streamMuxConfig().toArray(), 0,
                format.streamMuxConfig().length()), format.streamMuxConfigBits());
        LatmFrames other = new LatmFrames();
        byte[] frame = loas(payload(again, 50, 9));
        assertThat(other.read(frame, 0, frame.length, (payload, _) -> units.add(payload))).isTrue();
        assertThat(other.format()).isEqualTo(format);
        assertThat(units).containsExactly(filled(50, 9), filled(50, 9));
    }

    @Test
    void readsExplicitSbrWithTheRateOfTheCore() {
        BitWriter out = new BitWriter().put(0, 1).put(0, 1).put(1, 1).put(0, 6 + 4 + 3);
        out.put(5, 5).put(6, 4).put(2, 4).put(3, 4).put(2, 5).put(0, 3);
        out.put(0, 3).put(0xFF, 8).put(0, 2);
        assertThat(read(loas(payload(out, 50, 9)))).isTrue();
        assertThat(((AacFormat) frames.format()).sampleRateHz()).isEqualTo(24_000);
    }

    @Test
    void refusesWhatItCannotCarry() {
        BitWriter layers = new BitWriter().put(0, 1).put(0, 1).put(1, 1).put(0, 6 + 4).put(1, 3).put(0, 64);
        assertThat(read(loas(layers))).isFalse();
        BitWriter cut = payload(config(0, false, false, false), 10, 1);
        byte[] frame = loas(cut);
        byte[] shorter = Arrays.copyOf(frame, frame.length - 5);
        shorter[2] = (byte) (shorter[2] - 5);
        assertThat(read(shorter)).isFalse();
        assertThat(units).isEmpty();
    }

    @Test
    void readsNothingBeforeTheFirstConfiguration() {
        assertThat(read(loas(payload(new BitWriter().put(1, 1), 10, 1)))).isFalse();
    }

    @Test
    void seesTheChannelsOfAProgramConfigElement() {
        BitWriter out = new BitWriter().put(0, 1).put(0, 1).put(1, 1).put(0, 6 + 4 + 3);
        out.put(2, 5).put(3, 4).put(0, 4).put(0, 3); // channelConfiguration 0
        out.put(0, 4).put(1, 2).put(3, 4).put(2, 4).put(0, 4).put(1, 4).put(1, 2).put(0, 3).put(0, 4).put(0, 3);
        out.put(0, 1).put(0, 4).put(1, 1).put(0, 4).put(1, 1).put(1, 4); // front: one single, one pair; back: one pair
        out.put(0, 4); // LFE
        int ascBits = out.bitCount() - 16;
        out.put(0, -ascBits & 7).put(1, 8).put(0x41, 8); // alignment, a comment of one byte
        out.put(0, 3).put(0xFF, 8).put(0, 2);
        assertThat(read(loas(payload(out, 50, 9)))).isTrue();
        assertThat(((AacFormat) frames.format()).channels()).isEqualTo(6);
        assertThat(units).containsExactly(filled(50, 9));
    }
}
