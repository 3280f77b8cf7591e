package io.holdover.srt.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

class TaskQueueTest {

    @Test
    void givesTasksBackInTheirOrderAndRefusesWhatDoesNotFit() {
        TaskQueue queue = new TaskQueue(4);
        List<Integer> ran = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                int number = 4 * round + i;
                assertThat(queue.offer(() -> ran.add(number))).isTrue();
            }
            assertThat(queue.offer(() -> ran.add(-1))).isFalse();
            assertThat(queue.isEmpty()).isFalse();
            for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
                task.run();
            }
            assertThat(queue.isEmpty()).isTrue();
        }
        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void keepsEachProducersOrderAndLosesNothing() throws InterruptedException {
        int producers = 4;
        int each = 20_000;
        TaskQueue queue = new TaskQueue(64);
        int[] nextOf = new int[producers];
        List<String> outOfOrder = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            int producer = p;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    int number = i;
                    Runnable task = () -> {
                        if (nextOf[producer]++ != number) {
                            outOfOrder.add(producer + ":" + number);
                        }
                    };
                    while (!queue.offer(task)) {
                        LockSupport.parkNanos(10_000);
                    }
                }
            }));
        }
        for (int taken = 0; taken < producers * each;) {
            Runnable task = queue.poll();
            if (task == null) {
                LockSupport.parkNanos(10_000);
            } else {
                task.run();
                taken++;
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(outOfOrder).isEmpty();
        assertThat(nextOf).containsOnly(each);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void demandsAPowerOfTwo() {
        assertThatThrownBy(() -> new TaskQueue(100)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("100");
    }
}
