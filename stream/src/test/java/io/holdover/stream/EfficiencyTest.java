package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;

/** What a stream of 100 Mbit/s costs from the access unit to the readers' datagrams, once everything is warm. */
class EfficiencyTest {

    private static final long MS = 1_000_000L;
    private static final int PICTURE_BYTES = 500_000; // 25 of them a second are 100 Mbit/s
    private static final int SECONDS = 10;
    private static final int READERS = 3;
    private static final StreamPath LIVE = new StreamPath("live");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ManualLoop loop = new ManualLoop(1_000_000 * MS);

    @Test
    void allocatesNothingPerChunk() {
        StreamRegistry registry = new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults()), StreamListener.NONE);
        PeerDescription who = new PeerDescription("srtConn", "p", "127.0.0.1:1", "");
        Publication publication = ((PublishOutcome.Admitted) registry.publish(new PublishRequest(LIVE, who, (_, _) -> {
        }), loop.nowNs())).publication();
        publication.onTracks(List.of(MadeUnits.VIDEO, MadeUnits.AUDIO));
        play(publication, 0, 1);
        CopyingReader[] readers = new CopyingReader[READERS];
        for (int i = 0; i < READERS; i++) {
            readers[i] = new CopyingReader();
            readers[i].subscription =
                    ((ReadOutcome.Admitted) registry.read(new ReadRequest(LIVE, who, readers[i], 500, 25_600), loop.nowNs()))
                            .subscription();
        }
        loop.batch(() -> {
        });
        play(publication, 1, 10);
        long chunksBefore = readers[0].chunks;
        long bytes = play(publication, 11, SECONDS);
        long chunks = readers[0].chunks - chunksBefore;

        System.out.printf("allocated %d bytes for %d chunks to %d readers%n", bytes, chunks, READERS);
        assertThat(chunks).isGreaterThan(SECONDS * 9_000L);
        assertThat(bytes).as("bytes for " + chunks + " chunks").isLessThan(chunks / 2); // less than a byte: nothing is made per chunk
    }

    /** Plays seconds of it; what it allocated apart from the units themselves. */
    private long play(Publication publication, int fromSecond, int seconds) {
        long allocated = 0;
        for (int frame = fromSecond * 25; frame < (fromSecond + seconds) * 25; frame++) {
            long dts = 900_000 + frame * 3600L;
            AccessUnit picture = frame % 50 == 0 ? MadeUnits.idr(dts, PICTURE_BYTES) : MadeUnits.picture(dts, PICTURE_BYTES);
            AccessUnit first = MadeUnits.aac(900_000 + frame * 3840L);
            AccessUnit second = MadeUnits.aac(900_000 + frame * 3840L + 1920);
            long before = threads.getCurrentThreadAllocatedBytes();
            publication.onUnit(picture, loop.nowNs());
            publication.onUnit(first, loop.nowNs());
            publication.onUnit(second, loop.nowNs());
            publication.endOfBurst(loop.nowNs());
            loop.batch(EfficiencyTest::nothing);
            loop.advanceMs(40);
            allocated += threads.getCurrentThreadAllocatedBytes() - before;
        }
        return allocated;
    }

    private static void nothing() {
        // the batch is what was done before
    }

    private static final class CopyingReader implements SubscriberPort {
        private final ByteBuffer datagram = ByteBuffer.allocateDirect(1500);
        private Subscription subscription;
        private long chunks;

        @Override
        public void onChunks(long nowNs) {
            int due = subscription.dueChunks(nowNs);
            while (due-- > 0) {
                datagram.clear();
                subscription.chunks().copyPayload(subscription.nextChunk(), datagram);
                subscription.advance(nowNs);
                chunks++;
            }
        }

        @Override
        public void onStreamEnded(EndReason reason, long nowNs) {
            throw new AssertionError(reason);
        }
    }
}
