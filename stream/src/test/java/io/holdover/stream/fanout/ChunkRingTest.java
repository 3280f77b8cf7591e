package io.holdover.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

class ChunkRingTest {

    private static final long MS = 1_000_000L;

    private final ChunkRing ring = new ChunkRing();

    @Test
    void givesEveryChunkBackAsItWasWritten() {
        for (int i = 0; i < 1000; i++) {
            publish(i, 188 * (1 + i % 7), i * MS, i % 25 == 0);
        }
        for (int i = 0; i < 1000; i++) {
            ByteBuffer target = ByteBuffer.allocateDirect(1500);
            assertThat(ring.copyPayload(i, target)).isEqualTo(188 * (1 + i % 7));
            target.flip();
            assertThat(target.getInt(0)).isEqualTo(i);
            assertThat(target.getInt(target.limit() - 4)).isEqualTo(~i);
            assertThat(ring.lengthBytes(i)).isEqualTo(target.limit());
            assertThat(ring.originNs(i)).isEqualTo(i * MS);
            assertThat(ring.isJoinPoint(i)).isEqualTo(i % 25 == 0);
        }
        assertThat(ring.newestJoinPoint()).isEqualTo(975);
    }

    @Test
    void saysNoForWhatIsGoneOrStillToCome() {
        for (int i = 0; i < 10; i++) {
            publish(i, 188, i * MS, false);
        }
        ring.evict(5 * MS, ring.head());

        assertThat(ring.oldest()).isEqualTo(5);
        assertThat(ring.copyPayload(4, ByteBuffer.allocate(1500))).isEqualTo(-1);
        assertThat(ring.copyPayload(10, ByteBuffer.allocate(1500))).isEqualTo(-1);
        assertThat(ring.copyPayload(5, ByteBuffer.allocate(1500))).isEqualTo(188);
        assertThatThrownBy(() -> ring.lengthBytes(4)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsWhatItIsAskedToKeepHoweverOld() {
        for (int i = 0; i < 10; i++) {
            publish(i, 188, i * MS, i == 3);
        }
        ring.evict(100 * MS, 3);
        assertThat(ring.oldest()).isEqualTo(3);
        assertThat(ring.newestJoinPoint()).isEqualTo(3);
        ring.evict(100 * MS, ring.head());
        assertThat(ring.oldest()).isEqualTo(10);
        assertThat(ring.newestJoinPoint()).isEqualTo(-1);
    }

    @Test
    void growsToItsLimitAndThenLetsGoOfTheOldest() {
        int count = ChunkRing.LIMIT_CHUNKS + 1000;
        for (int i = 0; i < count; i++) {
            publish(i, 1316, i, false);
        }
        assertThat(ring.storageBytes()).isLessThanOrEqualTo(ChunkRing.LIMIT_BYTES).isGreaterThan(ChunkRing.LIMIT_BYTES - 200_000);
        assertThat(ring.head() - ring.oldest()).isBetween((long) ChunkRing.LIMIT_CHUNKS - 64, (long) ChunkRing.LIMIT_CHUNKS);
        assertThat(ring.evictedByLimit()).isEqualTo(ring.oldest());
        ByteBuffer target = ByteBuffer.allocate(1500);
        ring.copyPayload(ring.oldest(), target);
        assertThat(target.getInt(0)).isEqualTo((int) ring.oldest());
    }

    @Test
    void givesStorageBackWhenLessIsKept() {
        for (int i = 0; i < 20_000; i++) {
            publish(i, 1316, i * MS, false);
        }
        long large = ring.storageBytes();
        ring.evict(19_990 * MS, ring.head());
        assertThat(ring.storageBytes()).isEqualTo(large); // it might be needed again
        ring.evict(25_000 * MS, ring.head());
        ring.evict(30_000 * MS, ring.head());
        assertThat(ring.storageBytes()).isLessThan(large / 50);
        publish(20_000, 188, 30_000 * MS, true);
        assertThat(ring.lengthBytes(20_000)).isEqualTo(188);
    }

    @Test
    void findsTheFirstChunkOfATime() {
        for (int i = 0; i < 500; i++) {
            publish(i, 188, i / 10 * MS, false);
        }
        ring.evict(10 * MS, ring.head());
        assertThat(ring.firstSince(0)).isEqualTo(100);
        assertThat(ring.firstSince(20 * MS)).isEqualTo(200);
        assertThat(ring.firstSince(20 * MS + 1)).isEqualTo(210);
        assertThat(ring.firstSince(50 * MS)).isEqualTo(500);
    }

    @Test
    void refusesAChunkThatIsNone() {
        assertThatThrownBy(() -> ring.publish(0, 0, false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.publish(1317, 0, false)).isInstanceOf(IllegalStateException.class);
    }

    private void publish(int mark, int length, long originNs, boolean isJoinPoint) {
        ByteBuffer open = ByteBuffer.wrap(ring.openArray(), ring.openOffset(), length);
        open.putInt(ring.openOffset(), mark);
        open.putInt(ring.openOffset() + length - 4, ~mark);
        ring.publish(length, originNs, isJoinPoint);
    }
}
