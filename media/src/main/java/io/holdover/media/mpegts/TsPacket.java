package io.holdover.media.mpegts;

/**
 * The transport packet's layout, ISO/IEC 13818-1 2.4.3.2. Static views on a byte array; there is no object per packet.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-+-+-+-------------------------+---+---+-------+
 * |   sync 0x47   |E|S|P|           PID           |tsc|afc|  cc   |
 * +---------------+-+-+-+-------------------------+---+---+-------+
 * | adaptation_field_length, flags, PCR ... (afc 2, 3)            |
 * +---------------------------------------------------------------+
 * | payload (afc 1, 3) ...                                        |
 * +---------------------------------------------------------------+
 *  E transport_error_indicator  S payload_unit_start_indicator  P transport_priority
 * </pre>
 */
public final class TsPacket {
    public static final int SIZE_BYTES = 188;
    public static final int HEADER_BYTES = 4;
    /** 188 - 4. */
    public static final int PAYLOAD_MAX_BYTES = SIZE_BYTES - HEADER_BYTES;
    public static final int SYNC_BYTE = 0x47;
    /** 188 behind a 4-byte time code, as Blu-ray and many recorders have it. */
    public static final int TIMECODED_SIZE_BYTES = 192;
    /** 188 before 16 bytes of Reed-Solomon parity. */
    public static final int PARITY_SIZE_BYTES = 204;
    /** 13 bits of PID. */
    public static final int PID_COUNT = 8192;
    public static final int PID_PAT = 0x0000;
    public static final int PID_NULL = 0x1FFF;

    private TsPacket() {
    }

    static boolean transportError(byte[] packet, int offset) {
        return (packet[offset + 1] & 0x80) != 0;
    }

    static boolean payloadUnitStart(byte[] packet, int offset) {
        return (packet[offset + 1] & 0x40) != 0;
    }

    static int pid(byte[] packet, int offset) {
        return (packet[offset + 1] & 0x1F) << 8 | (packet[offset + 2] & 0xFF);
    }

    static boolean scrambled(byte[] packet, int offset) {
        return (packet[offset + 3] & 0xC0) != 0;
    }

    static boolean hasAdaptationField(byte[] packet, int offset) {
        return (packet[offset + 3] & 0x20) != 0;
    }

    static boolean hasPayload(byte[] packet, int offset) {
        return (packet[offset + 3] & 0x10) != 0;
    }

    static int continuityCounter(byte[] packet, int offset) {
        return packet[offset + 3] & 0x0F;
    }
}
