package io.holdover.stream.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Lateness lateness = new Lateness();

    @Test
    void countsWhatWasSeenFromTheBeginning() {
        lateness.add(500, 0);
        lateness.add(700, SECOND_NS);

        assertThat(lateness.leastTicks()).isEqualTo(500);
        assertThat(lateness.greatestTicks()).isEqualTo(700);
    }

    @Test
    void forgetsAfterTenSeconds() {
        lateness.add(-200, 0);
        lateness.add(9000, SECOND_NS);
        for (int second = 2; second < 10; second++) {
            lateness.add(100, second * SECOND_NS);
        }

        assertThat(lateness.leastTicks()).isEqualTo(-200);
        assertThat(lateness.greatestTicks()).isEqualTo(9000);

        lateness.add(100, 11 * SECOND_NS);

        assertThat(lateness.leastTicks()).isEqualTo(100);
        assertThat(lateness.greatestTicks()).isEqualTo(100);
    }
}
