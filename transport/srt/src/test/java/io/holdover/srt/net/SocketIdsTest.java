package io.holdover.srt.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

class SocketIdsTest {

    @Test
    void carriesTheLoopIndexAndStaysClearOfZeroAndTheGroupBit() {
        for (int loop = 0; loop <= LoopOptions.MAX_INDEX; loop++) {
            SocketIds ids = new SocketIds(loop, new Random(loop));
            for (int i = 0; i < 1_000; i++) {
                int id = ids.next(_ -> false);
                assertThat(id).isPositive().isLessThan(1 << 30);
                assertThat(SocketIds.loopIndex(id)).isEqualTo(loop);
            }
        }
    }

    @Test
    void neverGivesOutAnIdThatIsTaken() {
        // The same number again and again, then others.
        Random stuttering = new Random(7) {
            private static final long serialVersionUID = 1;
            private int calls;

            @Override
            public int nextInt() {
                return calls++ < 50 ? 0 : calls < 60 ? 5 : super.nextInt();
            }
        };
        SocketIds ids = new SocketIds(0, stuttering);
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            assertThat(taken.add(ids.next(taken::contains))).isTrue();
        }
        assertThat(taken).contains(5).doesNotContain(0);
    }
}
