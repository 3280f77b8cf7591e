package io.holdover.srt.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MS = 1_000_000;
    private static final int PACKET_BYTES = 1_360;

    private long nowNs;

    private int burst(Pacer pacer) {
        int packets = 0;
        for (; pacer.isOpen(); packets++) {
            pacer.spend(PACKET_BYTES);
        }
        return packets;
    }

    @Test
    void letsASmallBurstThrough() {
        Pacer pacer = new Pacer(120 * MS, nowNs);
        assertThat(burst(pacer)).isBetween(Pacer.BURST_PACKETS, Pacer.BURST_PACKETS + 4);
        assertThat(pacer.opensNs()).isGreaterThanOrEqualTo(MS);
    }

    @Test
    void sendsTwiceAsFastAsPayloadsCome() {
        Pacer pacer = new Pacer(120 * MS, nowNs);
        burst(pacer);
        int packets = 0;
        for (int i = 0; i < 1_000; i++) {
            nowNs += MS;
            pacer.advance(0, 5_000_000, nowNs);
            packets += burst(pacer);
        }
        assertThat(packets * PACKET_BYTES).isBetween(9_990_000, 10_010_000);
    }

    @Test
    void hurriesWithUrgentPacketsUpToItsLimit() {
        Pacer pacer = new Pacer(160 * MS, nowNs);
        pacer.advance(100_000, 0, nowNs);
        assertThat(pacer.bytesPerSecond()).as("gone in a sixteenth of the latency").isEqualTo(10_000_000);
        pacer.advance(50_000, 0, nowNs + MS);
        assertThat(pacer.bytesPerSecond()).as("to the end").isEqualTo(10_000_000);
        pacer.advance(50_000_000, 0, nowNs + 2 * MS);
        assertThat(pacer.bytesPerSecond()).isEqualTo(62_500_000);
        pacer.advance(0, 0, nowNs + 3 * MS);
        assertThat(pacer.bytesPerSecond()).isEqualTo(1_000_000);
    }

    @Test
    void savesNoMoreThanABurst() {
        Pacer pacer = new Pacer(120 * MS, nowNs);
        burst(pacer);
        nowNs += 60_000 * MS;
        pacer.advance(0, 0, nowNs);
        assertThat(burst(pacer)).isLessThanOrEqualTo(Pacer.BURST_PACKETS + 4);
    }

    @Test
    void boundsRepeatsToTheirShareInTheLongRun() {
        RetransmissionBudget budget = new RetransmissionBudget(25, 500 * MS, nowNs);
        long spentBytes = 0;
        for (int i = 0; i < 10_000; i++) {
            nowNs += MS;
            budget.advance(1_000_000, nowNs);
            while (budget.isOpen()) {
                budget.spend(PACKET_BYTES);
                spentBytes += PACKET_BYTES;
            }
        }
        assertThat(spentBytes).isBetween(2_500_000L, 2_500_000L + 64 * 1_472 + 2 * PACKET_BYTES);
    }

    @Test
    void savesOneLatencysWorthForBurstsOfLoss() {
        RetransmissionBudget budget = new RetransmissionBudget(25, 500 * MS, nowNs);
        budget.advance(1_000_000, nowNs + 60_000 * MS);
        long spentBytes = 0;
        while (budget.isOpen()) {
            budget.spend(PACKET_BYTES);
            spentBytes += PACKET_BYTES;
        }
        assertThat(spentBytes).isBetween(500_000L, 500_000L + PACKET_BYTES);
    }
}
