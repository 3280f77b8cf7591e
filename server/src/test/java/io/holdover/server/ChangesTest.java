package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChangesTest {

    @Test
    void manyRequestsAreDoneTogetherAndNoneIsLost() {
        AtomicInteger requested = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        try (Changes changes = new Changes(() -> {
            int present = requested.get();
            runs.incrementAndGet();
            awaitEnd(first);
            seen.set(present);
        })) {
            for (int i = 1; i <= 1_000; i++) {
                requested.set(i);
                changes.request();
            }
            first.countDown();
            await().until(() -> seen.get() == 1_000);
            assertThat(runs.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatCouldNotBeDoneIsDoneLater() {
        AtomicInteger runs = new AtomicInteger();
        Changes[] changes = new Changes[1];
        changes[0] = new Changes(() -> {
            if (runs.incrementAndGet() < 3) {
                changes[0].requestLater();
            }
        });
        try (Changes open = changes[0]) {
            open.request();
            await().until(() -> runs.get() == 3);
        }
    }

    @Test
    void waitsForWhatIsUnderWayWhenItCloses() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        Changes changes = new Changes(() -> {
            begun.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
            done.set(true);
        });
        changes.request();
        awaitEnd(begun);
        changes.close();
        assertThat(done).isTrue();
        changes.request();
    }

    private static void awaitEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
