package io.holdover.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkCursorTest {

    private static final long MS = 1_000_000L;
    private static final int LATENCY_MS = 200;
    private static final int WINDOW = 8192;

    private final ChunkRing ring = new ChunkRing();
    private long nowNs = 1_000_000 * MS;

    @Test
    void beginsAtTheNewestJoinPointWhenThatIsYoungAndNear() {
        chunks(100, 10, 40); // the last join point is at 80, 200 ms ago
        ChunkCursor cursor = cursor();
        assertThat(cursor.isWaiting()).isFalse();
        assertThat(cursor.next()).isEqualTo(80);
        assertThat(cursor.backlogChunks()).isEqualTo(20);
    }

    @Test
    void waitsForTheNextJoinPointWhenTheNewestIsTooOld() {
        chunks(1, 0, 1);
        chunks(31, 100, 0); // 3.1 s without one
        ChunkCursor cursor = cursor();
        assertThat(cursor.due(nowNs)).isZero();
        chunks(10, 10, 0);
        assertThat(cursor.due(nowNs)).isZero();
        chunks(1, 10, 1);
        assertThat(cursor.due(nowNs)).isEqualTo(1);
        assertThat(cursor.next()).isEqualTo(42);
        assertThat(cursor.skips()).isZero();
    }

    @Test
    void waitsForTheNextJoinPointWhenTheBacklogIsHalfThePeersWindow() {
        chunks(1, 0, 1);
        chunks(99, 1, 0);
        assertThat(new ChunkCursor(ring, LATENCY_MS, 200, nowNs).isWaiting()).isTrue();
        assertThat(new ChunkCursor(ring, LATENCY_MS, 202, nowNs).isWaiting()).isFalse();
    }

    @Test
    void joinsAtTheNextJoinPointHoweverLargeItsPictureIs() {
        chunks(1, 0, 0);
        ChunkCursor cursor = new ChunkCursor(ring, LATENCY_MS, 100, nowNs);
        chunks(1, 40, 1);
        chunks(5000, 0, 0);
        assertThat(cursor.due(nowNs)).isEqualTo(64);
        assertThat(cursor.next()).isEqualTo(1);
    }

    @Test
    void catchesUpAtTwiceTheRateOfTheStream() {
        chunks(2001, 1, 2000); // 1000 a second for two seconds, join points at 0 and 2000
        chunks(1999, 1, 0);
        ChunkCursor cursor = cursor();
        assertThat(cursor.backlogChunks()).isEqualTo(2000);
        int taken = takeAll(cursor);
        assertThat(taken).isEqualTo(16);
        for (int ms = 0; ms < 500; ms++) {
            chunks(1, 1, 0);
            taken += takeAll(cursor);
        }
        assertThat(taken).isBetween(1000, 1030);
        assertThat(cursor.isCatchingUp()).isTrue();
        for (int ms = 0; ms < 2000; ms++) {
            chunks(1, 1, 0);
            taken += takeAll(cursor);
        }
        assertThat(cursor.isCatchingUp()).isFalse();
        assertThat(cursor.backlogChunks()).isZero();
        assertThat(cursor.skips()).isZero();
    }

    @Test
    void stampsWithThePresentWhileItCatchesUpAndWithTheOriginAfterwards() {
        chunks(1000, 1, 1000);
        ChunkCursor cursor = cursor();
        long last = Long.MIN_VALUE;
        int live = 0;
        for (int ms = 0; ms < 3000; ms++) {
            chunks(1, 1, 0);
            int due = cursor.due(nowNs);
            for (int i = 0; i < due; i++) {
                long stamp = cursor.stampNs(nowNs);
                assertThat(stamp).isGreaterThanOrEqualTo(last);
                assertThat(nowNs - stamp).isLessThanOrEqualTo(2 * MS);
                live += stamp == ring.originNs(cursor.next()) ? 1 : 0;
                last = stamp;
                cursor.advance(nowNs);
            }
        }
        assertThat(live).isGreaterThan(1500);
    }

    @Test
    void skipsToAYoungJoinPointWhenItFallsBeyondItsAllowance() {
        chunks(1, 0, 1);
        ChunkCursor cursor = cursor();
        takeAll(cursor);
        chunks(12, 100, 0); // 1.2 s: its latency and a second
        assertThat(cursor.due(nowNs)).isEqualTo(12);
        chunks(1, 0, 1);
        chunks(1, 101, 0);
        assertThat(cursor.due(nowNs)).isPositive();
        assertThat(cursor.next()).isEqualTo(13);
        assertThat(cursor.skips()).isEqualTo(1);
        assertThat(cursor.skippedChunks()).isEqualTo(12);
    }

    @Test
    void waitsAfterASkipUntilThereIsAJoinPointAndCountsWhatItMissed() {
        chunks(1, 0, 1);
        ChunkCursor cursor = cursor();
        takeAll(cursor);
        chunks(20, 100, 0);
        assertThat(cursor.due(nowNs)).isZero();
        assertThat(cursor.isWaiting()).isTrue();
        chunks(5, 100, 0);
        assertThat(cursor.due(nowNs)).isZero();
        chunks(1, 10, 1);
        assertThat(cursor.due(nowNs)).isEqualTo(1);
        assertThat(cursor.next()).isEqualTo(26);
        assertThat(cursor.skippedChunks()).isEqualTo(25);
        assertThat(cursor.skips()).isEqualTo(1);
    }

    @Test
    void doesNotSkipForOneLargePictureThatIsYoung() {
        chunks(1, 0, 1);
        ChunkCursor cursor = cursor();
        takeAll(cursor);
        chunks(20_000, 0, 0); // 26 MB at one instant
        for (int i = 0; i < 20_000; i += 20) {
            nowNs += MS;
            assertThat(cursor.due(nowNs)).isPositive();
            for (int n = 0; n < 20; n++) {
                cursor.advance(nowNs);
            }
        }
        assertThat(cursor.skips()).isZero();
        assertThat(cursor.takenChunks()).isEqualTo(20_001);
    }

    @Test
    void goesOnWhenItsChunksWereEvicted() {
        chunks(1, 0, 1);
        ChunkCursor cursor = cursor();
        chunks(10, 10, 0);
        ring.evict(nowNs, ring.head());
        chunks(1, 10, 1);
        assertThat(cursor.due(nowNs)).isEqualTo(1);
        assertThat(cursor.skips()).isEqualTo(1);
    }

    @Test
    void asksForChunksLongerWhileOldOnesAreOnTheirWay() {
        chunks(1000, 1, 1000);
        ChunkCursor cursor = cursor();
        assertThat(cursor.retentionNs(nowNs)).isEqualTo((200 + 1000 + 3000) * MS);
        while (cursor.isCatchingUp()) {
            nowNs += MS;
            takeAll(cursor);
        }
        assertThat(cursor.retentionNs(nowNs)).isEqualTo((200 + 1000 + 3000) * MS);
        nowNs += 1200 * MS;
        assertThat(cursor.retentionNs(nowNs)).isEqualTo((200 + 1000) * MS);
    }

    private ChunkCursor cursor() {
        return new ChunkCursor(ring, LATENCY_MS, WINDOW, nowNs);
    }

    private int takeAll(ChunkCursor cursor) {
        int due = cursor.due(nowNs);
        for (int i = 0; i < due; i++) {
            cursor.advance(nowNs);
        }
        return due;
    }

    /** Chunks at an interval after the present, each {@code joinEvery}-th of them from the first a join point; 0 for none. */
    private void chunks(int count, int intervalMs, int joinEvery) {
        for (int i = 0; i < count; i++) {
            nowNs += intervalMs * MS;
            ring.publish(1316, nowNs, joinEvery > 0 && i % joinEvery == 0);
        }
    }
}
