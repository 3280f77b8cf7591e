package io.holdover.srt.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.packet.SequenceNumber;
import io.holdover.testkit.Seed;

class SequenceSetTest {
    private static final int CAPACITY = 256;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 1_000, 0x7FFF_FF80, 0x7FFF_FFFF})
    void agreesWithASimpleSetWhereverTheWindowLies(int start, @Seed long seed) {
        Random random = new Random(seed);
        SequenceSet set = new SequenceSet(CAPACITY);
        TreeSet<Integer> offsets = new TreeSet<>();
        for (int step = 0; step < 5_000; step++) {
            int a = random.nextInt(CAPACITY + 1);
            int b = random.nextInt(CAPACITY + 1);
            int from = Math.min(a, b);
            int to = Math.max(a, b);
            int first = SequenceNumber.add(start, from);
            int after = SequenceNumber.add(start, to);
            switch (random.nextInt(5)) {
                case 0 -> {
                    set.addRange(first, after);
                    for (int i = from; i < to; i++) {
                        offsets.add(i);
                    }
                }
                case 1 -> {
                    int before = offsets.size();
                    offsets.subSet(from, to).clear();
                    assertThat(set.removeRange(first, after)).isEqualTo(before - offsets.size());
                }
                case 2 -> {
                    if (from < CAPACITY) {
                        set.add(first);
                        offsets.add(from);
                    }
                }
                case 3 -> {
                    if (from < CAPACITY) {
                        set.remove(first);
                        offsets.remove(from);
                    }
                }
                default -> {
                    Integer next = offsets.ceiling(from);
                    assertThat(set.next(first, after)).isEqualTo(next == null || next >= to ? after : SequenceNumber.add(start, next));
                }
            }
            assertThat(set.contains(first)).isEqualTo(offsets.contains(from % CAPACITY));
            assertThat(set.count()).isEqualTo(offsets.size());
        }
    }

    @Test
    void takesOverWhatLiesInARange() {
        SequenceSet small = new SequenceSet(64);
        small.addRange(100, 130);
        SequenceSet large = new SequenceSet(128);
        large.addAll(small, 110, 164);
        assertThat(large.count()).isEqualTo(20);
        assertThat(large.next(100, 228)).isEqualTo(110);
        assertThat(large.contains(129)).isTrue();
    }
}
