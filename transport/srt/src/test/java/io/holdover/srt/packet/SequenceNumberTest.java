package io.holdover.srt.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceNumberTest {
    @Test
    void countsOnThroughTheWrap() {
        assertThat(SequenceNumber.next(0x7FFF_FFFF)).isZero();
        assertThat(SequenceNumber.add(0x7FFF_FFFE, 3)).isEqualTo(1);
        assertThat(SequenceNumber.add(1, -3)).isEqualTo(0x7FFF_FFFE);
    }

    @Test
    void measuresTheShorterWay() {
        assertThat(SequenceNumber.distance(5, 5)).isZero();
        assertThat(SequenceNumber.distance(5, 9)).isEqualTo(4);
        assertThat(SequenceNumber.distance(9, 5)).isEqualTo(-4);
        assertThat(SequenceNumber.distance(0x7FFF_FFFF, 0)).isEqualTo(1);
        assertThat(SequenceNumber.distance(0, 0x7FFF_FFFF)).isEqualTo(-1);
        assertThat(SequenceNumber.distance(0, 0x3FFF_FFFF)).isEqualTo(0x3FFF_FFFF);
        assertThat(SequenceNumber.distance(0, 0x4000_0000)).isEqualTo(-0x4000_0000);
    }

    @Test
    void numbersMessagesFromOneOverTheirWrap() {
        assertThat(MessageNumber.of(0)).isEqualTo(1);
        assertThat(MessageNumber.of(0x3FF_FFFE)).isEqualTo(0x3FF_FFFF);
        assertThat(MessageNumber.of(0x3FF_FFFF)).isEqualTo(1);
    }
}
