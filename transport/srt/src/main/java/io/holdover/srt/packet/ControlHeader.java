package io.holdover.srt.packet;

import java.nio.ByteBuffer;

/**
 * The header of a control packet, read and written in place. SRT draft 3.2.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |1|         Control Type        |            Subtype            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   Type-specific Information                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           Timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Destination Socket ID                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   Control Information Field ...
 * </pre>
 */
public final class ControlHeader {
    private static final int INFORMATION_AT = 4;
    private static final int F_CONTROL = 1 << 31;
    private static final int TYPE_SHIFT = 16;
    private static final int TYPE_MASK = 0x7FFF;
    private static final int SUBTYPE_MASK = 0xFFFF;

    private ControlHeader() {
    }

    /** Control Type. */
    public static ControlType type(ByteBuffer datagram, int at) {
        return ControlType.ofWire((datagram.getInt(at) >>> TYPE_SHIFT) & TYPE_MASK);
    }

    /** Subtype, used by {@link ControlType#EXTENSION}. */
    public static int subtype(ByteBuffer datagram, int at) {
        return datagram.getInt(at) & SUBTYPE_MASK;
    }

    /** Type-specific Information. */
    public static int information(ByteBuffer datagram, int at) {
        return datagram.getInt(at + INFORMATION_AT);
    }

    /** Writes the header. */
    public static void put(ByteBuffer datagram, int at, ControlType type, int subtype, int information, int timestampUs,
            int destination) {
        datagram.putInt(at, F_CONTROL | (type.wire() << TYPE_SHIFT) | subtype);
        datagram.putInt(at + INFORMATION_AT, information);
        PacketHeader.putTail(datagram, at, timestampUs, destination);
    }
}
