package io.holdover.srt.receive;

import java.nio.ByteBuffer;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.SrtStatistics;
import io.holdover.srt.packet.DataHeader;
import io.holdover.srt.packet.MessageNumber;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.packet.PacketWriter;
import io.holdover.srt.packet.SequenceNumber;
import io.holdover.srt.timing.RateMeter;
import io.holdover.srt.timing.RoundTrip;

/**
 * The receiving half of a connection: takes data packets in any order, has the missing ones repeated, acknowledges, and delivers in order
 * at play time. Loop thread.
 */
public final class Receiver {
    /** A jump in numbering is followed so far, and only while nothing is buffered; what jumps farther is dropped. */
    static final int MAX_JUMP_PACKETS = 1 << 16;
    /** So long nothing could be decrypted before we give up. */
    static final long UNDECRYPTABLE_TIMEOUT_NS = Duration.ofSeconds(10).toNanos();

    private static final int HEADERS_BYTES = SrtStatistics.OVERHEAD_BYTES;
    private static final long NEVER = Long.MAX_VALUE;
    private static final double NS_PER_MS = Duration.ofMillis(1).toNanos();
    private static final int US_PER_MS = 1_000;

    // for the connection's life
    private final ReceiverOptions options;
    private final @Nullable PayloadOpener opener;
    private final Delivery delivery;
    private final ReceiveBuffer buffer;
    private final PlayClock playClock;
    private final RoundTrip roundTrip;
    private final ReorderTolerance tolerance;
    private final LossReporter lossReporter;
    private final Acknowledger acknowledger;
    private final ReceiveCounters counters = new ReceiveCounters();
    private final RateMeter rate = new RateMeter();

    // changes with packets
    private int arrivals;
    private long lastDataNs;
    private long nextDeliveryNs = NEVER;
    private long unopenedSinceNs = NEVER;

    /**
     * @param opener
     *            null when payloads come in the clear
     * @param memory
     *            of all connections together; {@link #release} gives back what this one took
     */
    public Receiver(ReceiverOptions options, @Nullable PayloadOpener opener, Delivery delivery, PlayClock playClock, RoundTrip roundTrip,
            PacketWriter writer, ReceiveMemory memory, long startNs) {
        this.options = options;
        this.opener = opener;
        this.delivery = delivery;
        this.playClock = playClock;
        this.roundTrip = roundTrip;
        buffer = new ReceiveBuffer(options.firstSequence(), options.limitPackets(), options.maxPayloadBytes(), memory);
        tolerance = new ReorderTolerance(options.retransmissionFlag() ? options.reorderTolerancePackets() : 0);
        lossReporter = new LossReporter(buffer, roundTrip, tolerance, playClock, writer, options.maxDatagramBytes(),
                options.timed() && options.tooLateDrop(), options.latencyNs());
        acknowledger = new Acknowledger(options.firstSequence(), roundTrip, writer, startNs);
        lastDataNs = startNs;
    }

    /** When the last data packet came. */
    public long lastDataNs() {
        return lastDataNs;
    }

    /** The highest packet seen; the one before the first if there was none. */
    public int highestSequence() {
        return SequenceNumber.add(buffer.end(), -1);
    }

    /** When {@link #onTimer} or {@link #flush} has something to do. */
    public long nextDeadlineNs() {
        return Math.min(nextDeliveryNs, Math.min(acknowledger.dueNs(), lossReporter.dueNs()));
    }

    /** Whether no key has fitted for so long that none will. */
    public boolean isUndecryptable(long nowNs) {
        return unopenedSinceNs != NEVER && nowNs - unopenedSinceNs >= UNDECRYPTABLE_TIMEOUT_NS;
    }

    /**
     * Takes a data packet.
     *
     * @return false when it is malformed
     */
    public boolean onData(ByteBuffer datagram, int at, int end, long nowNs) {
        int messageWord = DataHeader.messageWord(datagram, at);
        int payloadBytes = end - at - PacketHeader.BYTES;
        int keyFlag = DataHeader.keyFlag(messageWord);
        if (payloadBytes <= 0 || payloadBytes > options.maxPayloadBytes() || keyFlag > DataHeader.KEY_ODD) {
            return false;
        }
        if (options.retransmissionFlag() && DataHeader.messageNumber(messageWord) == MessageNumber.FILTER) {
            counters.filterPackets++; // the filter is accepted, its packets are not used: repeats do the work
            return true;
        }
        int packetBytes = payloadBytes + HEADERS_BYTES;
        counters.packets++;
        counters.bytes += packetBytes;
        rate.add(packetBytes, nowNs);
        if (opener != null && keyFlag == DataHeader.KEY_NONE) {
            counters.undecryptablePackets++; // someone else's: the true packet still has its place
            counters.undecryptableBytes += packetBytes;
            return true;
        }
        lastDataNs = nowNs;
        boolean repeat = options.retransmissionFlag() && DataHeader.retransmitted(messageWord);
        if (repeat) {
            counters.retransmittedPackets++;
            counters.retransmittedBytes += packetBytes;
        }
        place(datagram, at, payloadBytes, keyFlag, repeat, nowNs);
        return true;
    }

    private void place(ByteBuffer datagram, int at, int payloadBytes, int keyFlag, boolean repeat, long nowNs) {
        int sequence = DataHeader.sequence(datagram, at);
        long timestampUs = playClock.unwrapUs(PacketHeader.timestampUs(datagram, at), nowNs);
        int ahead = SequenceNumber.distance(buffer.start(), sequence);
        if (ahead < 0) {
            onBelated(payloadBytes, timestampUs, nowNs);
            return;
        }
        if (ahead >= options.limitPackets() && !followJump(sequence, ahead, nowNs)) {
            counters.outsideWindowPackets++;
            return;
        }
        int beyondEnd = SequenceNumber.distance(buffer.end(), sequence);
        if (beyondEnd < 0 && buffer.isPresent(sequence)) {
            counters.duplicatePackets++;
            acknowledger.onDuplicate(nowNs);
            return;
        }
        if (!buffer.hasCell() || !buffer.hasRoomUpTo(SequenceNumber.next(sequence))) {
            counters.outsideWindowPackets++;
            return;
        }
        if (beyondEnd > 0) {
            missUpTo(sequence, nowNs);
        } else if (beyondEnd == 0) {
            tolerance.onInOrder();
        } else if (!repeat && buffer.isMissing(sequence)) {
            tolerance.onStraggler(-beyondEnd);
        }
        arrivals++;
        lossReporter.onArrival(arrivals, nowNs);
        store(sequence, timestampUs, keyFlag, datagram, at + PacketHeader.BYTES, payloadBytes);
        if (counters.deliveredPackets == 0 && playClock.settle(timestampUs, nowNs)) {
            nextDeliveryNs = upcomingDeliveryNs(nowNs);
        }
        nextDeliveryNs = Math.min(nextDeliveryNs, options.timed() ? playClock.playNs(timestampUs) : nowNs);
        if (playClock.onData(timestampUs, nowNs)) {
            anchor(timestampUs, nowNs);
        }
        acknowledger.onArrival(nowNs);
    }

    private void missUpTo(int newEnd, long nowNs) {
        counters.lossPackets += SequenceNumber.distance(buffer.end(), newEnd);
        buffer.extendTo(newEnd, arrivals, nowNs);
        lossReporter.onGap(arrivals, nowNs);
    }

    /** The peer began a new time; what is buffered of the old one keeps its play times. */
    private void anchor(long timestampUs, long nowNs) {
        long shiftUs = playClock.anchor(timestampUs, nowNs);
        for (int s = buffer.start(); s != buffer.end(); s = SequenceNumber.next(s)) {
            long keptUs = buffer.timestampUs(s) + shiftUs;
            if (playClock.isNear(keptUs, nowNs)) {
                buffer.setTimestampUs(s, keptUs);
            }
        }
        nextDeliveryNs = upcomingDeliveryNs(nowNs);
    }

    private void store(int sequence, long timestampUs, int keyFlag, ByteBuffer datagram, int from, int payloadBytes) {
        counters.uniquePackets++;
        counters.uniqueBytes += payloadBytes + HEADERS_BYTES;
        buffer.store(sequence, timestampUs, keyFlag, datagram, from, payloadBytes);
        if (keyFlag != DataHeader.KEY_NONE) {
            open(sequence);
        }
    }

    private void onBelated(int payloadBytes, long timestampUs, long nowNs) {
        counters.belatedPackets++;
        counters.belatedBytes += payloadBytes + HEADERS_BYTES;
        counters.averageBelatedMs += ((nowNs - playClock.playNs(timestampUs)) / NS_PER_MS - counters.averageBelatedMs) / 8;
        acknowledger.onDuplicate(nowNs);
    }

    private boolean followJump(int sequence, int ahead, long nowNs) {
        if (buffer.span() != 0 || ahead >= MAX_JUMP_PACKETS) {
            return false;
        }
        buffer.restartAt(sequence);
        counters.lossPackets += ahead;
        gap(ahead);
        acknowledger.onProgress(nowNs);
        return true;
    }

    /**
     * Takes a DROPREQ whose information field lies between these indexes: the peer will not send these packets (again). SRT draft 3.2.9.
     *
     * @return false when it is malformed
     */
    public boolean onDropRequest(ByteBuffer datagram, int at, int to, long nowNs) {
        if (to - at < 2 * Integer.BYTES) {
            return false;
        }
        int first = datagram.getInt(at);
        int last = datagram.getInt(at + Integer.BYTES);
        if (first < 0 || last < 0 || SequenceNumber.distance(first, last) < 0
                || SequenceNumber.distance(buffer.start(), last) >= options.limitPackets()) {
            return false;
        }
        int afterLast = SequenceNumber.next(last);
        if (SequenceNumber.distance(buffer.start(), last) < 0 || !buffer.hasRoomUpTo(afterLast)) {
            return true;
        }
        if (SequenceNumber.distance(buffer.end(), afterLast) > 0) {
            missUpTo(afterLast, nowNs);
        }
        buffer.drop(SequenceNumber.distance(buffer.start(), first) < 0 ? buffer.start() : first, afterLast);
        nextDeliveryNs = nowNs;
        acknowledger.onProgress(nowNs);
        return true;
    }

    /** Takes an ACKACK. */
    public void onAcknowledgementConfirmed(int number, int timestampUs, long nowNs) {
        long rttUs = acknowledger.onConfirmed(number, nowNs);
        if (rttUs < 0) {
            return;
        }
        boolean wasKnown = roundTrip.isKnown();
        roundTrip.onSample(rttUs);
        if (!wasKnown) {
            lossReporter.onRoundTripKnown(nowNs);
        }
        if (playClock.onControl(timestampUs, rttUs, nowNs)) {
            nextDeliveryNs = upcomingDeliveryNs(nowNs);
        }
    }

    /** Takes a KEEPALIVE. */
    public void onKeepalive(int timestampUs, long nowNs) {
        if (playClock.onControl(timestampUs, nowNs)) {
            nextDeliveryNs = upcomingDeliveryNs(nowNs);
        }
    }

    /** Delivers what is due. Calls {@link Delivery}. */
    public void onTimer(long nowNs) {
        if (nowNs >= nextDeliveryNs) {
            deliver(nowNs, false);
        }
    }

    /** Delivers all there is, due or not. Calls {@link Delivery}. */
    public void deliverEverything(long nowNs) {
        deliver(nowNs, true);
    }

    private void deliver(long nowNs, boolean everything) {
        while (buffer.span() > 0 && !delivery.isOver()) {
            int start = buffer.start();
            if (buffer.isPresent(start)) {
                long playNs = playNs(start, nowNs);
                if (playNs > nowNs && !everything) {
                    break;
                }
                deliverFirst(playNs, nowNs);
            } else if (!skipHole(nowNs, everything)) {
                break;
            }
        }
        if (buffer.freePackets() > 0) {
            acknowledger.onRoom(nowNs);
        }
        nextDeliveryNs = upcomingDeliveryNs(nowNs);
    }

    private void deliverFirst(long playNs, long nowNs) {
        int sequence = buffer.start();
        int lengthBytes = buffer.lengthBytes(sequence);
        boolean open = buffer.keyFlag(sequence) == DataHeader.KEY_NONE || open(sequence);
        int cell = buffer.takeFirst();
        if (open) {
            counters.deliveredPackets++;
            unopenedSinceNs = NEVER;
            delivery.onPayload(buffer.view(cell, lengthBytes), playNs);
        } else {
            unopenedSinceNs = Math.min(unopenedSinceNs, nowNs);
            counters.undecryptablePackets++;
            counters.undecryptableBytes += lengthBytes + HEADERS_BYTES;
            delivery.onGap(1);
        }
        buffer.release(cell);
    }

    /** Gives up what is missing at the start, when that is certain or its time has come. */
    private boolean skipHole(long nowNs, boolean everything) {
        int next = buffer.nextPresent(buffer.start());
        boolean certain = SequenceNumber.distance(next, buffer.acknowledged()) >= 0;
        if (!certain && !everything) {
            boolean due = options.timed() && options.tooLateDrop() && next != buffer.end() && playNs(next, nowNs) <= nowNs;
            if (!due) {
                return false;
            }
        }
        gap(buffer.skipTo(next));
        acknowledger.onProgress(nowNs);
        return true;
    }

    private void gap(int packets) {
        counters.droppedPackets += packets;
        delivery.onGap(packets);
    }

    private boolean open(int sequence) {
        PayloadOpener present = opener;
        if (present == null || !present.open(buffer.keyFlag(sequence), sequence, buffer.payloadArray(sequence),
                buffer.payloadOffset(sequence), buffer.lengthBytes(sequence))) {
            return false;
        }
        buffer.setKeyFlag(sequence, DataHeader.KEY_NONE);
        return true;
    }

    private long upcomingDeliveryNs(long nowNs) {
        if (buffer.span() == 0) {
            return NEVER;
        }
        int next = buffer.nextPresent(buffer.start());
        boolean waitsForRepeat = next != buffer.start() && !(options.timed() && options.tooLateDrop());
        return next == buffer.end() || waitsForRepeat ? NEVER : playNs(next, nowNs);
    }

    private long playNs(int sequence, long nowNs) {
        return options.timed() ? playClock.playNs(buffer.timestampUs(sequence)) : nowNs;
    }

    /** Forgets what is buffered, for good: the connection is over. Not to be called while {@link Delivery} is. */
    public void release() {
        buffer.releaseAll();
        nextDeliveryNs = NEVER;
    }

    /** Writes acknowledgements and loss reports that are due. */
    public void flush(long nowNs) {
        acknowledger.acknowledge(buffer.acknowledged(), buffer.freePackets(), rate, nowNs);
        lossReporter.report(arrivals, nowNs);
    }

    /** ACK packets sent. */
    public long sentAcknowledgements() {
        return acknowledger.sentPackets();
    }

    /** NAK packets sent. */
    public long sentLossReports() {
        return lossReporter.sentPackets();
    }

    /** In bits per second, of the path towards us. */
    public double capacityMbps() {
        return acknowledger.capacityPacketsPerSecond() * counters.averagePacketBytes() * Byte.SIZE / 1e6;
    }

    /** A snapshot; what this half does not count itself is handed in. */
    public SrtStatistics.Received statistics(long malformedPackets, long foreignPackets, long ackPackets, long nakPackets,
            long keyMaterialPackets, long nowNs) {
        ReceiveCounters c = counters;
        double averageBytes = c.averagePacketBytes();
        int first = buffer.nextPresent(buffer.start());
        int bufferedPackets = buffer.presentCount();
        int bufferedMs = bufferedPackets == 0 ? 0
                : (int) Math.max(0, (buffer.timestampUs(highestSequence()) - buffer.timestampUs(first)) / US_PER_MS) + 1;
        return new SrtStatistics.Received(c.packets, c.bytes, c.uniquePackets, c.uniqueBytes, c.lossPackets,
                (long) (c.lossPackets * averageBytes), c.retransmittedPackets, c.retransmittedBytes, c.duplicatePackets, c.belatedPackets,
                c.belatedBytes, c.averageBelatedMs, c.droppedPackets, (long) (c.droppedPackets * averageBytes), c.undecryptablePackets,
                c.undecryptableBytes, c.filterPackets, malformedPackets, foreignPackets, c.outsideWindowPackets, ackPackets, nakPackets,
                keyMaterialPackets, rate.bytesPerSecond(nowNs) * Byte.SIZE / 1e6, (int) (options.latencyNs() / NS_PER_MS),
                bufferedPackets, buffer.presentBytes(), bufferedMs, (long) buffer.freePackets() * options.maxPayloadBytes(),
                tolerance.packets(), tolerance.farthestPackets());
    }
}
