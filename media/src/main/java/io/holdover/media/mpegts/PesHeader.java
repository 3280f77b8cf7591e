package io.holdover.media.mpegts;

import io.holdover.media.AccessUnit;

/**
 * Writes the head of a PES packet, ISO/IEC 13818-1 2.4.3.6.
 *
 * <pre>
 *  00 00 01 | stream_id | PES_packet_length(16) | '10' .... data_alignment .. | PTS_DTS_flags(2) ... | PES_header_data_length | PTS | DTS
 * </pre>
 */
final class PesHeader {
    /** start code 3 + stream_id 1 + length 2 + flags 2 + header length 1 + at most 255. */
    static final int MAX_BYTES = 9 + 255;
    /** Greatest PES_packet_length. */
    static final int MAX_PACKET_LENGTH = 0xFFFF;
    private static final int STAMP_BYTES = 5;
    private static final int DATA_ALIGNMENT_INDICATOR = 0x04;
    private static final long STAMP_MASK = (1L << 33) - 1;

    private PesHeader() {
    }

    /**
     * Appends the header for a payload of that size.
     *
     * @param unit the unit whose times it carries
     * @param headerDataLength at least this many bytes of PES_header_data, filled up with stuffing
     * @return the number of bytes appended
     */
    static int write(Scratch out, int streamId, AccessUnit unit, boolean aligned, int headerDataLength, int payloadBytes) {
        int start = out.position();
        out.put(0);
        out.put(0);
        out.put(1);
        out.put(streamId);
        if (isBare(streamId)) {
            length(out, payloadBytes);
            return out.position() - start;
        }
        boolean hasDts = unit.timed() && unit.dtsTicks() != unit.ptsTicks();
        int stamps = unit.timed() ? hasDts ? 2 * STAMP_BYTES : STAMP_BYTES : 0;
        int dataLength = Math.max(stamps, headerDataLength);
        length(out, 3 + dataLength + payloadBytes); // 3: two bytes of flags and PES_header_data_length
        out.put(0x80 | (aligned ? DATA_ALIGNMENT_INDICATOR : 0));
        out.put(unit.timed() ? hasDts ? 0xC0 : 0x80 : 0); // PTS_DTS_flags
        out.put(dataLength);
        if (unit.timed()) {
            stamp(out, hasDts ? 0x3 : 0x2, unit.ptsTicks());
            if (hasDts) {
                stamp(out, 0x1, unit.dtsTicks());
            }
        }
        out.fill(0xFF, dataLength - stamps);
        return out.position() - start;
    }

    /** True for the stream_ids whose packets have nothing between length and payload (ISO/IEC 13818-1 table 2-21). */
    static boolean isBare(int streamId) {
        return switch (streamId) {
            case 0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF -> true;
            default -> false;
        };
    }

    /** 0 says "unbounded", which the standard allows to video alone; nothing else is ever that long, or is forwarded as it came. */
    private static void length(Scratch out, int packetLength) {
        int value = packetLength > MAX_PACKET_LENGTH ? 0 : packetLength;
        out.put(value >> 8);
        out.put(value);
    }

    private static void stamp(Scratch out, int prefix, long ticks) {
        long value = ticks & STAMP_MASK;
        out.put((int) (prefix << 4 | (value >> 29 & 0x0E) | 1));
        out.put((int) (value >> 22));
        out.put((int) ((value >> 14 & 0xFE) | 1));
        out.put((int) (value >> 7));
        out.put((int) ((value << 1 & 0xFE) | 1));
    }
}
