package io.holdover.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A second reading of a transport stream, written apart from the one under test and just deep enough to judge a muxer: packet headers,
 * clock
 * references, PES headers.
 *
 * @param packets in the order of the stream
 */
public record TsPackets(List<Packet> packets) {

    /** Size of a transport packet in bytes. */
    public static final int PACKET_BYTES = 188;

    /** {@link Packet#pcr27MHz()} of a packet without a clock reference. */
    public static final long NO_PCR = -1;

    /**
     * One packet.
     *
     * @param pcr27MHz {@link #NO_PCR} if it has none
     * @param stuffingBytes in its adaptation field
     */
    public record Packet(int pid, boolean unitStart, int continuityCounter, boolean discontinuity, boolean randomAccess, long pcr27MHz,
            int stuffingBytes, byte[] payload) {
    }

    /**
     * A PES packet put together again.
     *
     * @param declaredLength PES_packet_length, 0 for unbounded
     * @param pts -1 if it has none
     * @param dts the PTS if it has none of its own
     */
    public record Pes(int pid, int streamId, int declaredLength, boolean aligned, long pts, long dts, int headerDataLength, byte[] payload,
            Packet first) {
    }

    /** Reads whole packets. */
    public static TsPackets of(byte[] bytes) {
        if (bytes.length % PACKET_BYTES != 0) {
            throw new AssertionError(bytes.length + " bytes are no whole number of packets");
        }
        List<Packet> packets = new ArrayList<>();
        for (int offset = 0; offset < bytes.length; offset += PACKET_BYTES) {
            packets.add(packet(bytes, offset));
        }
        return new TsPackets(List.copyOf(packets));
    }

    /** The packets of a PID. */
    public List<Packet> ofPid(int pid) {
        return packets.stream().filter(packet -> packet.pid() == pid).toList();
    }

    /** All clock references in order, 27 MHz. */
    public List<Long> clockReferences() {
        return packets.stream().map(Packet::pcr27MHz).filter(pcr -> pcr != NO_PCR).toList();
    }

    /** Places where a PID's continuity counter does not go on. */
    public List<String> continuityErrors() {
        List<String> errors = new ArrayList<>();
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < packets.size(); i++) {
            Packet packet = packets.get(i);
            boolean hasPayload = packet.payload().length > 0;
            Integer before = last.put(packet.pid(), packet.continuityCounter());
            if (before != null && packet.continuityCounter() != (hasPayload ? before + 1 & 0x0F : before)) {
                errors.add("packet " + i + " of PID " + packet.pid() + ": " + before + " -> " + packet.continuityCounter());
            }
        }
        return errors;
    }

    /** The first section that begins in each unit start of a PID, with what follows it cut off. */
    public List<byte[]> sections(int pid) {
        List<byte[]> sections = new ArrayList<>();
        for (byte[] unit : units(pid)) {
            int start = 1 + (unit[0] & 0xFF); // pointer_field
            int length = 3 + ((unit[start + 1] & 0x0F) << 8 | (unit[start + 2] & 0xFF));
            sections.add(Arrays.copyOfRange(unit, start, start + length));
        }
        return sections;
    }

    /** The PES packets of a PID, the last one as far as it goes. */
    public List<Pes> pes(int pid) {
        List<Pes> result = new ArrayList<>();
        List<Packet> starts = ofPid(pid).stream().filter(Packet::unitStart).toList();
        List<byte[]> units = units(pid);
        for (int i = 0; i < units.size(); i++) {
            result.add(pes(pid, units.get(i), starts.get(i)));
        }
        return result;
    }

    private List<byte[]> units(int pid) {
        List<byte[]> units = new ArrayList<>();
        byte[] open = null;
        for (Packet packet : ofPid(pid)) {
            if (packet.unitStart()) {
                if (open != null) {
                    units.add(open);
                }
                open = packet.payload();
            } else if (open != null) {
                byte[] longer = Arrays.copyOf(open, open.length + packet.payload().length);
                System.arraycopy(packet.payload(), 0, longer, open.length, packet.payload().length);
                open = longer;
            }
        }
        if (open != null) {
            units.add(open);
        }
        return units;
    }

    private static Packet packet(byte[] bytes, int offset) {
        if (bytes[offset] != 0x47) {
            throw new AssertionError("no sync byte at " + offset);
        }
        int pid = (bytes[offset + 1] & 0x1F) << 8 | (bytes[offset + 2] & 0xFF);
        int control = bytes[offset + 3] >> 4 & 0x03;
        int position = offset + 4;
        boolean discontinuity = false;
        boolean randomAccess = false;
        long pcr = NO_PCR;
        int stuffing = 0;
        if ((control & 0x02) != 0) {
            int length = bytes[position] & 0xFF;
            int used = 0;
            if (length > 0) {
                int flags = bytes[position + 1] & 0xFF;
                used = 1;
                discontinuity = (flags & 0x80) != 0;
                randomAccess = (flags & 0x40) != 0;
                if ((flags & 0x10) != 0) {
                    pcr = pcr(bytes, position + 2);
                    used += 6;
                }
            }
            stuffing = length - used;
            position += 1 + length;
        }
        int end = offset + PACKET_BYTES;
        if (position > end) {
            throw new AssertionError("the adaptation field at " + offset + " is longer than the packet");
        }
        byte[] payload = (control & 0x01) != 0 ? Arrays.copyOfRange(bytes, position, end) : new byte[0];
        return new Packet(pid, (bytes[offset + 1] & 0x40) != 0, bytes[offset + 3] & 0x0F, discontinuity, randomAccess, pcr, stuffing,
                payload);
    }

    private static long pcr(byte[] bytes, int position) {
        long base = 0;
        for (int i = 0; i < 4; i++) {
            base = base << 8 | (bytes[position + i] & 0xFF);
        }
        base = base << 1 | (bytes[position + 4] & 0x80) >> 7;
        int extension = (bytes[position + 4] & 0x01) << 8 | (bytes[position + 5] & 0xFF);
        return base * 300 + extension;
    }

    private static Pes pes(int pid, byte[] unit, Packet first) {
        if (unit[0] != 0 || unit[1] != 0 || unit[2] != 1) {
            throw new AssertionError("no PES packet on PID " + pid);
        }
        int streamId = unit[3] & 0xFF;
        int declared = (unit[4] & 0xFF) << 8 | (unit[5] & 0xFF);
        int end = declared == 0 ? unit.length : Math.min(unit.length, 6 + declared);
        if (streamId == 0xBF || streamId == 0xBE) {
            return new Pes(pid, streamId, declared, false, -1, -1, 0, Arrays.copyOfRange(unit, 6, end), first);
        }
        int stamps = unit[7] >> 6 & 0x03;
        int headerDataLength = unit[8] & 0xFF;
        long pts = stamps >= 2 ? stamp(unit, 9) : -1;
        long dts = stamps == 3 ? stamp(unit, 14) : pts;
        byte[] payload = Arrays.copyOfRange(unit, 9 + headerDataLength, end);
        return new Pes(pid, streamId, declared, (unit[6] & 0x04) != 0, pts, dts, headerDataLength, payload, first);
    }

    private static long stamp(byte[] unit, int position) {
        return (long) (unit[position] >> 1 & 0x07) << 30 | (unit[position + 1] & 0xFF) << 22 | (unit[position + 2] & 0xFE) << 14
                | (unit[position + 3] & 0xFF) << 7 | (unit[position + 4] & 0xFE) >> 1;
    }
}
