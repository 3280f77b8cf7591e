package io.holdover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class LossyLinkTest {

    private static final long MS = 1_000_000;

    @Test
    void deliversEverythingAtOnceWhenClean() {
        assertThat(run(LinkModel.clean(), 1, 1_000)).extracting(Arrival::number).containsExactlyElementsOf(numbers(1_000));
    }

    @Test
    void losesTheShareItWasToldTo() {
        int arrived = run(LinkModel.clean().withLoss(10), 2, 20_000).size();
        assertThat(arrived / 20_000.0).isCloseTo(0.9, within(0.01));
    }

    @Test
    void losesInBursts() {
        List<Arrival> arrived = run(LinkModel.clean().withBursts(0.1, 50), 3, 20_000);
        int longest = 0;
        for (int i = 1; i < arrived.size(); i++) {
            longest = Math.max(longest, arrived.get(i).number - arrived.get(i - 1).number - 1);
        }
        // One datagram a millisecond.
        assertThat(longest).isBetween(49, 150);
    }

    @Test
    void delaysWithinItsJitterAndKeepsTheOrder() {
        List<Arrival> arrived = run(LinkModel.clean().withDelay(20, 30), 4, 5_000);
        assertThat(arrived).extracting(Arrival::number).containsExactlyElementsOf(numbers(5_000));
        assertThat(arrived).allSatisfy(a -> assertThat(a.tookNs).isBetween(20 * MS, 51 * MS));
    }

    @Test
    void letsDatagramsOvertakeThoseHeldBack() {
        List<Arrival> arrived = run(LinkModel.clean().withReordering(5, 10), 5, 5_000);
        assertThat(arrived).hasSize(5_000);
        long late = arrived.stream().filter(a -> a.tookNs >= 10 * MS).count();
        assertThat(late / 5_000.0).isCloseTo(0.05, within(0.02));
        assertThat(arrived).extracting(Arrival::number).isNotEqualTo(numbers(5_000)).containsExactlyInAnyOrderElementsOf(numbers(5_000));
    }

    @Test
    void deliversDuplicates() {
        assertThat(run(LinkModel.clean().withDuplicates(100), 6, 100)).hasSize(200);
    }

    @Test
    void repeatsItselfWithTheSameSeedOnly() {
        LinkModel model = LinkModel.clean().withLoss(5).withDelay(5, 20).withReordering(5, 10).withDuplicates(3);
        assertThat(run(model, 7, 5_000)).isEqualTo(run(model, 7, 5_000)).isNotEqualTo(run(model, 8, 5_000));
    }

    @Test
    void losesWhatExceedsItsLimit() {
        LossyLink link = new LossyLink(LinkModel.clean().withDelay(1_000, 0), 9);
        byte[] datagram = new byte[1];
        for (int i = 0; i < LossyLink.MAX_IN_FLIGHT + 5; i++) {
            link.send(datagram, 0);
        }
        assertThat(link.lost()).isEqualTo(5);
        assertThat(link.nextArrivalNs()).isEqualTo(1_000 * MS);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> LinkModel.clean().withLoss(101)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LinkModel.clean().withLoss(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LinkModel.clean().withDelay(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private record Arrival(int number, long tookNs) {
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    /** Sends one datagram a millisecond. */
    private static List<Arrival> run(LinkModel model, long seed, int count) {
        LossyLink link = new LossyLink(model, seed);
        List<Arrival> arrived = new ArrayList<>();
        for (int i = 0; i < count + 1_000; i++) {
            long nowNs = i * MS;
            if (i < count) {
                link.send(ByteBuffer.allocate(4).putInt(i).array(), nowNs);
            }
            for (byte[] datagram = link.poll(nowNs); datagram != null; datagram = link.poll(nowNs)) {
                int number = ByteBuffer.wrap(datagram).getInt();
                arrived.add(new Arrival(number, nowNs - number * MS));
            }
        }
        assertThat(link.nextArrivalNs()).isEqualTo(Long.MAX_VALUE);
        return arrived;
    }
}
