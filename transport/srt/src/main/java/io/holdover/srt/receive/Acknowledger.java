package io.holdover.srt.receive;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import io.holdover.srt.packet.Acknowledgement;
import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.packet.PacketWriter;
import io.holdover.srt.packet.SequenceNumber;
import io.holdover.srt.timing.RateMeter;
import io.holdover.srt.timing.RoundTrip;

/**
 * Sends acknowledgements: a full one at most every 10 ms while data arrives, light ones between them at high rates, and the last one again
 * until the peer has confirmed it. Loop thread. SRT draft 3.2.4, 4.8.1.
 */
final class Acknowledger {
    static final long INTERVAL_NS = Duration.ofMillis(10).toNanos();
    /** A light ACK after so many packets without a full one. */
    static final int LIGHT_PACKETS = 64;

    private static final int RECORDS = 1024;
    /** A silent peer is told the same thing so many times. */
    private static final int MAX_REPEATS = 8;
    private static final int NS_PER_US = 1_000;
    private static final long NEVER = Long.MAX_VALUE;

    // for the connection's life
    private final RoundTrip roundTrip;
    private final PacketWriter writer;

    // sent and not yet confirmed, by number modulo RECORDS
    private final int[] numbers = new int[RECORDS];
    private final int[] sequences = new int[RECORDS];
    private final long[] sentNs = new long[RECORDS];

    // since the start
    private int lastNumber;
    private int lastSequence;
    private int confirmedSequence;
    private long sentPackets;
    private double capacityPacketsPerSecond;

    // since the last full one
    private long lastFullNs;
    private long dueNs = NEVER;
    private int repeats;
    private int packetsSinceFull;
    private int lightCount;
    private boolean closedWindow;

    Acknowledger(int firstSequence, RoundTrip roundTrip, PacketWriter writer, long startNs) {
        this.roundTrip = roundTrip;
        this.writer = writer;
        lastSequence = firstSequence;
        confirmedSequence = firstSequence;
        lastFullNs = startNs - INTERVAL_NS;
        Arrays.fill(numbers, -1);
    }

    long dueNs() {
        return dueNs;
    }

    long sentPackets() {
        return sentPackets;
    }

    double capacityPacketsPerSecond() {
        return capacityPacketsPerSecond;
    }

    /** A new packet arrived, or something else moved the number to acknowledge. */
    void onProgress(long nowNs) {
        dueNs = Math.min(dueNs, Math.max(nowNs, lastFullNs + INTERVAL_NS));
    }

    void onArrival(long nowNs) {
        packetsSinceFull++;
        onProgress(nowNs);
    }

    /** A packet came again: the peer may have missed the acknowledgement. */
    void onDuplicate(long nowNs) {
        if (confirmedSequence != lastSequence) {
            dueNs = Math.min(dueNs, Math.max(nowNs, lastFullNs + repeatIntervalNs()));
        }
    }

    /** Room came back; the peer may be waiting for it. */
    void onRoom(long nowNs) {
        if (closedWindow) {
            dueNs = nowNs;
        }
    }

    /**
     * Takes an ACKACK.
     *
     * @return the round trip in microseconds; -1 when the number is not one that we wait for
     */
    long onConfirmed(int number, long nowNs) {
        int i = number & (RECORDS - 1);
        if (numbers[i] != number) {
            return -1;
        }
        numbers[i] = -1;
        if (SequenceNumber.distance(confirmedSequence, sequences[i]) > 0) {
            confirmedSequence = sequences[i];
        }
        return (nowNs - sentNs[i]) / NS_PER_US;
    }

    /** Sends what is due. */
    void acknowledge(int sequence, int freePackets, RateMeter received, long nowNs) {
        if (nowNs >= dueNs) {
            if (sequence == confirmedSequence && !(closedWindow && freePackets > 0)) {
                dueNs = NEVER;
            } else if (sequence == lastSequence && !closedWindow && nowNs - lastFullNs < repeatIntervalNs()) {
                dueNs = lastFullNs + repeatIntervalNs();
            } else {
                writeFull(sequence, freePackets, received, nowNs);
            }
        } else if (packetsSinceFull >= LIGHT_PACKETS * (lightCount + 1)) {
            lightCount++;
            ByteBuffer datagram = writer.claimControl(ControlType.ACK, 0, 0, nowNs);
            datagram.putInt(PacketHeader.BYTES + Acknowledgement.SEQUENCE_AT, sequence);
            writer.commit(PacketHeader.BYTES + Acknowledgement.LIGHT_BYTES, nowNs);
            sentPackets++;
        }
    }

    private void writeFull(int sequence, int freePackets, RateMeter received, long nowNs) {
        repeats = sequence == lastSequence ? repeats + 1 : 0;
        lastNumber = SequenceNumber.next(lastNumber);
        observeCapacity(nowNs);
        ByteBuffer datagram = writer.claimControl(ControlType.ACK, 0, lastNumber, nowNs);
        int at = PacketHeader.BYTES;
        datagram.putInt(at + Acknowledgement.SEQUENCE_AT, sequence);
        datagram.putInt(at + Acknowledgement.RTT_AT, roundTrip.rttUs());
        datagram.putInt(at + Acknowledgement.RTT_VARIANCE_AT, roundTrip.varianceUs());
        datagram.putInt(at + Acknowledgement.AVAILABLE_BUFFER_AT, freePackets);
        datagram.putInt(at + Acknowledgement.RECEIVING_PACKETS_AT, (int) received.packetsPerSecond(nowNs));
        datagram.putInt(at + Acknowledgement.LINK_CAPACITY_AT, (int) capacityPacketsPerSecond);
        datagram.putInt(at + Acknowledgement.RECEIVING_BYTES_AT, (int) received.bytesPerSecond(nowNs));
        writer.commit(at + Acknowledgement.FULL_BYTES, nowNs);
        sentPackets++;

        int i = lastNumber & (RECORDS - 1);
        numbers[i] = lastNumber;
        sequences[i] = sequence;
        sentNs[i] = nowNs;
        lastSequence = sequence;
        lastFullNs = nowNs;
        packetsSinceFull = 0;
        lightCount = 0;
        closedWindow = freePackets == 0;
        dueNs = repeats < MAX_REPEATS ? nowNs + repeatIntervalNs() : NEVER;
    }

    private long repeatIntervalNs() {
        return Math.max(INTERVAL_NS, roundTrip.timeoutNs());
    }

    /** The link carries at least the highest rate seen between two acknowledgements; forgotten slowly. */
    private void observeCapacity(long nowNs) {
        double seen = packetsSinceFull * 1e9 / Math.max(INTERVAL_NS, nowNs - lastFullNs);
        capacityPacketsPerSecond = Math.max(seen, capacityPacketsPerSecond * 0.999);
    }
}
