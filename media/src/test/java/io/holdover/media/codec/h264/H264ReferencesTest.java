package io.holdover.media.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H264ReferencesTest {
    /** frame_num of 4 bits, two reference frames. */
    private final H264Sps sps = sps(0, H264Sps.OrderCycle.NONE);
    private final H264References references = new H264References();
    private final H264SliceHeader slice = new H264SliceHeader();

    static H264Sps sps(int picOrderCntType, H264Sps.OrderCycle cycle) {
        return new H264Sps(0, 100, 30, false, 4, picOrderCntType, 4, false, true, 320, 192, 0, 0, 1, cycle, 2, 240);
    }

    private void mark(int frameNum, long serial, int... commands) {
        slice.clear();
        slice.head.frameNum = frameNum;
        slice.adaptiveMarking = commands.length > 0;
        slice.markings = commands.length / 3;
        for (int index = 0; index < slice.markings; index++) {
            slice.operation[index] = commands[3 * index];
            slice.firstOperand[index] = commands[3 * index + 1];
            slice.secondOperand[index] = commands[3 * index + 2];
        }
        references.mark(sps, slice, serial);
    }

    @Test
    void theOldestFrameLeavesAWindowThatIsFull() {
        mark(14, 1);
        mark(15, 2);
        mark(0, 3);
        assertThat(references.frameNumOf(1)).isEqualTo(-1);
        assertThat(references.frameNumOf(2)).isEqualTo(15);
        assertThat(references.newest()).isEqualTo(3);
    }

    @Test
    void aCommandDropsAFrameAcrossTheWrap() {
        mark(15, 1);
        mark(0, 2);
        mark(1, 3, 1, 1, 0); // difference_of_pic_nums_minus1 1: frame_num 15
        assertThat(references.frameNumOf(1)).isEqualTo(-1);
        assertThat(references.frameNumOf(2)).isZero();
        assertThat(references.hasFrame(1)).isTrue();
    }

    @Test
    void longTermFramesTakePlacesOfTheWindow() {
        mark(0, 1);
        mark(1, 2, 3, 0, 0); // frame_num 0 becomes long-term
        assertThat(references.frameNumOf(1)).isEqualTo(-1);
        mark(2, 3);
        assertThat(references.frameNumOf(2)).isEqualTo(-1);
        assertThat(references.frameNumOf(3)).isEqualTo(2);
        mark(3, 4, 4, 0, 0); // no long-term frames any more
        mark(4, 5);
        assertThat(references.frameNumOf(4)).isEqualTo(3);
        assertThat(references.frameNumOf(5)).isEqualTo(4);
    }

    @Test
    void aPictureThatIsLongTermItselfIsNoShortTermFrame() {
        mark(0, 1);
        mark(1, 2, 6, 0, 0);
        assertThat(references.newest()).isEqualTo(1);
    }

    @Test
    void aCommandForgetsEverything() {
        mark(3, 1);
        mark(4, 2, 5, 0, 0);
        assertThat(references.frameNumOf(1)).isEqualTo(-1);
        assertThat(references.frameNumOf(2)).isZero();
    }

    @Test
    void commandsThatLeaveNoRoomDoNotOverfillIt() {
        for (int frame = 0; frame < 100; frame++) {
            mark(frame & 15, frame + 1, 4, 9, 0);
        }
        assertThat(references.newest()).isPositive();
        for (int frame = 0; frame < 100; frame++) {
            mark(frame & 15, frame + 200, 6, frame, 0);
        }
        assertThat(references.newest()).isLessThan(200);
    }
}
