package io.holdover.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import io.holdover.stream.MadeUnits;

class AccessUnitRingTest {

    private static final long MS = 1_000_000L;

    private final AccessUnitRing ring = new AccessUnitRing();

    @Test
    void keepsEverythingSinceTheNewestJoinPoint() {
        for (int i = 0; i < 500; i++) {
            ring.add(MadeUnits.picture(i, 100), i * MS, i % 100 == 50);
        }
        ring.trim(500 * MS);
        assertThat(ring.oldest()).isEqualTo(450);
        assertThat(ring.newestJoinPoint()).isEqualTo(450);
        assertThat(ring.size()).isEqualTo(50);
        assertThat(ring.unit(450).dtsTicks()).isEqualTo(450);
        assertThat(ring.arrivalNs(499)).isEqualTo(499 * MS);
        assertThat(ring.isJoinPoint(450)).isTrue();
        assertThat(ring.bytes()).isEqualTo(50 * 100);
        assertThat(ring.bytesSince(490)).isEqualTo(1000);
        assertThatThrownBy(() -> ring.unit(449)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.unit(500)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsNothingThatIsTooOldToJoinAt() {
        ring.add(MadeUnits.idr(0, 100), 0, true);
        for (int i = 1; i < 200; i++) {
            ring.add(MadeUnits.picture(i, 100), i * 40L * MS, false);
        }
        ring.trim(199 * 40 * MS);
        assertThat(ring.newestJoinPoint()).isEqualTo(-1);
        assertThat(ring.size()).isEqualTo(4000 / 40 + 1);
    }

    @Test
    void holdsNoMoreUnitsThanItsLimit() {
        for (int i = 0; i < AccessUnitRing.LIMIT_UNITS + 10; i++) {
            ring.add(MadeUnits.picture(i, 8), 0, i == 0);
        }
        assertThat(ring.size()).isEqualTo(AccessUnitRing.LIMIT_UNITS);
        assertThat(ring.newestJoinPoint()).isEqualTo(-1);
    }

    @Test
    void holdsNoMoreBytesThanItsLimit() {
        for (int i = 0; i < 20; i++) {
            ring.add(MadeUnits.picture(i, 8 << 20), 0, false);
        }
        assertThat(ring.bytes()).isEqualTo(AccessUnitRing.LIMIT_BYTES);
        assertThat(ring.oldest()).isEqualTo(12);
    }
}
