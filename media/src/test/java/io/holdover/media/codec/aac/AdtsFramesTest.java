package io.holdover.media.codec.aac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.AacFormat;
import io.holdover.media.codec.FrameSyntax;

class AdtsFramesTest {
    private final AdtsFrames frames = new AdtsFrames();
    private final List<byte[]> units = new ArrayList<>();
    private final List<Integer> samples = new ArrayList<>();

    private static byte[] frame(int flags, int blocks, int length) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, 7, length, (byte) 0x44);
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) flags;
        frame[2] = 0x4C;
        frame[3] = (byte) (0x80 | length >> 11);
        frame[4] = (byte) (length >> 3);
        frame[5] = (byte) (length << 5 | 0x1F);
        frame[6] = (byte) (0xFC | (blocks - 1));
        return frame;
    }

    private boolean read(byte[] frame) {
        return frames.read(frame, 0, frame.length, (payload, duration) -> {
            units.add(payload);
            samples.add(duration);
        });
    }

    private AacFormat format() {
        return (AacFormat) frames.format();
    }

    @Test
    void keepsIdAndCrcInTheFormat() {
        assertThat(read(frame(0xF8, 1, 100))).isTrue();
        assertThat(units.getFirst()).hasSize(91);
        assertThat(format().mpeg2Id()).isTrue();
        assertThat(format().crcPresent()).isTrue();
        assertThat(format().audioSpecificConfig()).hasToString("1190");
        assertThat(format().sampleRateHz()).isEqualTo(48_000);
    }

    @Test
    void dividesSeveralBlocksWhereTheirPositionsAreTold() {
        byte[] frame = frame(0xF0, 3, 7 + 4 + 2 + 3 * (20 + 2));
        frame[7] = 0; // raw_data_block_position of the second and third block, counted from the first
        frame[8] = 22;
        frame[9] = 0;
        frame[10] = 44;
        assertThat(read(frame)).isTrue();
        assertThat(units).hasSize(3).allSatisfy(unit -> assertThat(unit).hasSize(20));
        assertThat(format().rawDataBlocks()).isEqualTo(1);
    }

    @Test
    void refusesPositionsThatPointNowhere() {
        byte[] frame = frame(0xF0, 2, 60);
        frame[7] = (byte) 0xFF;
        assertThat(read(frame)).isFalse();
    }

    @Test
    void leavesSeveralBlocksTogetherWhereTheyCannotBeDivided() {
        assertThat(read(frame(0xF1, 4, 100))).isTrue();
        assertThat(samples).containsExactly(4096);
        assertThat(format().rawDataBlocks()).isEqualTo(4);
        assertThat(units.getFirst()).hasSize(93);
    }

    @Test
    void refusesReservedRatesAndImpossibleLengths() {
        byte[] reserved = frame(0xF1, 1, 100);
        reserved[2] = 0x7C;
        assertThat(frames.frameBytes(reserved, 0, 100)).isEqualTo(FrameSyntax.NONE);
        byte[] tooShort = frame(0xF1, 1, 100);
        tooShort[4] = 0;
        tooShort[5] = (byte) 0xFF; // aac_frame_length 7
        assertThat(frames.frameBytes(tooShort, 0, 100)).isEqualTo(FrameSyntax.NONE);
        assertThat(frames.frameBytes(frame(0xF1, 1, 100), 0, 3)).isEqualTo(FrameSyntax.MORE);
        assertThat(frames.frameBytes(new byte[]{(byte) 0xFF, 0x00}, 0, 2)).isEqualTo(FrameSyntax.NONE);
    }
}
