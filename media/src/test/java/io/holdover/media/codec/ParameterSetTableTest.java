package io.holdover.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.holdover.media.Octets;

class ParameterSetTableTest {
    private final ParameterSetTable table = new ParameterSetTable(4);

    @Test
    void keepsTheNewestOfEachIdInOrder() {
        assertThat(table.put(2, new byte[]{9, 1, 2}, 1, 3)).isTrue();
        assertThat(table.put(0, new byte[]{5}, 0, 1)).isTrue();
        assertThat(table.put(2, new byte[]{1, 2}, 0, 2)).isFalse();
        assertThat(table.put(2, new byte[]{3}, 0, 1)).isTrue();
        assertThat(table.all()).containsExactly(Octets.of((byte) 5), Octets.of((byte) 3));
    }

    @Test
    void refusesIdsAndLengthsBeyondItsLimits() {
        assertThat(table.accepts(3, ParameterSetTable.SET_MAX_BYTES)).isTrue();
        assertThat(table.accepts(4, 10)).isFalse();
        assertThat(table.accepts(-1, 10)).isFalse();
        assertThat(table.accepts(0, ParameterSetTable.SET_MAX_BYTES + 1)).isFalse();
    }

    @Test
    void refusesWhatExceedsItsLimitInAll() {
        ParameterSetTable large = new ParameterSetTable(256);
        byte[] set = new byte[ParameterSetTable.SET_MAX_BYTES];
        int sets = ParameterSetTable.TOTAL_MAX_BYTES / set.length;
        for (int id = 0; id < sets; id++) {
            assertThat(large.accepts(id, set.length)).isTrue();
            large.put(id, set, 0, set.length);
        }
        assertThat(large.accepts(sets, 1)).isFalse();
        assertThat(large.accepts(0, set.length)).as("in place of another").isTrue();
        large.put(0, set, 0, 10);
        assertThat(large.accepts(sets, set.length - 10)).isTrue();
    }
}
