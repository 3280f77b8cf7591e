package io.holdover.srt.send;

/**
 * What was negotiated for the sending half.
 *
 * @param firstSequence
 *            of the first packet
 * @param limitPackets
 *            most packets unsent or unacknowledged
 * @param peerWindowPackets
 *            room at the peer in the beginning
 * @param maxPayloadBytes
 *            longest payload
 * @param latencyNs
 *            the peer's delay of delivery
 * @param tooLateDrop
 *            whether the peer gives up what is too late, so that we may as well
 * @param lossReports
 *            whether the peer repeats its loss reports
 * @param retransmissionFlag
 *            whether repeats are marked
 * @param retransmissionPercent
 *            share of the rate for repeats
 */
public record SenderOptions(int firstSequence, int limitPackets, int peerWindowPackets, int maxPayloadBytes, long latencyNs,
        boolean tooLateDrop, boolean lossReports, boolean retransmissionFlag, int retransmissionPercent) {
}
