package io.holdover.srt.send;

import java.time.Duration;

import io.holdover.srt.DatagramOutput;

/**
 * Spreads packets so that no burst overruns the peer's socket buffer: twice the rate at which payloads come, and more, up to a limit, when
 * that is what it takes to have urgent packets gone before their delay shows. A small burst is always free. Loop thread.
 */
final class Pacer {
    /** A burst of so many packets leaves at once. */
    static final int BURST_PACKETS = 32;

    private static final long QUANTUM_NS = Duration.ofMillis(1).toNanos();
    private static final int BURST_QUANTA = 2;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final double INPUT_FACTOR = 2;
    private static final double MIN_BYTES_PER_NS = 1_000_000d / NS_PER_SECOND;
    /** Half of what libsrt allows itself. */
    static final double MAX_DRAIN_BYTES_PER_NS = 62_500_000d / NS_PER_SECOND;
    private static final int BURST_BYTES = BURST_PACKETS * DatagramOutput.MAX_DATAGRAM_BYTES;
    private static final long MIN_DRAIN_NS = Duration.ofMillis(3).toNanos();
    private static final long MAX_DRAIN_NS = Duration.ofMillis(50).toNanos();
    private static final int DRAIN_LATENCY_SHARE = 16;

    private final long drainNs;

    private long lastNs;
    private double creditBytes = BURST_BYTES;
    private double bytesPerNs = MIN_BYTES_PER_NS;
    private double drainBytesPerNs;

    /**
     * @param latencyNs
     *            the peer's delay; urgent packets may use up a sixteenth of it
     */
    Pacer(long latencyNs, long startNs) {
        drainNs = Math.clamp(latencyNs / DRAIN_LATENCY_SHARE, MIN_DRAIN_NS, MAX_DRAIN_NS);
        lastNs = startNs;
    }

    /** Time has passed; so much is waiting that should not. */
    void advance(long urgentBytes, double inputBytesPerSecond, long nowNs) {
        double neededBytesPerNs = Math.min(MAX_DRAIN_BYTES_PER_NS, (double) urgentBytes / drainNs);
        drainBytesPerNs = urgentBytes == 0 ? 0 : Math.max(drainBytesPerNs, neededBytesPerNs);
        bytesPerNs = Math.max(Math.max(MIN_BYTES_PER_NS, INPUT_FACTOR * inputBytesPerSecond / NS_PER_SECOND), drainBytesPerNs);
        double ceiling = Math.max(BURST_BYTES, bytesPerNs * BURST_QUANTA * QUANTUM_NS);
        creditBytes = Math.min(ceiling, creditBytes + bytesPerNs * (nowNs - lastNs));
        lastNs = nowNs;
    }

    /** Whether a packet may leave now. */
    boolean isOpen() {
        return creditBytes > 0;
    }

    void spend(int packetBytes) {
        creditBytes -= packetBytes;
    }

    /** When the next packets may leave. */
    long opensNs() {
        return lastNs + Math.max(QUANTUM_NS, (long) (-creditBytes / bytesPerNs));
    }

    double bytesPerSecond() {
        return bytesPerNs * NS_PER_SECOND;
    }
}
