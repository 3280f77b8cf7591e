package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.MediaKind;
import io.holdover.stream.hold.HoldState;

/** Listeners and publishers' sessions that throw: the loop hears of it, and the stream goes on as if they had not. */
class ForeignBugsTest extends HoldScene {

    @ParameterizedTest
    @ValueSource(strings = {"lost", "filling", "offline", "returning", "online", "filled", "replaced", "held", "released"})
    void aListenerThatThrowsChangesNothing(String event) {
        List<RuntimeException> failures = loop.keepFailures();
        teller.failAt(event);
        playEverything();
        assertThat(failures).isNotEmpty().allMatch(failure -> failure.getMessage().equals("a bug at " + event));
        assertThat(failures).hasSameSizeAs(story.stream().filter(event::equals).toList());
    }

    @Test
    void aPublisherThatThrowsWhenItIsSentAwayChangesNothing() {
        List<RuntimeException> failures = loop.keepFailures();
        onSentAway = () -> {
            throw new IllegalStateException("a bug at the goodbye");
        };
        playEverything();
        assertThat(failures).hasSize(2).allMatch(failure -> failure.getMessage().equals("a bug at the goodbye"));
    }

    @Test
    void theEndOfAStreamReachesEverybodyThoughEachThrows() {
        encoder.runMs(3_000);
        read();
        List<RuntimeException> failures = loop.keepFailures();
        teller.failAt("unavailable PATH_CLOSED");
        onSentAway = () -> {
            throw new IllegalStateException("a bug at the goodbye");
        };
        loop.batch(() -> registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs()));
        assertThat(failures).hasSize(2);
        assertThat(reader.ended()).isEqualTo(EndReason.PATH_CLOSED);
        assertThat(story).endsWith("unavailable PATH_CLOSED", "offline");
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(loop.anyAlarmArmed()).isFalse();
    }

    /** A loss and a return, one that is sent away before its turn, a takeover, a hold by hand. */
    private void playEverything() {
        story.clear();
        encoder.runMs(3_000);
        read();
        encoder.runMs(500);
        lose();
        loop.advanceMs(500);
        encoder = encoder(7_000_000, 0);
        encoder.runMs(1_500);
        MadeEncoder refused = encoder(5_000_000, 0).withoutKeyPictures();
        for (int i = 0; i < 60; i++) {
            refused.runUntil(loop.nowNs());
            encoder.runMs(100);
        }
        assertThat(refused.publication().isOpen()).isFalse();
        MadeEncoder old = encoder;
        encoder = encoder(33_000_000, 0);
        while (old.publication().isOpen()) {
            old.runUntil(loop.nowNs() + 3 * MS);
            encoder.runUntil(loop.nowNs());
        }
        encoder.runMs(1_000);
        loop.batch(() -> registry.hold(LIVE));
        encoder.runMs(500);
        loop.batch(() -> registry.release(LIVE));
        encoder.runMs(2_000);
        lose();
        loop.advanceMs(500);
        assertThat(hold().state()).isEqualTo(HoldState.HOLDING);
        assertContiguous(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertThat(new ArrayList<>(lastOffsets(MediaKind.AUDIO).keySet())).containsExactly(publishers - 3, publishers - 2, publishers);
    }
}
