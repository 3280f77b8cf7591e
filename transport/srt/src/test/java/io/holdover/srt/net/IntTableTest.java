package io.holdover.srt.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntTableTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithAHashMapThroughInsertionsAndRemovals(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        IntTable<String> table = new IntTable<>(1_000);
        Map<Integer, String> model = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            // Few distinct keys, some of them neighbours: long probe sequences and many holes.
            int key = 1 + random.nextInt(700) * (random.nextBoolean() ? 1 : 0x0100_0000);
            if (random.nextInt(3) == 0) {
                assertThat(table.remove(key)).as("seed %d step %d", seed, step).isEqualTo(model.remove(key));
            } else if (!model.containsKey(key) && !table.isFull()) {
                table.put(key, "v" + key);
                model.put(key, "v" + key);
            }
            assertThat(table.get(key)).as("seed %d step %d", seed, step).isEqualTo(model.get(key));
            assertThat(table.size()).isEqualTo(model.size());
        }
        HashSet<String> visited = new HashSet<>();
        table.forEach(visited::add);
        assertThat(visited).containsExactlyInAnyOrderElementsOf(model.values());
        model.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
    }

    @Test
    void refusesMoreEntriesThanItsLimitAndKeysThatAreTakenOrZero() {
        IntTable<String> table = new IntTable<>(2);
        table.put(7, "a");
        assertThatThrownBy(() -> table.put(7, "b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.put(0, "b")).isInstanceOf(IllegalStateException.class);
        table.put(-8, "b");
        assertThat(table.isFull()).isTrue();
        assertThatThrownBy(() -> table.put(9, "c")).isInstanceOf(IllegalStateException.class);
        assertThat(table.get(0)).isNull();
        assertThat(table.get(-8)).isEqualTo("b");
    }
}
