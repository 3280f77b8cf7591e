package io.holdover.srt.timing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
    private final RoundTrip roundTrip = new RoundTrip();

    @Test
    void beginsWithTheGuessOfTheDraft() {
        assertThat(roundTrip.rttUs()).isEqualTo(100_000);
        assertThat(roundTrip.varianceUs()).isEqualTo(50_000);
        assertThat(roundTrip.isKnown()).isFalse();
        assertThat(roundTrip.timeoutNs()).isEqualTo(300_000_000);
    }

    @Test
    void smoothsSamplesAsTheDraftSays() {
        roundTrip.onSample(40_000);
        assertThat(roundTrip.rttUs()).isEqualTo(40_000);
        assertThat(roundTrip.varianceUs()).isEqualTo(20_000);
        roundTrip.onSample(48_000);
        assertThat(roundTrip.varianceUs()).isEqualTo((3 * 20_000 + 8_000) / 4);
        assertThat(roundTrip.rttUs()).isEqualTo((7 * 40_000 + 48_000) / 8);
    }

    @Test
    void takesThePeersFiguresAsTheyAreWhileItHasNoneOfItsOwn() {
        roundTrip.onPeerReport(100_000, 50_000);
        assertThat(roundTrip.isKnown()).as("the peer has measured nothing").isFalse();
        roundTrip.onPeerReport(30_000, 4_000);
        assertThat(roundTrip.rttUs()).isEqualTo(30_000);
        assertThat(roundTrip.varianceUs()).isEqualTo(4_000);
        roundTrip.onSample(20_000);
        roundTrip.onPeerReport(36_000, 4_000);
        assertThat(roundTrip.rttUs()).isEqualTo(22_000);
    }

    @Test
    void believesNothingImpossible() {
        roundTrip.onSample(-1);
        roundTrip.onSample(RoundTrip.MAX_US + 1L);
        roundTrip.onPeerReport(-5, 1);
        roundTrip.onPeerReport(1, -5);
        roundTrip.onPeerReport(Integer.MAX_VALUE, 0);
        assertThat(roundTrip.isKnown()).isFalse();
        roundTrip.onSample(RoundTrip.MAX_US);
        assertThat(roundTrip.timeoutNs()).isPositive();
    }

    @Test
    void reportsAgainNoSoonerThanAfterTwentyMilliseconds() {
        roundTrip.onSample(100);
        assertThat(roundTrip.reportIntervalNs()).isEqualTo(20_000_000);
    }
}
