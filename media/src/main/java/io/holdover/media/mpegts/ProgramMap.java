package io.holdover.media.mpegts;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Octets;
import io.holdover.media.TsDescriptors;

/**
 * A program map section, ISO/IEC 13818-1 2.4.4.9.
 *
 * @param programNumber {@code program_number}
 * @param pcrPid {@code PCR_PID}; 0x1FFF if there is none
 * @param descriptors of the program
 * @param entries elementary streams in their order
 */
record ProgramMap(int programNumber, int pcrPid, TsDescriptors descriptors, List<Entry> entries) {
    static final int TABLE_ID = 0x02;
    /** table_id to program_info_length. */
    private static final int HEADER_BYTES = 12;
    private static final int CRC_BYTES = 4;
    private static final int ENTRY_BYTES = 5;

    /** One elementary stream. */
    record Entry(int streamType, int pid, TsDescriptors descriptors) {
    }

    /** Reads a section whose CRC is right; null if its lengths contradict each other. */
    static @Nullable ProgramMap parse(byte[] bytes, int from, int to) {
        int end = to - CRC_BYTES;
        if (end - from < HEADER_BYTES) {
            return null;
        }
        int programNumber = (bytes[from + 3] & 0xFF) << 8 | (bytes[from + 4] & 0xFF);
        int pcrPid = (bytes[from + 8] & 0x1F) << 8 | (bytes[from + 9] & 0xFF);
        int infoLength = (bytes[from + 10] & 0x0F) << 8 | (bytes[from + 11] & 0xFF); // program_info_length
        int at = from + HEADER_BYTES + infoLength;
        if (at > end) {
            return null;
        }
        TsDescriptors programDescriptors = new TsDescriptors(Octets.of(bytes, from + HEADER_BYTES, infoLength));
        List<Entry> entries = new ArrayList<>();
        while (at + ENTRY_BYTES <= end) {
            int streamType = bytes[at] & 0xFF;
            int pid = (bytes[at + 1] & 0x1F) << 8 | (bytes[at + 2] & 0xFF);
            int length = (bytes[at + 3] & 0x0F) << 8 | (bytes[at + 4] & 0xFF); // ES_info_length
            at += ENTRY_BYTES;
            if (at + length > end) {
                return null;
            }
            entries.add(new Entry(streamType, pid, new TsDescriptors(Octets.of(bytes, at, length))));
            at += length;
        }
        return new ProgramMap(programNumber, pcrPid, programDescriptors, entries);
    }
}
