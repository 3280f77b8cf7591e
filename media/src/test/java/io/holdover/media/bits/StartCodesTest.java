package io.holdover.media.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;

class StartCodesTest {
    private static final long SEED = 7;

    @Test
    void findsWhatANaiveSearchFinds() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int index = 0; index < bytes.length; index++) {
                bytes[index] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(3));
            }
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int to = from + (bytes.length - from == 0 ? 0 : random.nextInt(bytes.length - from + 1));
            assertThat(StartCodes.find(bytes, from, to)).as("round %d, seed %d", round, SEED).isEqualTo(naive(bytes, from, to));
        }
    }

    private static int naive(byte[] bytes, int from, int to) {
        for (int index = from; index + 3 <= to; index++) {
            if (bytes[index] == 0 && bytes[index + 1] == 0 && bytes[index + 2] == 1) {
                return index;
            }
        }
        return -1;
    }

    @Test
    void trimsTrailingZerosOnly() {
        byte[] bytes = {0, 5, 0, 6, 0, 0};
        assertThat(StartCodes.trimZeros(bytes, 0, 6)).isEqualTo(4);
        assertThat(StartCodes.trimZeros(bytes, 4, 6)).isEqualTo(4);
    }
}
