package io.holdover.media.bits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BitReaderTest {
    private static BitReader of(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int index = 0; index < bytes.length; index++) {
            array[index] = (byte) bytes[index];
        }
        return new BitReader(array, 0, array.length);
    }

    @Test
    void readsAcrossBytes() {
        BitReader in = of(0xA5, 0xFF, 0x00, 0x12, 0x34);
        assertThat(in.bits(3)).isEqualTo(5);
        assertThat(in.bits(13)).isEqualTo(0x05FF);
        assertThat(in.bits(0)).isZero();
        assertThat(in.bits(24)).isEqualTo(0x1234);
        assertThat(in.overrun()).isFalse();
        assertThat(in.bitsRead()).isEqualTo(40);
    }

    @Test
    void readsThirtyTwoBitsAtAnyPosition() {
        BitReader in = of(0x7F, 0xFF, 0xFF, 0xFF, 0x80);
        assertThat(in.flag()).isFalse();
        assertThat(in.bits(32)).isEqualTo(-1);
    }

    @Test
    void yieldsZerosPastTheEndAndSaysSo() {
        BitReader in = of(0xFF);
        assertThat(in.bits(12)).isEqualTo(0xFF0);
        assertThat(in.overrun()).isTrue();
    }

    @Test
    void readsExpGolombCodes() {
        BitReader in = of(0b1_010_011_0, 0b0100_0010, 0b1_0000000);
        assertThat(in.ue()).isZero();
        assertThat(in.ue()).isEqualTo(1);
        assertThat(in.ue()).isEqualTo(2);
        assertThat(in.ue()).isEqualTo(3);
        assertThat(in.se()).isEqualTo(-2);
    }

    @Test
    void takesAnEndlessExpGolombCodeForOverrun() {
        BitReader in = of(0, 0, 0, 0, 0, 0, 1);
        assertThat(in.ue()).isZero();
        assertThat(in.overrun()).isTrue();
    }

    @Test
    void readsTheLargestExpGolombCodeAsAPositiveNumber() {
        assertThat(of(0, 0, 0, 0b11, 0xFF, 0xFF, 0xFF, 0xFF).ue()).isEqualTo(Integer.MAX_VALUE - 1);
        BitReader beyond = of(0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF);
        assertThat(beyond.ue()).isZero();
        assertThat(beyond.overrun()).isTrue();
    }

    @Test
    void leavesOutEmulationPrevention() {
        byte[] nal = {0, 0, 3, 1, 0, 0, 3, 0, 0, 3};
        BitReader in = new BitReader().resetNal(nal, 0, nal.length);
        assertThat(in.bits(24)).isEqualTo(1);
        assertThat(in.bits(32)).isZero();
        assertThat(in.overrun()).isFalse();
        in.bits(8);
        assertThat(in.overrun()).isTrue();
    }

    @Test
    void skipsFarBeyondTheEndAtOnce() {
        BitReader in = of(1, 2, 3);
        in.skip(Long.MAX_VALUE);
        assertThat(in.overrun()).isTrue();
    }

    @Test
    void alignsToTheByteWhereItBegan() {
        BitReader in = of(0xFF, 0x01, 0x02);
        in.alignToByte();
        assertThat(in.bitsRead()).isZero();
        in.bits(3);
        in.alignToByte();
        assertThat(in.bits(8)).isEqualTo(1);
    }

    @Test
    void writesWhatItReads() {
        BitWriter out = new BitWriter().put(5, 3).put(-1, 32).put(0, 1).put(0x1234, 16);
        byte[] bytes = out.octets().toArray();
        BitReader in = new BitReader(bytes, 0, bytes.length);
        BitWriter again = new BitWriter().copy(in, out.bitCount());
        assertThat(again.octets()).isEqualTo(out.octets());
        assertThat(again.bitCount()).isEqualTo(52);
    }
}
