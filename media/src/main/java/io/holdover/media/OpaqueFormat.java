package io.holdover.media;

/**
 * A stream that is carried byte for byte: SCTE-35, KLV, subtitles, teletext, anything private. The registration and its like are in the
 * track's
 * descriptors.
 *
 * @param content what it seems to be, from stream type and descriptors
 * @param streamType {@code stream_type} of the PMT
 * @param carriage in what its units arrive
 * @param streamId {@code stream_id} of its PES packets, 0xBD until the first; 0 for sections
 * @param dataAlignment {@code data_alignment_indicator} of its PES packets, once any had it
 * @param pesHeaderDataLength {@code PES_header_data_length} where it is more than time stamps need: teletext fixes it at 0x24 (ETSI EN 300
 * 472
 *            4.2); else 0
 */
public record OpaqueFormat(Content content, int streamType, Carriage carriage, int streamId, boolean dataAlignment, int pesHeaderDataLength)
        implements
            DataFormat {
    /** What the unit's payload is. */
    public enum Carriage {
        /** The payload of one PES packet, without its header. */
        PES,
        /** One whole section from table_id to its last byte. */
        SECTION
    }

    /** What an opaque stream seems to be. Only names it: all are treated alike. */
    public enum Content {
        SCTE_35("SCTE-35"), KLV("KLV"), DVB_SUBTITLE("DVB Subtitle"), DVB_TELETEXT("DVB Teletext"), OTHER("Generic");

        private final String text;

        Content(String text) {
            this.text = text;
        }
    }

    @Override
    public String codecName() {
        return content.text;
    }
}
