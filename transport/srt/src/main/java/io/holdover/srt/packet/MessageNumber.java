package io.holdover.srt.packet;

/** Message numbers: 26 bits, 1 to 0x3FFFFFF, after the largest comes 1; 0 marks packet-filter packets. SRT draft 3.1. */
public final class MessageNumber {
    /** The largest message number, and the mask of its bits. */
    public static final int MAX = 0x3FF_FFFF;
    /** The mask for peers that do not know the retransmission flag, which took the 27th bit. */
    public static final int MAX_WITHOUT_RETRANSMISSION_FLAG = 0x7FF_FFFF;
    /** The number of packets that belong to a packet filter. */
    public static final int FILTER = 0;

    private MessageNumber() {
    }

    /** The number of the message that {@code count} messages went before. */
    public static int of(long count) {
        return (int) (count % MAX) + 1;
    }
}
