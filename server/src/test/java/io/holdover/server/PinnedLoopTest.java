package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.holdover.srt.net.DatagramLoop;
import io.holdover.srt.net.LoopOptions;

@Timeout(30)
class PinnedLoopTest {

    @Test
    void runsEveryActionAtTheEndOfABatchThoughOneFails() throws IOException, InterruptedException {
        CountDownLatch others = new CountDownLatch(2);
        try (DatagramLoop loop =
                DatagramLoop.open("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LoopOptions.defaults())) {
            PinnedLoop pinned = new PinnedLoop(loop);
            pinned.execute(() -> {
                pinned.atBatchEnd(_ -> others.countDown());
                pinned.atBatchEnd(_ -> {
                    throw new IllegalStateException("a bug in one stream");
                });
                pinned.atBatchEnd(_ -> others.countDown());
            });

            assertThat(others.await(5, TimeUnit.SECONDS)).as("the streams behind the failing one").isTrue();
        }
    }
}
