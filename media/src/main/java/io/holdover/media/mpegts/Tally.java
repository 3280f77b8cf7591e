package io.holdover.media.mpegts;

/** The demuxer's running counts; {@link TsDemuxerCounters} explains each. One thread. */
final class Tally {
    long packets;
    long junkBytes;
    long syncLosses;
    long nullPackets;
    long foreignPackets;
    long transportErrors;
    long scrambledPackets;
    long malformedPackets;
    long duplicatePackets;
    long continuityGaps;
    long orphanPackets;
    long sectionErrors;
    long pesErrors;
    long pesLengthErrors;
    long oversizedUnits;
    long units;
    long damagedUnits;
    long untimedUnits;
    long timestampErrors;
    long codecErrors;
    long unsupportedUnits;
    long earlyEndErrors;
    long pcrDiscontinuities;
    long ignoredPrograms;
    long ignoredStreams;

    TsDemuxerCounters snapshot() {
        return new TsDemuxerCounters(packets, junkBytes, syncLosses, nullPackets, foreignPackets, transportErrors, scrambledPackets,
                malformedPackets, duplicatePackets, continuityGaps, orphanPackets, sectionErrors, pesErrors, pesLengthErrors,
                oversizedUnits,
                units, damagedUnits, untimedUnits, timestampErrors, codecErrors, unsupportedUnits, earlyEndErrors, pcrDiscontinuities,
                ignoredPrograms, ignoredStreams);
    }
}
