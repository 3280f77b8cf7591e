package io.holdover.media.mpegts;

/** What a PES packet's header says, ISO/IEC 13818-1 2.4.3.6. Reused for every packet of a PID; one thread. */
final class PesHead {
    /** {@link #parse}: not all of the header is there. */
    static final int MORE = 0;
    /** {@link #parse}: no header. */
    static final int MALFORMED = -1;
    /** packet_start_code_prefix 24, stream_id 8, PES_packet_length 16. */
    static final int FIXED_BYTES = 6;
    /** The fixed part, two bytes of flags, PES_header_data_length and 255 bytes after it. */
    static final int MAX_BYTES = FIXED_BYTES + 3 + 255;
    private static final int PTS_BYTES = 5;
    /** PTS and DTS. */
    static final int STAMPS_BYTES = 2 * PTS_BYTES;

    int streamId;
    /** Payload bytes in all, or -1 if PES_packet_length is 0. */
    int payloadBytes;
    boolean scrambled;
    boolean dataAlignment;
    int headerDataLength;
    boolean timed;
    long ptsTicks;
    long dtsTicks;

    /** Returns the header's length, or {@link #MORE}, or {@link #MALFORMED}. Stamps are unwrapped by {@code clock}. */
    int parse(byte[] bytes, int from, int to, StreamClock clock) {
        int available = to - from;
        if (available < FIXED_BYTES) {
            return MORE;
        }
        if (bytes[from] != 0 || bytes[from + 1] != 0 || bytes[from + 2] != 1) {
            return MALFORMED;
        }
        streamId = bytes[from + 3] & 0xFF;
        int packetLength = (bytes[from + 4] & 0xFF) << 8 | (bytes[from + 5] & 0xFF);
        scrambled = false;
        dataAlignment = false;
        headerDataLength = 0;
        timed = false;
        if (!hasOptionalHeader(streamId)) {
            payloadBytes = packetLength == 0 ? -1 : packetLength;
            return FIXED_BYTES;
        }
        if (available < FIXED_BYTES + 3) {
            return MORE;
        }
        if ((bytes[from + 6] & 0xC0) != 0x80) { // '10'
            return MALFORMED;
        }
        headerDataLength = bytes[from + 8] & 0xFF;
        int length = FIXED_BYTES + 3 + headerDataLength;
        if (packetLength != 0 && FIXED_BYTES + packetLength < length) {
            return MALFORMED;
        }
        if (available < length) {
            return MORE;
        }
        scrambled = (bytes[from + 6] & 0x30) != 0; // PES_scrambling_control
        dataAlignment = (bytes[from + 6] & 0x04) != 0; // data_alignment_indicator
        payloadBytes = packetLength == 0 ? -1 : FIXED_BYTES + packetLength - length;
        int flags = (bytes[from + 7] & 0xFF) >> 6; // PTS_DTS_flags
        if ((flags & 2) != 0 && headerDataLength >= PTS_BYTES) {
            timed = true;
            boolean hasDts = flags == 3 && headerDataLength >= STAMPS_BYTES;
            dtsTicks = clock.unwrap(stamp(bytes, from + (hasDts ? 14 : 9)));
            ptsTicks = hasDts ? clock.unwrap(stamp(bytes, from + 9)) : dtsTicks;
        }
        return length;
    }

    /** Table 2-21: these ids have payload right behind PES_packet_length. */
    private static boolean hasOptionalHeader(int streamId) {
        return switch (streamId) {
            // program_stream_map, padding_stream, private_stream_2, ECM, EMM, DSMCC, H.222.1 type E, program_stream_directory
            case 0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF -> false;
            default -> true;
        };
    }

    /** 4 bits, 3 of the stamp, marker, 15, marker, 15, marker. */
    private static long stamp(byte[] bytes, int at) {
        return (bytes[at] & 0x0EL) << 29 | (bytes[at + 1] & 0xFFL) << 22 | (bytes[at + 2] & 0xFEL) << 14 | (bytes[at + 3] & 0xFFL) << 7
                | (bytes[at + 4] & 0xFFL) >> 1;
    }
}
