package io.holdover.srt.send;

import java.nio.ByteBuffer;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.PayloadSource;
import io.holdover.srt.SrtStatistics;
import io.holdover.srt.packet.Acknowledgement;
import io.holdover.srt.packet.LossListReader;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.packet.PacketWriter;
import io.holdover.srt.packet.SequenceNumber;
import io.holdover.srt.timing.RateMeter;
import io.holdover.srt.timing.RoundTrip;

/**
 * The sending half of a connection: sends what is offered as pacing and the peer's window allow, repeats what the peer reports missing, and
 * gives up what is too late. Payloads stay where they are; each transmission fetches its bytes. Loop thread.
 */
public final class Sender {
    /** Reports of packets that lie farther behind are not answered. */
    private static final int MAX_BEHIND_PACKETS = 1 << 16;
    /** So many drop requests follow one loss report or one flush at most; what they left out is reported again. */
    static final int MAX_DROP_REQUESTS = 8;
    /** In this time loss reports may name each packet that the buffer can hold once; the rest of them is not looked at. */
    static final long LOSS_REPORTS_NS = Duration.ofMillis(10).toNanos();
    /** The last packet before a pause is repeated unasked so many times. */
    static final int MAX_TAIL_PROBES = 2;

    private static final int HEADERS_BYTES = SrtStatistics.OVERHEAD_BYTES;
    private static final int PROBE_PAIR_MASK = 0xF; // SRT draft 4.8.1: a packet 16n and its successor go back to back
    private static final long TAIL_MARGIN_NS = Duration.ofMillis(20).toNanos();
    private static final long REPEAT_ALL_MARGIN_NS = Duration.ofMillis(10).toNanos();
    private static final long WINDOW_PROBE_NS = Duration.ofSeconds(1).toNanos();
    private static final long BUDGET_RETRY_NS = Duration.ofMillis(5).toNanos();
    private static final long MIN_TOO_LATE_NS = Duration.ofSeconds(1).toNanos(); // SRT draft 4.6
    private static final long TOO_LATE_MARGIN_NS = Duration.ofMillis(20).toNanos();
    private static final int NS_PER_US = 1_000;
    private static final int US_PER_MS = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    // for the connection's life
    private final SenderOptions options;
    private final @Nullable PayloadSealer sealer;
    private final RoundTrip roundTrip;
    private final PacketWriter writer;
    private final SendBuffer buffer;
    private final Pacer pacer;
    private final RetransmissionBudget budget;
    private final LossListReader lossList = new LossListReader();
    private final RateMeter inputRate = new RateMeter();
    private final RateMeter outputRate = new RateMeter();
    private final SendCounters counters = new SendCounters();
    private final int tooLateUs;

    // changes with packets
    private int windowPackets;
    private boolean refused;
    private long lastDataNs;
    private int tailProbes;
    private long lastProgressNs;
    private int repeatAllRounds;
    private long busySinceNs;
    private long transmitDueNs = NEVER;
    private int goneFirst;
    private int goneCount;
    private int dropRequestsLeft;
    private int reportableLosses;
    private long reportableSinceNs;

    /**
     * @param sealer
     *            null when payloads go in the clear
     */
    public Sender(SenderOptions options, @Nullable PayloadSealer sealer, RoundTrip roundTrip, PacketWriter writer, long startNs) {
        this.options = options;
        this.sealer = sealer;
        this.roundTrip = roundTrip;
        this.writer = writer;
        buffer = new SendBuffer(options.firstSequence());
        pacer = new Pacer(options.latencyNs(), startNs);
        budget = new RetransmissionBudget(options.retransmissionPercent(), options.latencyNs(), startNs);
        windowPackets = options.peerWindowPackets();
        tooLateUs = (int) ((Math.max(options.latencyNs(), MIN_TOO_LATE_NS) + TOO_LATE_MARGIN_NS) / NS_PER_US);
        lastDataNs = startNs;
        lastProgressNs = startNs;
        reportableLosses = options.limitPackets();
        reportableSinceNs = startNs;
    }

    /** How many payloads would be taken now. */
    public int sendableCount() {
        return Math.max(0, Math.min(options.limitPackets(), windowPackets) - buffer.count());
    }

    /** Packets unsent or unacknowledged. */
    public int bufferedPackets() {
        return buffer.count();
    }

    /** Room at the peer, in packets. */
    public int windowPackets() {
        return windowPackets;
    }

    /** KK of the oldest packet that may have to be repeated; 0 for none. */
    public int oldestKeyFlag() {
        return buffer.flightCount() == 0 ? 0 : buffer.keyFlag(buffer.start());
    }

    /** Queues a payload; false when there is no room. */
    public boolean offer(PayloadSource source, long index, int lengthBytes, long originNs, long nowNs) {
        if (sendableCount() == 0) {
            refused = true;
            return false;
        }
        if (buffer.count() == 0) {
            busySinceNs = nowNs;
            lastProgressNs = nowNs;
            repeatAllRounds = 0;
        }
        long oldestNs = oldestOriginNs(nowNs);
        buffer.append(source, index, lengthBytes, writer.timestampUs(Math.max(originNs, oldestNs)), originNs < oldestNs);
        inputRate.add(lengthBytes + HEADERS_BYTES, nowNs);
        transmitDueNs = nowNs;
        if (options.tooLateDrop()) {
            dropTooLate();
        }
        return true;
    }

    /** An origin before this one would leave less than half the latency for repairs. */
    private long oldestOriginNs(long nowNs) {
        return Math.max(nowNs - options.latencyNs() / 2, writer.startNs());
    }

    /** What has waited longer than any peer waits is given up, as libsrt does it; the peer skips it by itself. */
    private void dropTooLate() {
        int newestUs = buffer.timestampUs(SequenceNumber.add(buffer.end(), -1));
        while (newestUs - buffer.timestampUs(buffer.start()) > tooLateUs) {
            countDropped(buffer.start());
            buffer.removeFirst();
        }
    }

    /** Takes an ACK whose information field lies between these indexes. Returns false when it makes no sense. */
    public boolean onAcknowledgement(ByteBuffer datagram, int from, int to, long nowNs) {
        int acknowledged = datagram.getInt(from + Acknowledgement.SEQUENCE_AT);
        int newly = SequenceNumber.distance(buffer.start(), acknowledged);
        if (acknowledged < 0 || newly > buffer.flightCount()) {
            return false;
        }
        int lengthBytes = to - from;
        if (lengthBytes >= Acknowledgement.SMALL_BYTES) {
            roundTrip.onPeerReport(datagram.getInt(from + Acknowledgement.RTT_AT),
                    datagram.getInt(from + Acknowledgement.RTT_VARIANCE_AT));
            if (newly >= 0) {
                windowPackets = Math.max(0, datagram.getInt(from + Acknowledgement.AVAILABLE_BUFFER_AT));
            }
        } else if (newly > 0) {
            windowPackets = Math.max(0, windowPackets - newly);
        }
        if (newly > 0) {
            for (int i = 0; i < newly; i++) {
                buffer.removeFirst();
            }
            tailProbes = 0;
            repeatAllRounds = 0;
            lastProgressNs = nowNs;
            if (buffer.count() == 0) {
                counters.busyNs += nowNs - busySinceNs;
            }
        }
        if (buffer.unsentCount() > 0) {
            transmitDueNs = Math.min(transmitDueNs, nowNs);
        }
        return true;
    }

    /** Whether an offer was refused and would be taken now; asking resets it. */
    public boolean becameSendable() {
        if (refused && sendableCount() > 0) {
            refused = false;
            return true;
        }
        return false;
    }

    /** Takes a NAK whose loss list lies between these indexes. Returns the number of entries that made no sense. */
    public int onLossReport(ByteBuffer datagram, int from, int to, long nowNs) {
        if (nowNs - reportableSinceNs >= LOSS_REPORTS_NS) {
            reportableSinceNs = nowNs;
            reportableLosses = options.limitPackets();
        }
        int flight = buffer.flightCount();
        int senseless = 0;
        dropRequestsLeft = MAX_DROP_REQUESTS;
        lossList.reset(datagram, from, to);
        while (lossList.next()) {
            int first = SequenceNumber.distance(buffer.start(), lossList.first());
            int last = SequenceNumber.distance(buffer.start(), lossList.last());
            if (last >= flight || first < -MAX_BEHIND_PACKETS || last < first) {
                senseless++;
                continue;
            }
            if (first < 0) {
                writeDropRequest(0, lossList.first(), SequenceNumber.add(buffer.start(), Math.min(last, -1)), nowNs);
                first = 0;
            }
            int count = Math.clamp(last - first + 1L, 0, reportableLosses);
            for (int i = 0; i < count; i++) {
                onLoss(SequenceNumber.add(buffer.start(), first + i), nowNs);
            }
            reportableLosses -= count;
        }
        writeGone(nowNs);
        return senseless + lossList.malformed();
    }

    private void onLoss(int sequence, long nowNs) {
        counters.lossPackets++;
        if (buffer.isGone(sequence)) {
            addGone(sequence, nowNs);
            return;
        }
        long repeatedNs = buffer.repeatedNs(sequence);
        if (repeatedNs == SendBuffer.NEVER_REPEATED || nowNs - repeatedNs >= repeatSpacingNs()) {
            buffer.markLost(sequence);
            transmitDueNs = nowNs;
        }
    }

    /** A report that left before the repeat could arrive, one round trip after it, asks for nothing new. */
    private long repeatSpacingNs() {
        long varianceNs = (long) roundTrip.varianceUs() * NS_PER_US;
        return roundTrip.isKnown() ? Math.max(roundTrip.rttNs() - varianceNs, roundTrip.rttNs() / 2) : 0;
    }

    /** When {@link #onTimer} or {@link #flush} has something to do. */
    public long nextDeadlineNs() {
        return Math.min(Math.min(transmitDueNs, windowProbeDueNs()), Math.min(tailProbeDueNs(), repeatAllDueNs()));
    }

    /** A peer without room tells when it has some again; in case that was lost, one packet asks. */
    private long windowProbeDueNs() {
        boolean stuck = windowPackets == 0 && buffer.flightCount() == 0 && (refused || buffer.unsentCount() > 0);
        return stuck ? Math.max(lastDataNs, lastProgressNs) + WINDOW_PROBE_NS : NEVER;
    }

    private long tailProbeDueNs() {
        boolean idle = buffer.flightCount() > 0 && buffer.lostCount() == 0 && buffer.unsentCount() == 0;
        return idle && tailProbes < MAX_TAIL_PROBES ? lastDataNs + roundTrip.timeoutNs() + TAIL_MARGIN_NS : NEVER;
    }

    private long repeatAllDueNs() {
        if (options.lossReports() || buffer.flightCount() == 0) {
            return NEVER;
        }
        return lastProgressNs + (repeatAllRounds + 1) * (roundTrip.timeoutNs() + TAIL_MARGIN_NS) + REPEAT_ALL_MARGIN_NS;
    }

    /** Repeats what nobody asked for but is probably missing. */
    public void onTimer(long nowNs) {
        if (nowNs >= windowProbeDueNs()) {
            windowPackets = 1;
            transmitDueNs = nowNs;
        }
        if (nowNs >= repeatAllDueNs()) {
            repeatAllRounds++;
            for (int s = buffer.start(); s != buffer.next(); s = SequenceNumber.next(s)) {
                markUnasked(s);
            }
            transmitDueNs = nowNs;
        } else if (nowNs >= tailProbeDueNs()) {
            tailProbes++;
            markUnasked(SequenceNumber.add(buffer.next(), -1));
            transmitDueNs = nowNs;
        }
    }

    private void markUnasked(int sequence) {
        if (!buffer.isGone(sequence)) {
            buffer.markLost(sequence);
        }
    }

    /** Writes what may leave now. */
    public void flush(long nowNs) {
        if (nowNs < transmitDueNs) {
            return;
        }
        double inputBytesPerSecond = inputRate.bytesPerSecond(nowNs);
        dropRequestsLeft = MAX_DROP_REQUESTS;
        pacer.advance(urgentBytes(), inputBytesPerSecond, nowNs);
        budget.advance(inputBytesPerSecond, nowNs);
        while (buffer.lostCount() > 0 && pacer.isOpen() && budget.isOpen()) {
            repeat(buffer.firstLost(), nowNs);
        }
        while (mayTransmit()) {
            transmit(nowNs);
        }
        writeGone(nowNs);
        transmitDueNs = nextTransmissionNs(nowNs);
    }

    private long urgentBytes() {
        long averageBytes = buffer.count() == 0 ? 0 : buffer.bytes() / buffer.count() + HEADERS_BYTES;
        return buffer.urgentBytes() + buffer.lostCount() * averageBytes;
    }

    private boolean mayTransmit() {
        boolean pair = (SequenceNumber.add(buffer.next(), -1) & PROBE_PAIR_MASK) == 0 && buffer.flightCount() > 0;
        return buffer.unsentCount() > 0 && buffer.flightCount() < windowPackets && (pair || pacer.isOpen());
    }

    private long nextTransmissionNs(long nowNs) {
        if (buffer.unsentCount() > 0 && buffer.flightCount() < windowPackets) {
            return pacer.opensNs();
        }
        if (buffer.lostCount() > 0) {
            return budget.isOpen() ? pacer.opensNs() : nowNs + BUDGET_RETRY_NS;
        }
        return NEVER;
    }

    private void repeat(int sequence, long nowNs) {
        int lengthBytes = write(sequence, true, nowNs);
        buffer.clearLost(sequence);
        if (lengthBytes < 0) {
            return;
        }
        buffer.setRepeatedNs(sequence, nowNs);
        budget.spend(lengthBytes + HEADERS_BYTES);
        counters.retransmittedPackets++;
        counters.retransmittedBytes += lengthBytes + HEADERS_BYTES;
    }

    private void transmit(long nowNs) {
        int sequence = buffer.next();
        int oldestUs = writer.timestampUs(oldestOriginNs(nowNs));
        if (oldestUs - buffer.timestampUs(sequence) > 0) {
            buffer.setTimestampUs(sequence, oldestUs); // it has waited here
        }
        PayloadSealer present = sealer;
        if (present != null) {
            buffer.setKeyFlag(sequence, present.nextKeyFlag());
        }
        int lengthBytes = write(sequence, false, nowNs);
        buffer.advanceNext();
        if (lengthBytes < 0) {
            return;
        }
        tailProbes = 0;
        counters.uniquePackets++;
        counters.uniqueBytes += lengthBytes + HEADERS_BYTES;
    }

    /** Writes one data packet; negative when its payload is gone. */
    private int write(int sequence, boolean repeated, long nowNs) {
        ByteBuffer datagram = writer.claim();
        datagram.position(PacketHeader.BYTES);
        int lengthBytes = buffer.source(sequence).copyPayload(buffer.index(sequence), datagram);
        if (lengthBytes < 0) {
            countDropped(sequence);
            buffer.setGone(sequence);
            addGone(sequence, nowNs);
            return lengthBytes;
        }
        int keyFlag = buffer.keyFlag(sequence);
        writer.putDataHeader(datagram, sequence, buffer.messageNumber(sequence), keyFlag, repeated && options.retransmissionFlag(),
                buffer.timestampUs(sequence));
        PayloadSealer present = sealer;
        if (present != null) {
            present.seal(keyFlag, sequence, datagram, PacketHeader.BYTES, lengthBytes);
        }
        writer.commit(PacketHeader.BYTES + lengthBytes, nowNs);
        lastDataNs = nowNs;
        pacer.spend(lengthBytes + HEADERS_BYTES);
        outputRate.add(lengthBytes + HEADERS_BYTES, nowNs);
        counters.packets++;
        counters.bytes += lengthBytes + HEADERS_BYTES;
        return lengthBytes;
    }

    private void countDropped(int sequence) {
        counters.droppedPackets++;
        counters.droppedBytes += buffer.lengthBytes(sequence) + HEADERS_BYTES;
    }

    /** Collects packets in a row for one drop request. */
    private void addGone(int sequence, long nowNs) {
        if (goneCount > 0 && sequence != SequenceNumber.add(goneFirst, goneCount)) {
            writeGone(nowNs);
        }
        if (goneCount == 0) {
            goneFirst = sequence;
        }
        goneCount++;
    }

    private void writeGone(long nowNs) {
        if (goneCount > 0) {
            int message = goneCount == 1 ? buffer.messageNumber(goneFirst) : 0;
            writeDropRequest(message, goneFirst, SequenceNumber.add(goneFirst, goneCount - 1), nowNs);
            goneCount = 0;
        }
    }

    private void writeDropRequest(int message, int first, int last, long nowNs) {
        if (dropRequestsLeft > 0) {
            dropRequestsLeft--;
            writer.writeDropRequest(message, first, last, nowNs);
        }
    }

    /** What pacing allows at present, in bits per second. */
    public double maxBandwidthMbps() {
        return pacer.bytesPerSecond() * Byte.SIZE / 1e6;
    }

    /** A snapshot; what this half does not count itself is handed in. */
    public SrtStatistics.Sent statistics(long ackPackets, long nakPackets, long keyMaterialPackets, long nowNs) {
        SendCounters c = counters;
        int count = buffer.count();
        int bufferedMs = count == 0 ? 0
                : (buffer.timestampUs(SequenceNumber.add(buffer.end(), -1)) - buffer.timestampUs(buffer.start())) / US_PER_MS + 1;
        double averageBytes = c.packets == 0 ? options.maxPayloadBytes() + HEADERS_BYTES : (double) c.bytes / c.packets;
        long busyNs = c.busyNs + (count == 0 ? 0 : nowNs - busySinceNs);
        return new SrtStatistics.Sent(c.packets, c.bytes, c.uniquePackets, c.uniqueBytes, c.lossPackets, c.retransmittedPackets,
                c.retransmittedBytes, c.droppedPackets, c.droppedBytes, ackPackets, nakPackets, keyMaterialPackets, busyNs / NS_PER_US,
                averageBytes * 1e6 / pacer.bytesPerSecond(), outputRate.bytesPerSecond(nowNs) * Byte.SIZE / 1e6,
                (int) (options.latencyNs() / NS_PER_MS), buffer.flightCount(), count, buffer.bytes(), bufferedMs,
                (long) sendableCount() * options.maxPayloadBytes());
    }
}
