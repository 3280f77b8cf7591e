package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.media.Track;

/** How long a reader waits for the next unit beyond the distance of their times, on a clock that is moved by hand. */
class WallGapTest extends HoldScene {

    private static final long MOST_NS = 50 * MS;
    private static final long STALL_NS = 300 * MS;

    /** Notes by how much each unit came later than the one before it, relative to their times. */
    private final class Watch extends DemuxingReader {
        private final Map<MediaKind, Long> lastNs = new HashMap<>();
        private final Map<MediaKind, Long> lastTicks = new HashMap<>();
        private final Map<MediaKind, Long> greatestNs = new HashMap<>();

        @Override
        public void onTracks(List<Track> tracks) {
            // Each unit names its track.
        }

        @Override
        public void onAccessUnit(AccessUnit unit) {
            MediaKind kind = unit.track().kind();
            Long formerNs = lastNs.put(kind, loop.nowNs());
            Long formerTicks = lastTicks.put(kind, unit.dtsTicks());
            if (formerNs != null && formerTicks != null) {
                long gapNs = loop.nowNs() - formerNs - Timebase.nsFromTicks(unit.dtsTicks() - formerTicks);
                greatestNs.merge(kind, gapNs, Math::max);
            }
        }

        @Override
        public void onPcr(long pcrTicks, boolean discontinuity) {
            // Units alone matter.
        }

        long gapNs(MediaKind kind) {
            return greatestNs.getOrDefault(kind, Long.MAX_VALUE);
        }
    }

    private final Watch watch = new Watch();

    @BeforeEach
    void watch() {
        encoder.runMs(3_000);
        watch.read(registry, LIVE, loop);
        encoder.runMs(2_000);
        watch.greatestNs.clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void isFiftyMillisecondsAtMostAfterACleanLoss(int seed) {
        Random random = new Random(seed);
        encoder.runMs(random.nextInt(500));
        lose();
        loop.advanceMs(3_000);
        assertThat(watch.gapNs(MediaKind.AUDIO)).isLessThanOrEqualTo(MOST_NS);
        assertThat(watch.gapNs(MediaKind.VIDEO)).isLessThanOrEqualTo(MOST_NS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void isTheStallTimeoutAndFiftyMillisecondsAtMostAfterASilentLoss(int seed) {
        Random random = new Random(seed);
        encoder.runMs(random.nextInt(500));
        loop.advanceMs(5_000);
        assertThat(watch.gapNs(MediaKind.AUDIO)).isBetween(STALL_NS / 2, STALL_NS + MOST_NS);
        assertThat(watch.gapNs(MediaKind.VIDEO)).as("pictures wait for 1 s").isLessThanOrEqualTo(1_000 * MS + MOST_NS);
    }
}
