package io.holdover.media;

/**
 * AAC in any of its profiles. Units are raw AAC frames without ADTS or LATM framing.
 *
 * @param transport how the publisher framed it
 * @param audioSpecificConfig ISO/IEC 14496-3 1.6.2.1, built from the ADTS header where there is none in band; empty until the first frame
 * @param sampleRateHz the core's rate: with HE-AAC half of what is heard
 * @param channels channels of the core, 0 if unknown or told by a program config element only
 * @param mpeg2Id ADTS {@code ID} bit: MPEG-2 AAC
 * @param crcPresent ADTS {@code protection_absent} was 0
 * @param rawDataBlocks raw data blocks in one unit, 1 to 4; more than 1 only with ADTS frames that cannot be divided
 * @param streamMuxConfig LATM {@code StreamMuxConfig()}, bit for bit, left-aligned; empty with ADTS
 * @param streamMuxConfigBits how many bits of it count
 */
public record AacFormat(Transport transport, Octets audioSpecificConfig, int sampleRateHz, int channels, boolean mpeg2Id,
        boolean crcPresent, int rawDataBlocks, Octets streamMuxConfig, int streamMuxConfigBits) implements AudioFormat {
    /** The framing around raw AAC frames. */
    public enum Transport {
        /** ISO/IEC 13818-7 6.2, stream type 0x0F. */
        ADTS,
        /** ISO/IEC 14496-3 1.7.3, LOAS/LATM, stream type 0x11. */
        LATM
    }

    /** A track that was announced, but has shown no frame yet. */
    public static AacFormat unknown(Transport transport) {
        return new AacFormat(transport, Octets.empty(), 0, 0, false, false, 1, Octets.empty(), 0);
    }

    @Override
    public String codecName() {
        return switch (transport) {
            case ADTS -> "MPEG-4 Audio";
            case LATM -> "MPEG-4 Audio LATM";
        };
    }
}
