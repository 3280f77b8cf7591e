package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.Timebase;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldState;

/**
 * Losses of every kind and returns of encoders that reorder, bundle and jitter as they like: sound and picture stay together, and the
 * stream stays where it is against the wall clock.
 */
class HoldCyclesTest {

    private static final long MS = 1_000_000L;
    private static final StreamPath LIVE = new StreamPath("live");
    private static final long FRAME_TICKS = 1024 * 90_000L / 44_100;
    private static final int MOST_JITTER_MS = 30;
    private static final int MOST_BUNDLE = 17;
    private static final int[] BUNDLES = {1, 1, 3, 8, MOST_BUNDLE};
    private static final long NEAR_TICKS = FRAME_TICKS + MOST_JITTER_MS * 90L;
    /** Takeovers follow each other without a hold. */
    private static final int MOST_BURSTS = 5;
    private static final int MOST_UNITS = 1_000;

    /** How a publisher goes. */
    private enum Loss {
        SHUTDOWN, STALL, KILL, TAKEOVER
    }

    private final ManualLoop loop = new ManualLoop(1_000_000 * MS);
    private final StreamRegistry registry =
            new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults().with(HoldOptions.on())), StreamListener.NONE);
    private final SteadyReader reader = new SteadyReader(2_000);
    private Random random = new Random(0);
    private int burstMs;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void staysTogetherThroughSixtyCycles(int seed) {
        cycle(seed, 60);
    }

    /** As {@code ffmpeg -re} begins: each time the stream goes ahead by what came at once, and returns in the holds, however short. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7})
    void doesNotRunAwayWithEncodersThatSendMuchAtOnce(int seed) {
        burstMs = 500;
        cycle(seed, 60);
    }

    @Test
    @Tag("slow")
    void staysTogetherThroughAThousandCycles() {
        List<SkewPlot.Cycle> cycles = cycle(4, 1_000);
        SkewPlot.table("hold-cycles.csv", cycles);
        SkewPlot.picture("hold-skew.svg", cycles, FRAME_TICKS / 2);
    }

    private List<SkewPlot.Cycle> cycle(int seed, int count) {
        random = new Random(seed);
        MadeEncoder encoder = encoder(0);
        encoder.runMs(3_000);
        reader.read(registry, LIVE, loop);
        encoder.runMs(1_000);
        long relation = relation(encoder, 0);
        List<SkewPlot.Cycle> cycles = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
            encoder = lose(encoder, loss, number);
            encoder.runMs(1_500 + random.nextInt(1_500));
            String what = "seed " + seed + ", cycle " + number + ", " + loss;
            assertThat(hold()).as("state: %s", what).isEqualTo(HoldState.LIVE);
            assertThat(reader.pictureOffset(number)).as("pictures: %s", what).isNotNull();
            long skew = reader.soundOffset(number) - reader.pictureOffset(number);
            long wall = relation(encoder, number) - relation;
            cycles.add(new SkewPlot.Cycle(number, loss.name(), skew, wall));
            assertThat(Math.abs(skew)).as("ticks between sound and picture: %s", what).isLessThanOrEqualTo(FRAME_TICKS / 2);
            assertThat(wall).as("ticks against the wall: %s", what).isBetween(-NEAR_TICKS, NEAR_TICKS + 90L * MOST_BURSTS * burstMs);
            assertThat(registry.find(LIVE).orElseThrow().snapshot().bufferedUnits()).as("units kept: %s", what).isLessThan(MOST_UNITS);
        }
        lose(encoder);
        loop.advanceMs(2_000);
        encoder = encoder(count + 1).bundles(1);
        encoder.runMs(2_000);
        assertThat(Math.abs(relation(encoder, count + 1) - relation)).as("ticks against the wall after all, seed %d", seed)
                .isLessThanOrEqualTo(NEAR_TICKS + 90L * burstMs);
        System.out.printf("%d cycles, seed %d: skew up to %d ticks, output moved against the wall by %d to %d ticks%n", count, seed,
                cycles.stream().mapToLong(cycle -> Math.abs(cycle.skewTicks())).max().orElse(0),
                cycles.stream().mapToLong(SkewPlot.Cycle::wallTicks).min().orElse(0),
                cycles.stream().mapToLong(SkewPlot.Cycle::wallTicks).max().orElse(0));
        return cycles;
    }

    private void lose(MadeEncoder encoder) {
        loop.batch(() -> encoder.publication().end(EndReason.PUBLISHER_LEFT, loop.nowNs()));
    }

    private HoldState hold() {
        return registry.find(LIVE).orElseThrow().snapshot().hold().state();
    }

    /** Loses the publisher in that way; the next one. */
    private MadeEncoder lose(MadeEncoder encoder, Loss loss, int next) {
        switch (loss) {
            case SHUTDOWN -> {
                lose(encoder);
                loop.advanceMs(random.nextInt(2_000));
            }
            case STALL -> {
                loop.advanceMs(random.nextInt(3_000));
                loop.batch(() -> encoder.publication().end(EndReason.PUBLISHER_LOST, loop.nowNs()));
                loop.advanceMs(random.nextInt(500));
            }
            case KILL -> loop.advanceMs(500 + random.nextInt(3_000)); // the next one is there before the connection times out
            case TAKEOVER -> {
                MadeEncoder taker = encoder(next);
                while (encoder.publication().isOpen()) {
                    loop.advanceMs(5);
                    encoder.runUntil(loop.nowNs());
                    taker.runUntil(loop.nowNs());
                }
                return taker;
            }
        }
        return encoder(next);
    }

    private MadeEncoder encoder(int number) {
        PeerDescription who = new PeerDescription("srtConn", "p" + number, "127.0.0.1:1", "");
        PublishOutcome outcome = registry.publish(new PublishRequest(LIVE, who, (_, _) -> {
        }), loop.nowNs());
        return new MadeEncoder(loop, number, ((PublishOutcome.Admitted) outcome).publication(), random.nextInt(1 << 30),
                2 * random.nextInt(2), List.of(MadeEncoder.VIDEO, MadeEncoder.ODD_AUDIO)).bundles(BUNDLES[random.nextInt(BUNDLES.length)])
                .jitterMs(random.nextInt(MOST_JITTER_MS) + 1, random).burstsMs(burstMs);
    }

    /** When a unit is due at the readers, minus when it was made. */
    private long relation(MadeEncoder encoder, int number) {
        return reader.soundOffset(number) - Timebase.ticksFromNs(encoder.madeNs(0));
    }
}
