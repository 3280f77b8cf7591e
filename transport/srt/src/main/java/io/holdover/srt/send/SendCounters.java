package io.holdover.srt.send;

/** Counters of the sending half since its start; what each means stands at {@link io.holdover.srt.SrtStatistics.Sent}. Loop thread. */
final class SendCounters {
    long packets;
    long bytes;
    long uniquePackets;
    long uniqueBytes;
    long lossPackets;
    long retransmittedPackets;
    long retransmittedBytes;
    long droppedPackets;
    long droppedBytes;
    long busyNs;
}
