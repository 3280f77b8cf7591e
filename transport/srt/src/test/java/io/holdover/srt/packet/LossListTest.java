package io.holdover.srt.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class LossListTest {
    private static final int RANGE = 1 << 31;

    private final LossListReader reader = new LossListReader();

    private List<String> read(int... words) {
        ByteBuffer datagram = ByteBuffer.allocate(words.length * 4 + 3);
        for (int word : words) {
            datagram.putInt(word);
        }
        reader.reset(datagram, 0, datagram.capacity());
        List<String> entries = new ArrayList<>();
        while (reader.next()) {
            entries.add(reader.first() + "-" + reader.last());
        }
        return entries;
    }

    @Test
    void readsSinglesAndRangesAcrossTheWrap() {
        assertThat(read(5, RANGE | 7, 9, RANGE | 0x7FFF_FFFE, 3)).containsExactly("5-5", "7-9", "2147483646-3");
        assertThat(reader.malformed()).isZero();
    }

    @Test
    void leavesOutWhatMakesNoSense() {
        assertThat(read(RANGE | 5)).as("a range without end").isEmpty();
        assertThat(reader.malformed()).isEqualTo(1);
        assertThat(read(RANGE | 9, 5, 11)).as("a reversed range").containsExactly("11-11");
        assertThat(reader.malformed()).isEqualTo(1);
        assertThat(read(-1, -1)).as("all ones").isEmpty();
        assertThat(reader.malformed()).isEqualTo(2);
        assertThat(read(RANGE | 3, RANGE | 4, 6)).as("two beginnings").containsExactly("4-6");
        assertThat(read()).isEmpty();
    }

    @Test
    void writesWhatItReads() {
        ByteBuffer datagram = ByteBuffer.allocate(32);
        LossListWriter writer = new LossListWriter();
        writer.reset(datagram, 16, 32);
        assertThat(writer.add(5, 5)).isTrue();
        assertThat(writer.add(0x7FFF_FFFF, 1)).isTrue();
        assertThat(writer.add(7, 8)).as("no room for a range").isFalse();
        assertThat(writer.add(9, 9)).isTrue();
        assertThat(writer.add(10, 10)).isFalse();
        assertThat(writer.position()).isEqualTo(32);
        reader.reset(datagram, 16, 32);
        List<String> entries = new ArrayList<>();
        while (reader.next()) {
            entries.add(reader.first() + "-" + reader.last());
        }
        assertThat(entries).containsExactly("5-5", "2147483647-1", "9-9");
    }
}
