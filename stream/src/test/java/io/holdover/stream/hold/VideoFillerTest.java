package io.holdover.stream.hold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.RandomAccess;
import io.holdover.stream.MadeUnits;

class VideoFillerTest {

    private static final long STEP = 3_600;
    private static final long LEAD = 2 * STEP;
    /** PTS of a key picture and of two groups with a B picture that is referred to, in the order of decoding, from the first DTS. */
    private static final int[] PYRAMID = {2, 6, 4, 3, 5, 10, 8, 7, 9};

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8, 9})
    void heldPicturesComeToTheUsualDistanceFromTheirDts(int cut) {
        VideoFiller filler = new VideoFiller(MadeUnits.VIDEO);
        for (int i = 0; i < cut; i++) {
            AccessUnit picture = MadeUnits.picture(i * STEP, PYRAMID[i] * STEP, i == 0 ? RandomAccess.EXACT : RandomAccess.NONE,
                    i == 0 ? 0x65 : 0x41, 100);
            assertThat(filler.forward(picture)).isNotNull();
        }
        long shown = filler.shownTicks();
        for (int i = 1; i <= 6; i++) {
            assertThat(filler.skipTo((cut - 1 + i) * STEP)).isEqualTo(1);
            assertThat(filler.shownTicks()).as("PTS of held picture %d", i).isGreaterThan(shown);
            assertThat(filler.shownTicks() - filler.lastTicks()).as("from its DTS to its PTS").isGreaterThanOrEqualTo(LEAD);
            shown = filler.shownTicks();
        }
        assertThat(shown - filler.lastTicks()).isEqualTo(LEAD);
    }
}
