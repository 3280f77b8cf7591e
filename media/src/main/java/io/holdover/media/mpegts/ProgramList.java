package io.holdover.media.mpegts;

import org.jspecify.annotations.Nullable;

/**
 * The program that is carried, out of a program association section, ISO/IEC 13818-1 2.4.4.4.
 *
 * @param programNumber of the program
 * @param mapPid {@code program_map_PID}
 * @param programs how many programs the section lists
 */
record ProgramList(int programNumber, int mapPid, int programs) {
    static final int TABLE_ID = 0x00;
    /** table_id to last_section_number. */
    private static final int HEADER_BYTES = 8;
    private static final int CRC_BYTES = 4;
    private static final int ENTRY_BYTES = 4;
    private static final int NETWORK = 0; // program_number 0 is the network PID

    /**
     * Reads a section whose CRC is right.
     *
     * @param preferred the program that is carried already, or -1; else it is the first one
     * @return null if the section lists no program
     */
    static @Nullable ProgramList parse(byte[] bytes, int from, int to, int preferred) {
        int programs = 0;
        int number = -1;
        int pid = -1;
        for (int at = from + HEADER_BYTES; at + ENTRY_BYTES <= to - CRC_BYTES; at += ENTRY_BYTES) {
            int entryNumber = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
            if (entryNumber != NETWORK) {
                programs++;
                if (number < 0 || entryNumber == preferred) {
                    number = entryNumber;
                    pid = (bytes[at + 2] & 0x1F) << 8 | (bytes[at + 3] & 0xFF);
                }
            }
        }
        return number < 0 ? null : new ProgramList(number, pid, programs);
    }
}
