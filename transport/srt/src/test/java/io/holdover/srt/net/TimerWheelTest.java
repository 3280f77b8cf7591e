package io.holdover.srt.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {

    private static final long MS = 1_000_000;
    private static final long ORIGIN_NS = -5_000_000_123L;

    private final TimerWheel wheel = new TimerWheel(ORIGIN_NS);
    private final List<String> fired = new ArrayList<>();

    @Test
    void firesAtTheFirstMillisecondThatIsNotBeforeTheDeadline() {
        timer("a").arm(ORIGIN_NS + 3 * MS + 1);

        assertThat(advanceTo(3 * MS + 999_999)).isZero();
        assertThat(advanceTo(4 * MS)).isOne();
        assertThat(fired).containsExactly("a");
        assertThat(advanceTo(100_000 * MS)).isZero();
    }

    @Test
    void firesADeadlineOfThePastInTheNextMillisecond() {
        advanceTo(10 * MS);
        timer("late").arm(ORIGIN_NS);

        assertThat(advanceTo(10 * MS + 999_999)).isZero();
        assertThat(advanceTo(11 * MS)).isOne();
    }

    @Test
    void movesAnArmedTimerBothWays() {
        LoopTimer timer = timer("a");
        timer.arm(ORIGIN_NS + 5 * MS);
        timer.arm(ORIGIN_NS + 9 * MS);
        assertThat(advanceTo(8 * MS)).isZero();
        timer.arm(ORIGIN_NS + 20 * MS);
        timer.arm(ORIGIN_NS + 10 * MS);
        assertThat(advanceTo(10 * MS)).isOne();
        assertThat(wheel.armed()).isZero();
    }

    @Test
    void forgetsACancelledTimer() {
        LoopTimer timer = timer("a");
        timer.arm(ORIGIN_NS + 5 * MS);
        assertThat(timer.isArmed()).isTrue();
        timer.cancel();
        timer.cancel();
        assertThat(timer.isArmed()).isFalse();
        timer.arm(ORIGIN_NS + 6 * MS);
        timer.arm(Long.MAX_VALUE);
        assertThat(advanceTo(1_000 * MS)).isZero();
        assertThat(wheel.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keepsTimersThatAreMoreThanOneTurnAway() {
        timer("near").arm(ORIGIN_NS + 7 * MS);
        timer("far").arm(ORIGIN_NS + (7 + TimerWheel.SLOTS) * MS);
        timer("farther").arm(ORIGIN_NS + (7 + 3L * TimerWheel.SLOTS) * MS);

        advanceTo(7 * MS);
        assertThat(fired).containsExactly("near");
        advanceTo((6 + TimerWheel.SLOTS) * MS);
        assertThat(fired).containsExactly("near");
        advanceTo((7 + TimerWheel.SLOTS) * MS);
        assertThat(fired).containsExactly("near", "far");
        advanceTo((8 + 3L * TimerWheel.SLOTS) * MS);
        assertThat(fired).containsExactly("near", "far", "farther");
    }

    @Test
    void catchesUpAfterAPauseOfManyTurns() {
        timer("a").arm(ORIGIN_NS + MS);
        timer("b").arm(ORIGIN_NS + 2L * TimerWheel.SLOTS * MS);
        timer("c").arm(ORIGIN_NS + 1_000_000L * MS);

        assertThat(advanceTo(900_000L * MS)).isEqualTo(2);
        assertThat(fired).containsExactlyInAnyOrder("a", "b");
        assertThat(advanceTo(1_000_000L * MS)).isOne();
    }

    @Test
    void runsATimerThatItsOwnActionArmsOnlyInALaterCall() {
        LoopTimer[] self = new LoopTimer[1];
        self[0] = new LoopTimer(wheel, () -> {
            fired.add("self");
            self[0].arm(ORIGIN_NS);
        });
        self[0].arm(ORIGIN_NS + MS);

        assertThat(advanceTo(500 * MS)).isOne();
        assertThat(advanceTo(500 * MS)).isZero();
        assertThat(advanceTo(501 * MS)).isOne();
    }

    @Test
    void letsActionsCancelAndMoveTimersThatAreDueInTheSameSlot() {
        LoopTimer cancelled = timer("cancelled");
        LoopTimer moved = timer("moved");
        LoopTimer first = new LoopTimer(wheel, () -> {
            fired.add("first");
            cancelled.cancel();
            moved.arm(ORIGIN_NS + 50 * MS);
        });
        first.arm(ORIGIN_NS + 3 * MS);
        cancelled.arm(ORIGIN_NS + 3 * MS);
        moved.arm(ORIGIN_NS + 3 * MS);

        advanceTo(3 * MS);
        assertThat(fired).containsExactly("first");
        advanceTo(50 * MS);
        assertThat(fired).containsExactly("first", "moved");
    }

    @Test
    void refusesMoreTimersThanItsLimit() {
        for (int i = 0; i < TimerWheel.MAX_ARMED; i++) {
            new LoopTimer(wheel, () -> {
            }).arm(ORIGIN_NS + i * 1_000L);
        }
        assertThatThrownBy(() -> timer("one too many").arm(ORIGIN_NS)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithASortedListWhateverIsArmedMovedAndCancelled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<LoopTimer, Long> deadlines = new HashMap<>();
        List<LoopTimer> timers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            LoopTimer[] self = new LoopTimer[1];
            self[0] = new LoopTimer(wheel, () -> deadlines.remove(self[0]));
            timers.add(self[0]);
        }
        long nowNs = ORIGIN_NS;
        for (int step = 0; step < 20_000; step++) {
            LoopTimer timer = timers.get(random.nextInt(timers.size()));
            if (random.nextInt(10) == 0) {
                timer.cancel();
                deadlines.remove(timer);
            } else {
                long deadlineNs = nowNs + 2 * MS + random.nextLong(random.nextInt(20) == 0 ? 20_000 * MS : 30 * MS);
                timer.arm(deadlineNs);
                deadlines.put(timer, deadlineNs);
            }
            long earliestNs = deadlines.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
            if (earliestNs != Long.MAX_VALUE) {
                assertThat(wheel.nextDeadlineNs()).as("seed %d step %d", seed, step).isLessThan(earliestNs + MS);
            }
            nowNs += random.nextLong(random.nextInt(500) == 0 ? 10_000 * MS : 2 * MS);
            wheel.advance(nowNs, LoopTimer::run);
            long now = nowNs;
            assertThat(deadlines.values()).as("seed %d step %d", seed, step).allMatch(deadlineNs -> deadlineNs > now - MS);
            assertThat(wheel.armed()).isEqualTo(deadlines.size());
        }
    }

    private LoopTimer timer(String name) {
        return new LoopTimer(wheel, () -> fired.add(name));
    }

    private int advanceTo(long sinceOriginNs) {
        return wheel.advance(ORIGIN_NS + sinceOriginNs, LoopTimer::run);
    }
}
