package io.holdover.srt.receive;

import java.time.Duration;

/**
 * Maps the peer's timestamps to the instants at which packets are played: timestamp-based packet delivery, SRT draft 4.5. Loop thread.
 *
 * <p>Timestamps are unwrapped to the one nearest to what is expected now, so that the wrap after 71 min 35 s needs no state. The peer's
 * clock
 * runs at its own rate: the least delay of its control packets in a window shows how far it has moved away, less what the round trip itself
 * has changed.
 */
public final class PlayClock {
    private static final int NS_PER_US = 1_000;
    /** An offset farther from the present one says nothing about a clock's rate. */
    private static final long MAX_PLAUSIBLE_NS = Duration.ofSeconds(1).toNanos();
    private static final long WINDOW_NS = Duration.ofSeconds(2).toNanos();
    private static final int MIN_SAMPLES = 8;
    private static final long MAX_STEP_NS = Duration.ofMillis(5).toNanos();

    /** A packet due farther away than this beyond the latency does not belong to the peer's former time... */
    private static final long FOREIGN_TIME_NS = Duration.ofSeconds(10).toNanos();
    /** ...and so many of them in a row mean that the peer began a new one. */
    private static final int FOREIGN_PACKETS = 16;

    private static final long NONE = Long.MAX_VALUE;

    // for the connection's life
    private final long latencyNs;
    private final long firstBaseNs;

    // moved by new anchors and by drift
    private long baseNs;
    private long driftNs;

    // the present window
    private long windowStartNs;
    private int windowSamples;
    private long leastOffsetNs = NONE;
    private long leastRttUs = NONE;
    private long referenceRttUs = NONE;

    private int foreignPackets;

    /**
     * @param arrivalNs
     *            when the peer's handshake arrived
     * @param timestampUs
     *            the timestamp that it carried
     */
    public PlayClock(long arrivalNs, int timestampUs, long latencyNs) {
        this.latencyNs = latencyNs;
        this.baseNs = arrivalNs - Integer.toUnsignedLong(timestampUs) * NS_PER_US;
        this.firstBaseNs = baseNs;
        this.windowStartNs = arrivalNs;
    }

    /** The timestamp without its wrap: the one of its equals modulo 2^32 that is nearest to now. */
    public long unwrapUs(int timestampUs, long nowNs) {
        long expectedUs = (nowNs - baseNs) / NS_PER_US;
        return expectedUs + (timestampUs - (int) expectedUs);
    }

    /** When a packet with this unwrapped timestamp is played. */
    public long playNs(long unwrappedUs) {
        return baseNs + unwrappedUs * NS_PER_US + driftNs + latencyNs;
    }

    /** The peer's clock against ours, as corrected at present. */
    public long driftNs() {
        return driftNs;
    }

    /**
     * Before anything is played: a packet that comes earlier than the handshake foretold shows that the handshake was noticed late, and
     * would be the delay of the whole stream.
     *
     * @return whether play times have moved
     */
    boolean settle(long unwrappedUs, long nowNs) {
        long earlierNs = baseNs + unwrappedUs * NS_PER_US - nowNs;
        if (earlierNs <= 0 || baseNs - earlierNs < firstBaseNs - latencyNs) {
            return false;
        }
        baseNs -= earlierNs;
        return true;
    }

    /** Watches data for a peer that begins a new time, as encoders do that restart; true when {@link #anchor} is called for. */
    boolean onData(long unwrappedUs, long nowNs) {
        if (isNear(unwrappedUs, nowNs)) {
            foreignPackets = 0;
            return false;
        }
        foreignPackets++;
        return foreignPackets >= FOREIGN_PACKETS;
    }

    /** Whether a packet with this timestamp belongs to the peer's present time. */
    boolean isNear(long unwrappedUs, long nowNs) {
        return Math.abs(playNs(unwrappedUs) - nowNs) <= latencyNs + FOREIGN_TIME_NS;
    }

    /**
     * Begins a new time, in which a packet with this timestamp has just arrived.
     *
     * @return what has to be added to timestamps of the old time to keep their play times
     */
    long anchor(long unwrappedUs, long nowNs) {
        long oldBaseNs = baseNs + driftNs;
        foreignPackets = 0;
        baseNs = nowNs - unwrappedUs * NS_PER_US;
        driftNs = 0;
        beginWindow(nowNs);
        return (oldBaseNs - baseNs) / NS_PER_US;
    }

    /** Takes a control packet's timestamp, with the round trip just measured by it. Returns whether play times have moved. */
    boolean onControl(int timestampUs, long rttUs, long nowNs) {
        leastRttUs = Math.min(leastRttUs, rttUs);
        return onControl(timestampUs, nowNs);
    }

    /** Takes a control packet's timestamp. Returns whether play times have moved. */
    boolean onControl(int timestampUs, long nowNs) {
        long offsetNs = nowNs - baseNs - unwrapUs(timestampUs, nowNs) * NS_PER_US;
        if (Math.abs(offsetNs - driftNs) > MAX_PLAUSIBLE_NS) {
            return false;
        }
        leastOffsetNs = Math.min(leastOffsetNs, offsetNs);
        windowSamples++;
        if (nowNs - windowStartNs < WINDOW_NS || windowSamples < MIN_SAMPLES) {
            return false;
        }
        endWindow(nowNs);
        return true;
    }

    private void endWindow(long nowNs) {
        long pathNs = 0;
        if (leastRttUs != NONE) {
            if (referenceRttUs == NONE) {
                referenceRttUs = leastRttUs;
            }
            pathNs = (leastRttUs - referenceRttUs) * NS_PER_US / 2;
        }
        long errorNs = leastOffsetNs - pathNs - driftNs;
        driftNs += Math.clamp(errorNs, -MAX_STEP_NS, MAX_STEP_NS);
        beginWindow(nowNs);
    }

    private void beginWindow(long nowNs) {
        windowStartNs = nowNs;
        windowSamples = 0;
        leastOffsetNs = NONE;
        leastRttUs = NONE;
    }
}
