package io.holdover.srt.receive;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.LossListWriter;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.packet.PacketWriter;
import io.holdover.srt.packet.SequenceNumber;
import io.holdover.srt.timing.RoundTrip;

/**
 * Decides which missing packets the peer is told of, and when: each at once (or after the reorder tolerance), then again whenever an answer
 * is overdue, until it could not arrive in time. All that is due goes into one NAK. Loop thread. SRT draft 3.2.5, 4.8.2.
 */
final class LossReporter {
    /** Missing packets are looked through no more often than this. */
    private static final long MIN_SCAN_INTERVAL_NS = Duration.ofMillis(5).toNanos();
    /** After each look, so long a rest for each missing packet beyond some: thousands cost no more than a small share of the time. */
    private static final long REST_NS_PER_PACKET = 200;
    private static final int PACKETS_WITHOUT_REST = 256;
    /** The reorder tolerance holds a report back this long at most, and an eighth of the latency. */
    private static final long MAX_HOLD_NS = Duration.ofMillis(50).toNanos();
    private static final int HOLD_LATENCY_SHARE = 8;
    /** At most so many NAK packets at once; the rest is still due afterwards. */
    private static final int MAX_PACKETS_PER_SCAN = 4;

    private static final long NEVER = Long.MAX_VALUE;

    // for the connection's life
    private final ReceiveBuffer buffer;
    private final RoundTrip roundTrip;
    private final ReorderTolerance tolerance;
    private final PlayClock playClock;
    private final PacketWriter writer;
    private final LossListWriter list = new LossListWriter();
    private final int maxDatagramBytes;
    private final boolean givesUp;
    private final long holdNs;

    // when to look next
    private long dueNs = NEVER;
    private long restsUntilNs = Long.MIN_VALUE;
    private int waitingUntilArrivals;
    private boolean waiting;

    // during a scan
    private ByteBuffer claimed = ByteBuffer.allocate(0);
    private boolean open;
    private int packetsInScan;
    private long nextDueNs;

    private long sentPackets;

    /**
     * @param givesUp
     *            whether packets are skipped when their time has come, so that reports about them end
     */
    LossReporter(ReceiveBuffer buffer, RoundTrip roundTrip, ReorderTolerance tolerance, PlayClock playClock, PacketWriter writer,
            int maxDatagramBytes, boolean givesUp, long latencyNs) {
        this.buffer = buffer;
        this.roundTrip = roundTrip;
        this.tolerance = tolerance;
        this.playClock = playClock;
        this.writer = writer;
        this.maxDatagramBytes = maxDatagramBytes;
        this.givesUp = givesUp;
        this.holdNs = Math.min(MAX_HOLD_NS, latencyNs / HOLD_LATENCY_SHARE);
    }

    long dueNs() {
        return Math.max(dueNs, restsUntilNs);
    }

    long sentPackets() {
        return sentPackets;
    }

    /** Packets were found missing. */
    void onGap(int arrivals, long nowNs) {
        if (tolerance.packets() == 0) {
            dueNs = nowNs;
            return;
        }
        dueNs = Math.min(dueNs, nowNs + holdNs);
        if (!waiting) {
            waiting = true;
            waitingUntilArrivals = toleratedUntil(arrivals);
        }
    }

    /** A packet arrived; so many had arrived with it. */
    void onArrival(int arrivals, long nowNs) {
        if (waiting && arrivals - waitingUntilArrivals >= 0) {
            dueNs = nowNs;
        }
    }

    /** The round trip was measured for the first time: reports that were to wait for the initial guess may be due. */
    void onRoundTripKnown(long nowNs) {
        if (buffer.missingCount() > 0) {
            dueNs = Math.min(dueNs, nowNs);
        }
    }

    /** Reports what is due. */
    void report(int arrivals, long nowNs) {
        if (nowNs < dueNs()) {
            return;
        }
        waiting = false;
        nextDueNs = NEVER;
        if (buffer.missingCount() > 0) {
            restsUntilNs = nowNs + Math.max(0, buffer.missingCount() - PACKETS_WITHOUT_REST) * REST_NS_PER_PACKET;
            scan(arrivals, nowNs);
        }
        dueNs = nextDueNs == NEVER ? NEVER : Math.max(nextDueNs, nowNs + MIN_SCAN_INTERVAL_NS);
    }

    private void scan(int arrivals, long nowNs) {
        packetsInScan = 0;
        open = false;
        int at = buffer.acknowledged();
        while (at != buffer.end()) {
            int after = buffer.nextPresent(at);
            if (!isHopeless(after, nowNs)) {
                reportRun(at, after, arrivals, nowNs);
            }
            at = buffer.nextMissing(after, buffer.end());
        }
        if (open) {
            finishPacket(nowNs);
        }
    }

    /** An answer would come after the packet behind the gap is played, and with it the gap is given up. */
    private boolean isHopeless(int after, long nowNs) {
        return givesUp && after != buffer.end()
                && nowNs + roundTrip.rttNs() / 2 > playClock.playNs(buffer.timestampUs(after));
    }

    private void reportRun(int from, int to, int arrivals, long nowNs) {
        long intervalNs = roundTrip.reportIntervalNs();
        int first = -1;
        int last = -1;
        for (int sequence = from; sequence != to; sequence = buffer.nextMissing(SequenceNumber.next(sequence), to)) {
            if (!isDue(sequence, arrivals, intervalNs, nowNs)) {
                continue;
            }
            if (first >= 0 && sequence != SequenceNumber.next(last)) {
                add(first, last, intervalNs, nowNs);
                first = -1;
            }
            first = first < 0 ? sequence : first;
            last = sequence;
        }
        if (first >= 0) {
            add(first, last, intervalNs, nowNs);
        }
    }

    private boolean isDue(int sequence, int arrivals, long intervalNs, long nowNs) {
        long lossNs = buffer.lossNs(sequence);
        if (buffer.isReported(sequence)) {
            if (nowNs - lossNs >= intervalNs) {
                return true;
            }
            nextDueNs = Math.min(nextDueNs, lossNs + intervalNs);
            return false;
        }
        int eligibleAt = toleratedUntil(buffer.lossArrivals(sequence));
        if (arrivals - eligibleAt >= 0 || nowNs - lossNs >= holdNs) {
            return true;
        }
        nextDueNs = Math.min(nextDueNs, lossNs + holdNs);
        if (!waiting || eligibleAt - waitingUntilArrivals < 0) {
            waiting = true;
            waitingUntilArrivals = eligibleAt;
        }
        return false;
    }

    /** The straggler itself is the arrival after as many as it lies behind. */
    private int toleratedUntil(int lossArrivals) {
        return tolerance.packets() == 0 ? lossArrivals : lossArrivals + tolerance.packets() + 1;
    }

    private void add(int first, int last, long intervalNs, long nowNs) {
        nextDueNs = Math.min(nextDueNs, nowNs + intervalNs);
        if (!open && !beginPacket(nowNs)) {
            nextDueNs = nowNs;
            return;
        }
        if (!list.add(first, last)) {
            finishPacket(nowNs);
            if (!beginPacket(nowNs) || !list.add(first, last)) {
                nextDueNs = nowNs;
                return;
            }
        }
        for (int sequence = first; sequence != SequenceNumber.next(last); sequence = SequenceNumber.next(sequence)) {
            buffer.setReported(sequence, nowNs);
        }
    }

    private boolean beginPacket(long nowNs) {
        if (packetsInScan == MAX_PACKETS_PER_SCAN) {
            return false;
        }
        packetsInScan++;
        claimed = writer.claimControl(ControlType.NAK, 0, 0, nowNs);
        list.reset(claimed, PacketHeader.BYTES, maxDatagramBytes);
        open = true;
        return true;
    }

    private void finishPacket(long nowNs) {
        writer.commit(list.position(), nowNs);
        open = false;
        sentPackets++;
    }
}
