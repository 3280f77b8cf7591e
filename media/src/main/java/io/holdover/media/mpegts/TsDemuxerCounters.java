package io.holdover.media.mpegts;

/**
 * What a {@link TsDemuxer} has seen since it began, as a snapshot.
 *
 * @param packets transport packets with a sync byte where it was expected
 * @param junkBytes bytes skipped while looking for packets
 * @param syncLosses times that no sync byte was where it should be
 * @param nullPackets packets of PID 0x1FFF
 * @param foreignPackets packets of no PID of the program
 * @param transportErrors packets dropped for transport_error_indicator
 * @param scrambledPackets packets dropped because they are scrambled
 * @param malformedPackets packets dropped for an impossible header
 * @param duplicatePackets packets dropped because they came twice
 * @param continuityGaps places where packets of a PID are missing
 * @param orphanPackets payloads dropped because the beginning of their PES packet or section is missing
 * @param sectionErrors sections dropped for their CRC, length or syntax
 * @param pesErrors PES packets with a header that is none
 * @param pesLengthErrors PES packets longer or shorter than their PES_packet_length
 * @param oversizedUnits units dropped because they reached a limit
 * @param units access units delivered
 * @param damagedUnits of these, flagged as damaged
 * @param untimedUnits units dropped because no time was known yet
 * @param timestampErrors units whose PTS was before their DTS
 * @param codecErrors frames or headers that no parser understood
 * @param unsupportedUnits legal units that are beyond us
 * @param earlyEndErrors units that were taken for complete and went on
 * @param pcrDiscontinuities signalled jumps of the clock
 * @param ignoredPrograms programs of the PAT beside the one that is carried
 * @param ignoredStreams elementary streams of the PMT beyond the limit
 */
public record TsDemuxerCounters(long packets, long junkBytes, long syncLosses, long nullPackets, long foreignPackets, long transportErrors,
        long scrambledPackets, long malformedPackets, long duplicatePackets, long continuityGaps, long orphanPackets, long sectionErrors,
        long pesErrors,
        long pesLengthErrors, long oversizedUnits, long units, long damagedUnits, long untimedUnits, long timestampErrors, long codecErrors,
        long unsupportedUnits, long earlyEndErrors, long pcrDiscontinuities, long ignoredPrograms, long ignoredStreams) {
}
