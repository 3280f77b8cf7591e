package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.Octets;

class SpliceSectionTest {
    /** A time_signal with a segmentation_descriptor. */
    private static final byte[] TIME_SIGNAL = Octets.fromHex("FC3034000000000000FFFFF00506FE72BD0050001E021C43554549480000"
            + "8E7FCF0001A599B08080000000002CA0A18A340200A9B2E501").toArray();

    @ParameterizedTest
    @ValueSource(longs = {1, 90_000, (1L << 32) + 5, (1L << 33) - 1, -90_000})
    void movesWithItsStreamAndBack(long ticks) {
        byte[] moved = SpliceSection.moved(TIME_SIGNAL, ticks);
        assertThat(adjustment(moved)).isEqualTo(ticks & ((1L << 33) - 1));
        assertThat(Crc32Mpeg.of(moved, 0, moved.length)).isZero();
        assertThat(SpliceSection.moved(moved, -ticks)).isEqualTo(TIME_SIGNAL);
    }

    @Test
    void leavesOtherSectionsAndUnmovedOnesAlone() {
        assertThat(SpliceSection.moved(TIME_SIGNAL, 1L << 33)).isSameAs(TIME_SIGNAL);
        byte[] other = TIME_SIGNAL.clone();
        other[0] = 0;
        assertThat(SpliceSection.moved(other, 5)).isSameAs(other);
        byte[] cut = Arrays.copyOf(TIME_SIGNAL, 30);
        assertThat(SpliceSection.moved(cut, 5)).isSameAs(cut);
        assertThat(SpliceSection.moved(new byte[3], 5)).hasSize(3);
    }

    private static long adjustment(byte[] section) {
        long value = section[4] & 1;
        for (int i = 5; i < 9; i++) {
            value = (value << 8) | (section[i] & 0xFF);
        }
        return value;
    }
}
