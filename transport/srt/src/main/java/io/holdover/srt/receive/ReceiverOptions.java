package io.holdover.srt.receive;

/**
 * What was negotiated for the receiving half.
 *
 * @param firstSequence
 *            of the first packet
 * @param limitPackets
 *            most packets buffered
 * @param maxPayloadBytes
 *            longest payload taken
 * @param maxDatagramBytes
 *            longest datagram sent
 * @param latencyNs
 *            delay of delivery
 * @param timed
 *            whether packets are delivered by their timestamps; otherwise as soon as they are in order
 * @param tooLateDrop
 *            whether a missing packet is given up when the one behind it is due
 * @param retransmissionFlag
 *            whether the peer marks repeats
 * @param reorderTolerancePackets
 *            limit of the tolerance
 */
public record ReceiverOptions(int firstSequence, int limitPackets, int maxPayloadBytes, int maxDatagramBytes, long latencyNs,
        boolean timed, boolean tooLateDrop, boolean retransmissionFlag, int reorderTolerancePackets) {
}
