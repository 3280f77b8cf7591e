package io.holdover.media.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class H264PictureOrderTest {
    private final H264PictureOrder order = new H264PictureOrder();
    private final H264SliceHead head = new H264SliceHead();

    private long read(H264Sps sps, boolean idr, int nalRefIdc, int frameNum, int lsb, int delta) {
        head.idr = idr;
        head.nalRefIdc = nalRefIdc;
        head.frameNum = frameNum;
        head.picOrderCntLsb = lsb;
        head.deltaPicOrderCnt0 = delta;
        order.read(sps, head);
        order.accept(head, false);
        return order.lowest();
    }

    @Test
    void typeZeroCountsWrapsFromTheLastReference() {
        H264Sps sps = H264ReferencesTest.sps(0, H264Sps.OrderCycle.NONE);
        assertThat(read(sps, true, 1, 0, 0, 0)).isZero();
        assertThat(read(sps, false, 1, 1, 6, 0)).isEqualTo(6);
        assertThat(read(sps, false, 0, 2, 2, 0)).isEqualTo(2);
        assertThat(read(sps, false, 1, 2, 12, 0)).isEqualTo(12);
        assertThat(read(sps, false, 1, 3, 2, -1)).as("the earlier bottom field").isEqualTo(17);
        assertThat(order.highest()).isEqualTo(18);
        assertThat(read(sps, false, 0, 4, 14, 0)).as("before the wrap").isEqualTo(14);
        assertThat(read(sps, true, 1, 0, 0, 0)).isZero();
    }

    @Test
    void typeOneCountsInCycles() {
        // I b P b: references step by 4, others lie 2 before
        H264Sps sps = H264ReferencesTest.sps(1, new H264Sps.OrderCycle(-2, 0, List.of(4)));
        assertThat(read(sps, true, 1, 0, 0, 0)).isZero();
        assertThat(read(sps, false, 1, 1, 0, 0)).isEqualTo(4);
        assertThat(read(sps, false, 0, 2, 0, 0)).isEqualTo(2);
        assertThat(read(sps, false, 1, 2, 0, 0)).isEqualTo(8);
        assertThat(order.deltaFor(sps, 3, 10)).isEqualTo(-2);
        for (int frame = 3; frame < 20; frame++) {
            assertThat(read(sps, false, 1, frame & 15, 0, 0)).isEqualTo(4L * frame);
        }
    }

    @Test
    void typeTwoIsDecodingOrder() {
        H264Sps sps = H264ReferencesTest.sps(2, H264Sps.OrderCycle.NONE);
        assertThat(read(sps, true, 1, 0, 0, 0)).isZero();
        assertThat(read(sps, false, 0, 1, 0, 0)).isEqualTo(1);
        assertThat(read(sps, false, 1, 1, 0, 0)).isEqualTo(2);
        for (int frame = 2; frame < 20; frame++) {
            assertThat(read(sps, false, 1, frame & 15, 0, 0)).isEqualTo(2L * frame);
        }
    }

    @Test
    void aCommandThatForgetsAllStartsAtZero() {
        H264Sps sps = H264ReferencesTest.sps(0, H264Sps.OrderCycle.NONE);
        read(sps, true, 1, 0, 0, 0);
        head.idr = false;
        head.frameNum = 1;
        head.picOrderCntLsb = 6;
        order.read(sps, head);
        order.accept(head, true);
        assertThat(order.lowest()).isZero();
        assertThat(read(sps, false, 1, 1, 2, 0)).isEqualTo(2);
    }
}
