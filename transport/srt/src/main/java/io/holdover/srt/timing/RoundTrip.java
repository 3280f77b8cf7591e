package io.holdover.srt.timing;

import java.time.Duration;

/** Smoothed round trip time and its deviation. SRT draft 4.10. Loop thread. */
public final class RoundTrip {
    /** What holds before anything was measured; a peer that reports exactly this pair has measured nothing. */
    public static final int INITIAL_US = 100_000;
    public static final int INITIAL_VARIANCE_US = 50_000;

    /** No round trip is believed to take longer. */
    public static final int MAX_US = 20_000_000;

    private static final int NS_PER_US = 1_000;
    private static final long MIN_REPORT_INTERVAL_NS = Duration.ofMillis(20).toNanos(); // SRT draft 4.8.2

    private int rttUs = INITIAL_US;
    private int varianceUs = INITIAL_VARIANCE_US;
    private boolean measuredHere;
    private boolean known;

    /** Takes a sample of our own; samples out of range are ignored. */
    public void onSample(long sampleUs) {
        if (sampleUs < 0 || sampleUs > MAX_US) {
            return;
        }
        int sample = (int) sampleUs;
        if (measuredHere) {
            varianceUs = (3 * varianceUs + Math.abs(rttUs - sample)) / 4;
            rttUs = (7 * rttUs + sample) / 8;
        } else {
            rttUs = sample;
            varianceUs = sample / 2;
        }
        measuredHere = true;
        known = true;
    }

    /** Takes what the peer reports: as it is while we measure nothing ourselves, otherwise as one more sample. */
    public void onPeerReport(int peerRttUs, int peerVarianceUs) {
        boolean unmeasured = peerRttUs == INITIAL_US && peerVarianceUs == INITIAL_VARIANCE_US;
        if (unmeasured || peerRttUs < 0 || peerRttUs > MAX_US || peerVarianceUs < 0 || peerVarianceUs > MAX_US) {
            return;
        }
        if (measuredHere) {
            varianceUs = (3 * varianceUs + Math.abs(rttUs - peerRttUs)) / 4;
            rttUs = (7 * rttUs + peerRttUs) / 8;
        } else {
            rttUs = peerRttUs;
            varianceUs = peerVarianceUs;
        }
        known = true;
    }

    /** Smoothed round trip. */
    public int rttUs() {
        return rttUs;
    }

    /** Smoothed deviation. */
    public int varianceUs() {
        return varianceUs;
    }

    /** Whether the figures are more than the initial guess. */
    public boolean isKnown() {
        return known;
    }

    /** Smoothed round trip. */
    public long rttNs() {
        return (long) rttUs * NS_PER_US;
    }

    /** After this long an answer is overdue: RTT + 4 x variance. */
    public long timeoutNs() {
        return (rttUs + 4L * varianceUs) * NS_PER_US;
    }

    /** How long a loss report is given before it is repeated. */
    public long reportIntervalNs() {
        return Math.max(timeoutNs(), MIN_REPORT_INTERVAL_NS);
    }
}
