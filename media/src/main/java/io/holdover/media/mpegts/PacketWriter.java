package io.holdover.media.mpegts;

import java.util.Arrays;

/**
 * Cuts PES packets and sections into transport packets. One thread at a time.
 */
final class PacketWriter {
    // adaptation field flags, ISO/IEC 13818-1 2.4.3.4
    static final int DISCONTINUITY_INDICATOR = 0x80;
    static final int RANDOM_ACCESS_INDICATOR = 0x40;
    private static final int PCR_FLAG = 0x10;

    /** No PCR in this packet. */
    static final long NO_PCR = Long.MIN_VALUE;

    private static final int PCR_BYTES = 6;
    private static final int PAYLOAD_ONLY = 0x10;
    private static final int ADAPTATION_ONLY = 0x20;
    private static final int ADAPTATION_AND_PAYLOAD = 0x30;
    private static final int UNIT_START = 0x40;

    private final TsPacketTarget target;

    PacketWriter(TsPacketTarget target) {
        this.target = target;
    }

    /**
     * Writes a PES packet. Only its last transport packet is stuffed.
     *
     * @param flags of the first packet's adaptation field, 0 for none
     * @param pcr27MHz for the first packet, or {@link #NO_PCR}
     */
    void writePes(MuxTrack track, PayloadSlices pes, int flags, long pcr27MHz) {
        boolean first = true;
        while (pes.remainingBytes() > 0) {
            int adaptation = 0;
            if (first && (flags != 0 || pcr27MHz != NO_PCR)) {
                adaptation = 2 + (pcr27MHz == NO_PCR ? 0 : PCR_BYTES);
            }
            int payload = Math.min(pes.remainingBytes(), TsPacket.PAYLOAD_MAX_BYTES - adaptation);
            int stuffing = TsPacket.PAYLOAD_MAX_BYTES - adaptation - payload;
            int offset = target.claim();
            byte[] packet = target.array();
            int cc = track.nextContinuityCounter();
            boolean hasAdaptation = adaptation + stuffing > 0;
            header(packet, offset, track.pid(), first ? UNIT_START : 0, hasAdaptation ? ADAPTATION_AND_PAYLOAD : PAYLOAD_ONLY, cc);
            int position = offset + TsPacket.HEADER_BYTES;
            if (hasAdaptation) {
                position = adaptation(packet, position, adaptation + stuffing, first ? flags : 0, first ? pcr27MHz : NO_PCR);
            }
            pes.read(packet, position, payload);
            first = false;
        }
    }

    /** A packet without payload that carries the clock; its continuity counter stands still (ISO/IEC 13818-1 2.4.3.3). */
    void writePcr(MuxTrack track, int flags, long pcr27MHz) {
        int offset = target.claim();
        byte[] packet = target.array();
        header(packet, offset, track.pid(), 0, ADAPTATION_ONLY, track.continuityCounter());
        adaptation(packet, offset + TsPacket.HEADER_BYTES, TsPacket.PAYLOAD_MAX_BYTES, flags, pcr27MHz);
    }

    /** Writes a whole section into packets of its own. */
    void writeSection(MuxTrack track, byte[] section, int offsetInSection, int length) {
        int written = 0;
        boolean first = true;
        while (written < length) {
            int offset = target.claim();
            byte[] packet = target.array();
            header(packet, offset, track.pid(), first ? UNIT_START : 0, PAYLOAD_ONLY, track.nextContinuityCounter());
            int position = offset + TsPacket.HEADER_BYTES;
            if (first) {
                packet[position++] = 0; // pointer_field
            }
            int step = Math.min(length - written, offset + TsPacket.SIZE_BYTES - position);
            System.arraycopy(section, offsetInSection + written, packet, position, step);
            Arrays.fill(packet, position + step, offset + TsPacket.SIZE_BYTES, (byte) 0xFF);
            written += step;
            first = false;
        }
    }

    private static void header(byte[] packet, int offset, int pid, int startFlag, int control, int continuityCounter) {
        packet[offset] = TsPacket.SYNC_BYTE;
        packet[offset + 1] = (byte) (startFlag | pid >> 8);
        packet[offset + 2] = (byte) pid;
        packet[offset + 3] = (byte) (control | continuityCounter);
    }

    /** @param total bytes of the whole field with its length byte, >= 1 */
    private static int adaptation(byte[] packet, int start, int total, int flags, long pcr27MHz) {
        packet[start] = (byte) (total - 1); // adaptation_field_length; 0 is the single stuffing byte
        if (total == 1) {
            return start + 1;
        }
        int position = start + 2;
        int allFlags = flags;
        if (pcr27MHz != NO_PCR) {
            allFlags |= PCR_FLAG;
            position = pcr(packet, position, pcr27MHz);
        }
        packet[start + 1] = (byte) allFlags;
        Arrays.fill(packet, position, start + total, (byte) 0xFF);
        return start + total;
    }

    /** ISO/IEC 13818-1 2.4.3.5: base(33) reserved(6) extension(9). */
    private static int pcr(byte[] packet, int position, long pcr27MHz) {
        long base = Math.floorDiv(pcr27MHz, 300L);
        int extension = Math.floorMod(pcr27MHz, 300);
        packet[position] = (byte) (base >> 25);
        packet[position + 1] = (byte) (base >> 17);
        packet[position + 2] = (byte) (base >> 9);
        packet[position + 3] = (byte) (base >> 1);
        packet[position + 4] = (byte) (base << 7 | 0x7E | extension >> 8);
        packet[position + 5] = (byte) extension;
        return position + PCR_BYTES;
    }
}
