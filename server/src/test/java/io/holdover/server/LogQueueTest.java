package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.junit.jupiter.api.Test;

import io.holdover.testkit.RealTime;

class LogQueueTest {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private final LogQueue queue = new LogQueue("test", new LogSink() {
        @Override
        public void write(ILoggingEvent event) {
            try {
                open.await();
                if (event.getFormattedMessage().equals("poison")) {
                    throw new IllegalStateException("a text that cannot be had");
                }
                written.add(event.getFormattedMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            written.add("closed");
        }
    }, count -> LogEvents.info(count + " left out"));

    @Test
    void leavesOutAndCountsWhatADestinationThatStandsStillHasNoRoomFor() {
        for (int i = 0; i < LogQueue.LIMIT_LINES + 7; i++) {
            queue.add(LogEvents.info("line"));
        }
        queue.start();
        open.countDown();
        await().until(() -> written.contains("7 left out"));
        queue.add(LogEvents.info("last"));
        await().until(() -> written.contains("last"));
        queue.close();

        await().until(() -> written.contains("closed"));
        assertThat(written).hasSize(LogQueue.LIMIT_LINES + 3).endsWith("line", "7 left out", "last", "closed");
    }

    @Test
    void goesOnAfterALineThatCannotBeWritten() {
        open.countDown();
        queue.start();
        queue.add(LogEvents.info("poison"));
        queue.add(LogEvents.info("line"));
        await().until(() -> written.contains("1 left out"));
        queue.close();

        await().until(() -> written.contains("closed"));
        assertThat(written).containsOnlyOnce("line").endsWith("closed");
    }

    @Test
    void takesTheTimeThatASlowDestinationNeeds() {
        List<String> slowly = new CopyOnWriteArrayList<>();
        LogQueue slow = new LogQueue("slow", new LogSink() {
            @Override
            public void write(ILoggingEvent event) {
                RealTime.pass(Duration.ofMillis(300));
                slowly.add(event.getFormattedMessage());
            }

            @Override
            public void close() {
                slowly.add("closed");
            }
        }, count -> LogEvents.info(count + " left out"));
        for (int i = 0; i < 5; i++) {
            slow.add(LogEvents.info("line " + i));
        }
        slow.start();

        slow.close();

        assertThat(slowly).containsExactly("line 0", "line 1", "line 2", "line 3", "line 4", "closed");
    }

    @Test
    void closesWithinASecondAlthoughTheDestinationStandsStill() {
        queue.add(LogEvents.info("line"));
        queue.start();

        queue.close();

        await().until(() -> written.equals(List.of("closed")));
    }
}
