package io.holdover.srt.send;

import java.time.Duration;

import io.holdover.srt.DatagramOutput;

/**
 * Bounds repeats to a share of the sending rate, saved up for bursts of loss to one latency's worth of data, so that a lossy path is not
 * flooded. Loop thread.
 */
final class RetransmissionBudget {
    private static final long MIN_SAVED_NS = Duration.ofMillis(100).toNanos();
    private static final int MIN_SAVED_BYTES = 64 * DatagramOutput.MAX_DATAGRAM_BYTES;
    private static final double MIN_BYTES_PER_SECOND = 32_000;
    private static final double NS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    private final double share;
    private final long savedNs;

    private double bytes = MIN_SAVED_BYTES;
    private long lastNs;

    RetransmissionBudget(int percent, long latencyNs, long startNs) {
        share = percent / PERCENT;
        savedNs = Math.max(MIN_SAVED_NS, latencyNs);
        lastNs = startNs;
    }

    /** Time has passed. */
    void advance(double inputBytesPerSecond, long nowNs) {
        double ceiling = Math.max(MIN_SAVED_BYTES, inputBytesPerSecond * savedNs / NS_PER_SECOND);
        double earned = Math.max(MIN_BYTES_PER_SECOND, share * inputBytesPerSecond) * (nowNs - lastNs) / NS_PER_SECOND;
        bytes = Math.min(ceiling, bytes + earned);
        lastNs = nowNs;
    }

    /** Whether another repeat is affordable. */
    boolean isOpen() {
        return bytes > 0;
    }

    void spend(int packetBytes) {
        bytes -= packetBytes;
    }
}
