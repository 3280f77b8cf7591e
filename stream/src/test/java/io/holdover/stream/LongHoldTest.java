package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.holdover.stream.hold.HoldOptions;

/** A hold that lasts: nothing drifts, nothing grows, and where nobody reads it costs next to nothing. */
class LongHoldTest {

    private static final long MS = 1_000_000L;
    private static final StreamPath LIVE = new StreamPath("live");
    /** 50 turns of the hold, and what the packager adds: chunks that have waited, the program clock. */
    private static final long MOST_RINGS_PER_SECOND = 250;
    private static final int MOST_UNITS = 400;
    private static final long MOST_CHUNK_BYTES = 1 << 20;

    private final ManualLoop loop = new ManualLoop(1_000_000 * MS);
    private final StreamRegistry registry =
            new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults().with(HoldOptions.on())), StreamListener.NONE);

    @Test
    void tenMinutes() {
        holds(Duration.ofMinutes(10));
    }

    @Test
    @Tag("slow")
    void twoHours() {
        holds(Duration.ofHours(2));
    }

    @Test
    @Tag("slow")
    void aDay() {
        holds(Duration.ofHours(24));
    }

    private void holds(Duration duration) {
        MadeEncoder encoder = encoder(LIVE, 1);
        encoder.runMs(3_000);
        SteadyReader reader = new SteadyReader(200);
        reader.read(registry, LIVE, loop);
        encoder.runMs(2_000);
        loop.batch(() -> encoder.publication().end(EndReason.PUBLISHER_LOST, loop.nowNs()));
        loop.advanceMs(10_000);
        reader.anchor();
        loop.advanceMs(1_000);
        long picturesBefore = reader.pictures();
        long ringsBefore = loop.rings();
        long startNs = loop.nowNs();
        while (loop.nowNs() - startNs < duration.toNanos()) {
            loop.advanceMs(60_000);
            assertThat(Math.abs(reader.driftTicks())).as("ticks beside the count of samples after %s",
                    Duration.ofNanos(loop.nowNs() - startNs)).isLessThanOrEqualTo(1);
            StreamSnapshot snapshot = registry.find(LIVE).orElseThrow().snapshot();
            assertThat(snapshot.bufferedUnits()).isLessThan(MOST_UNITS);
            assertThat(snapshot.chunkStorageBytes()).isLessThan(MOST_CHUNK_BYTES);
        }
        long seconds = duration.toSeconds();
        assertThat(loop.rings() - ringsBefore).isLessThan(MOST_RINGS_PER_SECOND * seconds);
        assertThat(reader.framesSinceAnchor()).isCloseTo(44_100 * (seconds + 1) / 1024, within(3L));
        assertThat(reader.pictures() - picturesBefore).isCloseTo(25 * seconds, within(3L));
    }

    @Test
    void aWeekWithoutReadersCostsNextToNothing() {
        MadeEncoder encoder = encoder(LIVE, 1);
        encoder.runMs(3_000);
        loop.batch(() -> encoder.publication().end(EndReason.PUBLISHER_LOST, loop.nowNs()));
        loop.advanceMs(10_000);
        LiveStream stream = registry.find(LIVE).orElseThrow();
        assertThat(stream.snapshot().bufferedUnits()).isZero();
        long frames = stream.snapshot().hold().silenceFrames();
        long ringsBefore = loop.rings();
        Duration week = Duration.ofDays(7);
        loop.advanceMs(week.toMillis());
        assertThat(loop.rings() - ringsBefore).isLessThanOrEqualTo(2 * week.toSeconds() + 1);
        assertThat(stream.snapshot().bufferedUnits()).isZero();
        assertThat(stream.snapshot().hold().silenceFrames() - frames).isCloseTo(44_100 * week.toSeconds() / 1024,
                within(30L));
        assertThat(stream.snapshot().hold().totalHeldNs()).isZero();

        SteadyReader reader = new SteadyReader(200);
        reader.read(registry, LIVE, loop);
        loop.advanceMs(10_000);
        assertThat(reader.framesSinceAnchor()).isBetween(420L, 470L);
        MadeEncoder next = encoder(LIVE, 2);
        next.runMs(3_000);
        assertThat(Math.abs(reader.soundOffset(2) - reader.pictureOffset(2))).isLessThanOrEqualTo(1024 * 90_000 / 44_100 / 2);
    }

    @Test
    void fiveHundredHeldStreamsThatNobodyReadsMakeNothing() {
        makeNothing(500);
    }

    @Test
    @Tag("slow")
    void fiveThousandHeldStreamsThatNobodyReadsMakeNothing() {
        makeNothing(5_000);
    }

    private void makeNothing(int streams) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        registry.limitHeldPaths(0, loop.nowNs());
        for (int i = 0; i < streams; i++) {
            StreamPath path = new StreamPath("p" + i);
            MadeEncoder encoder = encoder(path, i);
            encoder.runMs(1);
            loop.batch(() -> encoder.publication().end(EndReason.PUBLISHER_LOST, loop.nowNs()));
        }
        loop.advanceMs(20_000);
        int seconds = 20;
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long cpuNs = threads.getCurrentThreadCpuTime();
        loop.advanceMs(seconds * 1_000L);
        long cpuPerSecondNs = (threads.getCurrentThreadCpuTime() - cpuNs) / seconds;
        long bytesPerTurn = (threads.getCurrentThreadAllocatedBytes() - bytes) / seconds / streams / 2;
        System.out.printf("%d held streams without readers: %.2f ms of CPU a second, %d bytes a turn%n", streams, cpuPerSecondNs / 1e6,
                bytesPerTurn);
        assertThat(bytesPerTurn).as("the loop's own set of alarms takes less").isLessThan(200);
        assertThat(cpuPerSecondNs).as("CPU a second: 5 %% of a core are the goal for a thousand").isLessThan(streams * 50_000L);
    }

    private MadeEncoder encoder(StreamPath path, int number) {
        PeerDescription who = new PeerDescription("srtConn", "p" + number, "127.0.0.1:1", "");
        PublishOutcome outcome = registry.publish(new PublishRequest(path, who, (_, _) -> {
        }), loop.nowNs());
        return new MadeEncoder(loop, number, ((PublishOutcome.Admitted) outcome).publication(), number * 1_000_000L, 0,
                List.of(MadeEncoder.VIDEO, MadeEncoder.ODD_AUDIO));
    }
}
