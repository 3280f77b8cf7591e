package io.holdover.srt.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    private static final long MS = 1_000_000;

    private final RateMeter meter = new RateMeter();

    @Test
    void measuresASteadyRateFromEarlyOn() {
        long nowNs = 77 * MS;
        for (int i = 0; i < 5_000; i++) {
            nowNs += MS;
            meter.add(1_000, nowNs);
            if (i > 500) {
                assertThat(meter.bytesPerSecond(nowNs)).isCloseTo(1e6, within(2e4));
                assertThat(meter.packetsPerSecond(nowNs)).isCloseTo(1e3, within(20.0));
            }
        }
    }

    @Test
    void forgetsWhatIsLongerAgoThanASecond() {
        meter.add(1_000_000, 0);
        assertThat(meter.bytesPerSecond(500 * MS)).isPositive();
        assertThat(meter.bytesPerSecond(1_200 * MS)).isZero();
        assertThat(meter.packetsPerSecond(100_000 * MS)).isZero();
    }

    @Test
    void startsAtZeroOnAnyClock() {
        assertThat(meter.bytesPerSecond(-5_000_000_000_000L)).isZero();
        meter.add(500, -5_000_000_000_000L);
        assertThat(meter.packetsPerSecond(-5_000_000_000_000L)).isBetween(1.0, 10.0);
    }
}
