package io.holdover.srt.packet;

/**
 * The information field of an ACK: byte offsets behind the header, and how many bytes make which kind. SRT draft 3.2.4.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            Last Acknowledged Packet Sequence Number           |  light: only this word
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              RTT                              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          RTT Variance                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Available Buffer Size                     |  small: up to here
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Packets Receiving Rate                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Estimated Link Capacity                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Receiving Rate                        |  full: up to here
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Acknowledgement {
    public static final int LIGHT_BYTES = 4;
    public static final int SMALL_BYTES = 16;
    public static final int FULL_BYTES = 28;

    public static final int SEQUENCE_AT = 0;
    public static final int RTT_AT = 4;
    public static final int RTT_VARIANCE_AT = 8;
    public static final int AVAILABLE_BUFFER_AT = 12;
    public static final int RECEIVING_PACKETS_AT = 16;
    public static final int LINK_CAPACITY_AT = 20;
    public static final int RECEIVING_BYTES_AT = 24;

    private Acknowledgement() {
    }
}
