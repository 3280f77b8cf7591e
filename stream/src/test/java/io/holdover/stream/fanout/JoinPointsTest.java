package io.holdover.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.stream.MadeUnits;

class JoinPointsTest {

    private static final long SECOND = 1_000_000_000L;

    private final JoinPoints points = new JoinPoints();

    @Test
    void areThePicturesThatADecoderCanBeginWith() {
        points.onTracks(List.of(MadeUnits.AUDIO, MadeUnits.VIDEO));
        assertThat(points.isJoinPoint(MadeUnits.idr(0, 100), 0)).isTrue();
        assertThat(points.isJoinPoint(MadeUnits.picture(3600, 100), 0)).isFalse();
        assertThat(points.isJoinPoint(MadeUnits.aac(0), 0)).isFalse();
    }

    @Test
    void areAllAudioFramesWhereThereIsNoPicture() {
        points.onTracks(List.of(MadeUnits.KLV, MadeUnits.AUDIO));
        assertThat(points.isJoinPoint(MadeUnits.aac(0), 0)).isTrue();
        assertThat(points.isJoinPoint(MadeUnits.klv(0), 0)).isFalse();
    }

    @Test
    void areGradualOnesWhereThereWasNeverAnExactOne() {
        points.onTracks(List.of(MadeUnits.VIDEO));
        assertThat(points.isJoinPoint(MadeUnits.gradual(0, 100), 0)).isTrue();
    }

    @Test
    void areNoGradualOnesBetweenExactOnes() {
        points.onTracks(List.of(MadeUnits.VIDEO));
        for (int i = 0; i < 10; i++) {
            assertThat(points.isJoinPoint(MadeUnits.idr(0, 100), 0)).isTrue();
            assertThat(points.isJoinPoint(MadeUnits.gradual(0, 100), 0)).isFalse();
        }
    }

    @Test
    void areGradualOnesWhereOnlyTheFirstPictureWasExact() {
        points.onTracks(List.of(MadeUnits.VIDEO));
        points.isJoinPoint(MadeUnits.idr(0, 100), 0);
        assertThat(points.isJoinPoint(MadeUnits.gradual(0, 100), 0)).isFalse();
        assertThat(points.isJoinPoint(MadeUnits.gradual(0, 100), 0)).isTrue();
        assertThat(points.isJoinPoint(MadeUnits.gradual(0, 100), 0)).isTrue();
    }

    @Test
    void areOverdueTenSecondsAfterTheLastOrTheFirstUnit() {
        points.onTracks(List.of(MadeUnits.VIDEO));
        assertThat(points.areOverdue(100 * SECOND)).isFalse();
        points.isJoinPoint(MadeUnits.picture(0, 100), 5 * SECOND);
        assertThat(points.areOverdue(15 * SECOND - 1)).isFalse();
        assertThat(points.areOverdue(15 * SECOND)).isTrue();
        points.isJoinPoint(MadeUnits.idr(0, 100), 16 * SECOND);
        assertThat(points.areOverdue(25 * SECOND)).isFalse();
    }
}
