package io.holdover.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimebaseTest {
    @Test
    void convertsToTheNearestUnit() {
        assertThat(Timebase.ticksFromNs(1_000_000_000)).isEqualTo(90_000);
        assertThat(Timebase.ticksFromNs(11_111)).isEqualTo(1);
        assertThat(Timebase.ticksFromNs(5_555)).isZero();
        assertThat(Timebase.ticksFromNs(-11_111)).isEqualTo(-1);
        assertThat(Timebase.nsFromTicks(1)).isEqualTo(11_111);
        assertThat(Timebase.msFromTicks(90_044)).isEqualTo(1000);
        assertThat(Timebase.msFromTicks(90_045)).isEqualTo(1001);
        assertThat(Timebase.ticksFromMs(40)).isEqualTo(3600);
        assertThat(Timebase.ticksFromSamples(1024, 44_100)).isEqualTo(2090);
        assertThat(Timebase.samplesFromTicks(1920, 48_000)).isEqualTo(1024);
    }

    @Test
    void survivesAYearOfUptime() {
        long yearNs = 365L * 24 * 3600 * 1_000_000_000L;
        assertThat(Timebase.ticksFromNs(yearNs)).isEqualTo(365L * 24 * 3600 * 90_000);
        assertThat(Timebase.nsFromTicks(365L * 24 * 3600 * 90_000)).isEqualTo(yearNs);
        assertThat(Timebase.ticksFromSamples(365L * 24 * 3600 * 48_000, 48_000)).isEqualTo(365L * 24 * 3600 * 90_000);
    }
}
