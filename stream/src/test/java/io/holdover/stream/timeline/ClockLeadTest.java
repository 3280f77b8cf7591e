package io.holdover.stream.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.holdover.stream.MadeUnits;

class ClockLeadTest {

    private final ClockLead lead = new ClockLead();

    @Test
    void isThePublishersOwnDistanceFromClockToPicture() {
        for (int i = 0; i < 10; i++) {
            lead.onPcr(i * 3600L);
            lead.onArrived(MadeUnits.picture(63_000 + i * 3600L, 10));
        }
        assertThat(lead.leadTicks()).isEqualTo(63_000);
    }

    @Test
    void isTheDistanceOfTheSoundWhereThereIsNoPicture() {
        for (int i = 0; i < 10; i++) {
            lead.onPcr(i * 1920L);
            lead.onArrived(MadeUnits.aac(9000 + i * 1920L));
        }
        assertThat(lead.leadTicks()).isEqualTo(9000);
    }

    @Test
    void isNotFooledByTheMomentOfAJump() {
        for (int i = 0; i < 10; i++) {
            lead.onPcr(900_000 + i * 3600L);
            lead.onArrived(MadeUnits.picture(900_000 + 9000 + i * 3600L, 10));
        }
        lead.onPcr(300_000); // the clock of the new time before the last picture of the old
        lead.onArrived(MadeUnits.picture(900_000 + 9000 + 36_000, 10));
        lead.onArrived(MadeUnits.picture(300_000 + 9000, 10));
        assertThat(lead.leadTicks()).isEqualTo(9000);
    }

    @Test
    void isAtLeastTheLongestBundleOfSound() {
        for (int i = 0; i < 90; i++) {
            lead.onPlaced(MadeUnits.picture(i * 3600L, 10), i);
            if (i % 9 == 8) {
                lead.onPlaced(MadeUnits.aac((i - 8) * 3600L), i);
            }
        }
        assertThat(lead.leadTicks()).isEqualTo(8 * 3600);
    }

    @Test
    void isAtLeastWhatSoundAloneBringsAtOnce() {
        for (int i = 0; i < 34; i++) {
            lead.onPlaced(MadeUnits.aac(i * 1920L), i / 17);
        }
        assertThat(lead.leadTicks()).isEqualTo(17 * 1920);
    }

    @Test
    void doesNotShrinkNorGrowBeyondReason() {
        for (int i = 0; i < 10; i++) {
            lead.onPcr(0);
            lead.onArrived(MadeUnits.picture(63_000, 10));
        }
        for (int i = 0; i < 10; i++) {
            lead.onPcr(0);
            lead.onArrived(MadeUnits.picture(i < 5 ? 9000 : ClockLead.MAX_TICKS + 1, 10));
        }
        assertThat(lead.leadTicks()).isEqualTo(63_000);
    }
}
