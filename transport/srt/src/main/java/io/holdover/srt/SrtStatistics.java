package io.holdover.srt;

/**
 * A connection's counters at one instant. Counts run from the connection's start; bytes include {@link #OVERHEAD_BYTES} of headers for each
 * packet, as libsrt counts them.
 *
 * @param elapsedMs
 *            since the connection's start
 * @param sent
 *            the sending half
 * @param received
 *            the receiving half
 * @param link
 *            what is known of the path between
 */
public record SrtStatistics(long elapsedMs, Sent sent, Received received, Link link) {
    /** IPv4 (20), UDP (8) and SRT (16) headers. */
    public static final int OVERHEAD_BYTES = 44;

    /**
     * The sending half.
     *
     * @param packets
     *            data packets, repeats included
     * @param bytes
     *            of {@code packets}
     * @param uniquePackets
     *            data packets, repeats excluded
     * @param uniqueBytes
     *            of {@code uniquePackets}
     * @param lossPackets
     *            reported missing by the peer
     * @param retransmittedPackets
     *            repeats
     * @param retransmittedBytes
     *            of {@code retransmittedPackets}
     * @param droppedPackets
     *            given up because they were too late or gone from their source
     * @param droppedBytes
     *            of {@code droppedPackets}
     * @param ackPackets
     *            acknowledgements sent
     * @param nakPackets
     *            loss reports sent
     * @param keyMaterialPackets
     *            key material messages sent
     * @param durationUs
     *            time during which there was something unacknowledged
     * @param periodUs
     *            present distance between packets by pacing
     * @param rateMbps
     *            payload and headers over about the last second
     * @param latencyMs
     *            the peer's delay for what we send
     * @param flightPackets
     *            sent and not yet acknowledged
     * @param bufferedPackets
     *            unsent or unacknowledged
     * @param bufferedBytes
     *            of {@code bufferedPackets}
     * @param bufferedMs
     *            time span of {@code bufferedPackets}
     * @param bufferFreeBytes
     *            what may still be offered
     */
    public record Sent(long packets, long bytes, long uniquePackets, long uniqueBytes, long lossPackets, long retransmittedPackets,
            long retransmittedBytes, long droppedPackets, long droppedBytes, long ackPackets, long nakPackets, long keyMaterialPackets,
            long durationUs, double periodUs, double rateMbps, int latencyMs, int flightPackets, int bufferedPackets, long bufferedBytes,
            int bufferedMs, long bufferFreeBytes) {
    }

    /**
     * The receiving half.
     *
     * @param packets
     *            data packets, repeats and duplicates included
     * @param bytes
     *            of {@code packets}
     * @param uniquePackets
     *            data packets that were new
     * @param uniqueBytes
     *            of {@code uniquePackets}
     * @param lossPackets
     *            found missing when a later one came
     * @param lossBytes
     *            of {@code lossPackets}, from the average length
     * @param retransmittedPackets
     *            marked as repeats by the peer
     * @param retransmittedBytes
     *            of {@code retransmittedPackets}
     * @param duplicatePackets
     *            came again while the first one was still buffered
     * @param belatedPackets
     *            came after their place had been played or given up
     * @param belatedBytes
     *            of {@code belatedPackets}
     * @param averageBelatedMs
     *            how late the belated ones were, smoothed
     * @param droppedPackets
     *            given up: too late, or dropped by the peer
     * @param droppedBytes
     *            of {@code droppedPackets}, from the average length
     * @param undecryptablePackets
     *            no key fits, or in the clear on a secured connection
     * @param undecryptableBytes
     *            of {@code undecryptablePackets}
     * @param filterPackets
     *            packet-filter packets, which are ignored
     * @param malformedPackets
     *            of any kind that could not be understood
     * @param foreignPackets
     *            came from another address than the peer's (address migration is unsupported)
     * @param outsideWindowPackets
     *            too far ahead to be kept, or there was no memory for them
     * @param ackPackets
     *            acknowledgements received
     * @param nakPackets
     *            loss reports received
     * @param keyMaterialPackets
     *            key material messages received
     * @param rateMbps
     *            payload and headers over about the last second
     * @param latencyMs
     *            delay of delivery
     * @param bufferedPackets
     *            waiting for delivery
     * @param bufferedBytes
     *            of {@code bufferedPackets}
     * @param bufferedMs
     *            time span of {@code bufferedPackets}
     * @param bufferFreeBytes
     *            room left
     * @param reorderTolerancePackets
     *            how many packets a loss report waits at present
     * @param reorderDistancePackets
     *            the farthest straggler seen
     */
    public record Received(long packets, long bytes, long uniquePackets, long uniqueBytes, long lossPackets, long lossBytes,
            long retransmittedPackets, long retransmittedBytes, long duplicatePackets, long belatedPackets, long belatedBytes,
            double averageBelatedMs, long droppedPackets, long droppedBytes, long undecryptablePackets, long undecryptableBytes,
            long filterPackets, long malformedPackets, long foreignPackets, long outsideWindowPackets, long ackPackets, long nakPackets,
            long keyMaterialPackets, double rateMbps, int latencyMs, int bufferedPackets, long bufferedBytes, int bufferedMs,
            long bufferFreeBytes, int reorderTolerancePackets, int reorderDistancePackets) {
    }

    /**
     * What is known of the path between.
     *
     * @param rttMs
     *            smoothed round trip
     * @param rttVarianceMs
     *            its smoothed deviation
     * @param capacityMbps
     *            estimated from packet pairs
     * @param maxBandwidthMbps
     *            pacing's present limit
     * @param peerWindowPackets
     *            room at the peer
     * @param mssBytes
     *            negotiated largest IP packet
     * @param driftUs
     *            the peer's clock against ours, as corrected at present
     */
    public record Link(double rttMs, double rttVarianceMs, double capacityMbps, double maxBandwidthMbps, int peerWindowPackets,
            int mssBytes, long driftUs) {
    }
}
