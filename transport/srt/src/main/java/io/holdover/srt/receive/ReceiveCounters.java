package io.holdover.srt.receive;

/**
 * Counters of the receiving half since its start; what each means stands at {@link io.holdover.srt.SrtStatistics.Received}. Loop thread.
 */
final class ReceiveCounters {
    long packets;
    long bytes;
    long uniquePackets;
    long uniqueBytes;
    long deliveredPackets;
    long lossPackets;
    long retransmittedPackets;
    long retransmittedBytes;
    long duplicatePackets;
    long belatedPackets;
    long belatedBytes;
    double averageBelatedMs;
    long droppedPackets;
    long undecryptablePackets;
    long undecryptableBytes;
    long filterPackets;
    long outsideWindowPackets;

    double averagePacketBytes() {
        return uniquePackets == 0 ? 0 : (double) uniqueBytes / uniquePackets;
    }
}
