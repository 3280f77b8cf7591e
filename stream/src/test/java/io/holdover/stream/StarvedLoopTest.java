package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.MediaKind;
import io.holdover.stream.hold.HoldState;

/** Encoders are killed and come back while the loop does not get its processor for up to three seconds. */
class StarvedLoopTest extends HoldScene {

    private static final int CYCLES = 25;
    private static final int SLOW_SEEDS = 1_000;
    private static final int LATENCY_MS = 20_000; // what the loop is too late to send is another matter
    private static final long CLOCKS_SECONDS = 95_443; // 33 bits

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void soundAndPicturesGoOnWhateverTheLoopMisses(int seed) {
        Random random = new Random(seed);
        beginAnew(BOTH);
        encoder.runMs(3_000);
        reader = new FakeReader("" + seed);
        loop.batch(() -> reader.on(registry.read(new ReadRequest(LIVE, reader.who(), reader, LATENCY_MS, 8192), loop.nowNs())));
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            run(random, 700 + random.nextInt(400), 5);
            awaitLoss(random);
            assertThat(hold().state()).as("when encoder %d was killed", cycle).isNotEqualTo(HoldState.LIVE);
            loop.advanceMs(random.nextInt(300));
            comeBack(random);
            assertThat(hold().state()).as("when encoder %d was there", cycle + 1).isEqualTo(HoldState.LIVE);
        }
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
    }

    @Test
    @Tag("slow")
    void soundAndPicturesGoOnInAThousandStories() {
        for (int seed = 11; seed < SLOW_SEEDS; seed++) {
            soundAndPicturesGoOnWhateverTheLoopMisses(seed);
        }
    }

    private void awaitLoss(Random random) {
        for (int i = 0; i < 300 && hold().state() == HoldState.LIVE; i++) {
            loop.advanceMs(10);
            starve(random, 40);
        }
    }

    private void comeBack(Random random) {
        encoder = encoder(random.nextLong(CLOCKS_SECONDS) * 90_000L, random.nextInt(2) * 2).stamped();
        encoder.soundLateMs(random.nextInt(150)).staysLateMs(random.nextInt(3) == 0 ? random.nextInt(2_500) : random.nextInt(60));
        if (random.nextInt(4) == 0) {
            encoder.soundFromMs(random.nextInt(3_000));
        }
        for (int i = 0; i < 400 && hold().state() != HoldState.LIVE; i++) {
            run(random, 20, 60);
        }
    }

    private void run(Random random, int ms, int oneIn) {
        starve(random, oneIn);
        encoder.runMs(ms);
    }

    private void starve(Random random, int oneIn) {
        if (random.nextInt(oneIn) == 0) {
            loop.stand(random.nextInt(random.nextInt(4) == 0 ? 3_000 : 500) * MS);
        }
    }
}
