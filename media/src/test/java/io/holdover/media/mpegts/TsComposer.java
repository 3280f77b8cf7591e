package io.holdover.media.mpegts;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.holdover.media.Octets;

/** Transport packets made by hand, also wrong ones, for tests. */
final class TsComposer {
    static final int PMT_PID = 0x1000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Integer, Integer> counters = new HashMap<>();

    /** What a PMT says of one elementary stream. */
    record Stream(int type, int pid, String descriptors) {
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** What was added since the last call. */
    byte[] take() {
        byte[] taken = out.toByteArray();
        out.reset();
        return taken;
    }

    TsComposer raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Program and PID of its map, repeated. */
    TsComposer pat(int... programs) {
        byte[] body = new byte[2 * programs.length];
        for (int index = 0; index < programs.length; index++) {
            body[2 * index] = (byte) (programs[index] >> 8);
            body[2 * index + 1] = (byte) programs[index];
            if (index % 2 == 1) {
                body[2 * index] |= (byte) 0xE0;
            }
        }
        return section(TsPacket.PID_PAT, table(0, 1, 0, body));
    }

    TsComposer pmt(int version, int pcrPid, Stream... streams) {
        return section(PMT_PID, pmtSection(1, version, pcrPid, "", streams));
    }

    static byte[] pmtSection(int program, int version, int pcrPid, String programDescriptors, Stream... streams) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] info = Octets.fromHex(programDescriptors).toArray();
        body.writeBytes(new byte[]{(byte) (0xE0 | pcrPid >> 8), (byte) pcrPid, (byte) (0xF0 | info.length >> 8), (byte) info.length});
        body.writeBytes(info);
        for (Stream stream : streams) {
            byte[] descriptors = Octets.fromHex(stream.descriptors()).toArray();
            body.writeBytes(new byte[]{(byte) stream.type(), (byte) (0xE0 | stream.pid() >> 8), (byte) stream.pid(),
                (byte) (0xF0 | descriptors.length >> 8), (byte) descriptors.length});
            body.writeBytes(descriptors);
        }
        return table(2, program, version, body.toByteArray());
    }

    /** Header, body and CRC. */
    static byte[] table(int id, int extension, int version, byte[] body) {
        byte[] section = new byte[8 + body.length + 4];
        int length = section.length - 3;
        section[0] = (byte) id;
        section[1] = (byte) (0xB0 | length >> 8);
        section[2] = (byte) length;
        section[3] = (byte) (extension >> 8);
        section[4] = (byte) extension;
        section[5] = (byte) (0xC1 | version << 1);
        System.arraycopy(body, 0, section, 8, body.length);
        int crc = Crc32Mpeg.of(section, 0, section.length - 4);
        for (int index = 0; index < 4; index++) {
            section[section.length - 4 + index] = (byte) (crc >> (24 - 8 * index));
        }
        return section;
    }

    /** The section behind a pointer_field, in as many packets as it takes, the last filled with 0xFF. */
    TsComposer section(int pid, byte[] section) {
        byte[] payload = new byte[1 + section.length];
        System.arraycopy(section, 0, payload, 1, section.length);
        for (int at = 0; at < payload.length; at += TsPacket.PAYLOAD_MAX_BYTES) {
            byte[] piece = new byte[TsPacket.PAYLOAD_MAX_BYTES];
            Arrays.fill(piece, (byte) 0xFF);
            System.arraycopy(payload, at, piece, 0, Math.min(piece.length, payload.length - at));
            packet(pid, at == 0, piece, new byte[0]);
        }
        return this;
    }

    /** A PES packet of unknown length, its last packet filled by stuffing. */
    TsComposer unbounded(int pid, long pts, long dts, byte[] payload) {
        return split(pid, pes(0xE0, pts, dts, payload, 0), TsPacket.PAYLOAD_MAX_BYTES);
    }

    /** A PES packet with its true length. */
    TsComposer bounded(int pid, int streamId, long pts, byte[] payload) {
        byte[] pes = pes(streamId, pts, -1, payload, -1);
        return split(pid, pes, TsPacket.PAYLOAD_MAX_BYTES);
    }

    /** Splits into packets with at most {@code most} bytes of payload, and stuffing where that leaves room. */
    TsComposer split(int pid, byte[] pes, int most) {
        for (int at = 0; at < pes.length; at += most) {
            piece(pid, at == 0, Arrays.copyOfRange(pes, at, Math.min(pes.length, at + most)));
        }
        return this;
    }

    /** Goes on with a PES packet. */
    TsComposer goOn(int pid, byte[] rest) {
        for (int at = 0; at < rest.length; at += TsPacket.PAYLOAD_MAX_BYTES) {
            piece(pid, false, Arrays.copyOfRange(rest, at, Math.min(rest.length, at + TsPacket.PAYLOAD_MAX_BYTES)));
        }
        return this;
    }

    /** One packet, stuffed as needed. */
    TsComposer piece(int pid, boolean start, byte[] payload) {
        int room = TsPacket.PAYLOAD_MAX_BYTES - payload.length;
        byte[] adaptation = new byte[Math.max(0, room)];
        if (room > 0) {
            Arrays.fill(adaptation, (byte) 0xFF);
            adaptation[0] = (byte) (room - 1);
            if (room > 1) {
                adaptation[1] = 0;
            }
        }
        return packet(pid, start, payload, adaptation);
    }

    /** A packet with nothing but a PCR; it has no payload, so the counter stands still. */
    TsComposer pcr(int pid, long base, boolean discontinuity) {
        byte[] adaptation = new byte[TsPacket.PAYLOAD_MAX_BYTES];
        Arrays.fill(adaptation, (byte) 0xFF);
        adaptation[0] = (byte) (TsPacket.PAYLOAD_MAX_BYTES - 1);
        adaptation[1] = (byte) (discontinuity ? 0x90 : 0x10);
        for (int index = 0; index < 4; index++) {
            adaptation[2 + index] = (byte) (base >> (25 - 8 * index));
        }
        adaptation[6] = (byte) ((base & 1) << 7 | 0x7E);
        adaptation[7] = 0;
        return packet(pid, false, new byte[0], adaptation);
    }

    TsComposer packet(int pid, boolean start, byte[] payload, byte[] adaptation) {
        int counter = counters.getOrDefault(pid, 15);
        if (payload.length > 0) {
            counter = (counter + 1) & 15;
            counters.put(pid, counter);
        }
        int control = (adaptation.length > 0 ? 0x20 : 0) | (payload.length > 0 ? 0x10 : 0) | counter;
        out.writeBytes(new byte[]{TsPacket.SYNC_BYTE, (byte) ((start ? 0x40 : 0) | pid >> 8), (byte) pid, (byte) control});
        out.writeBytes(adaptation);
        out.writeBytes(payload);
        return this;
    }

    /** As if a packet of this PID were lost. */
    TsComposer lose(int pid) {
        counters.merge(pid, 0, (counter, same) -> (counter + 1) & 15);
        return this;
    }

    /**
     * A PES packet.
     *
     * @param pts -1: none
     * @param dts -1: none
     * @param length PES_packet_length, -1: the true one
     */
    static byte[] pes(int streamId, long pts, long dts, byte[] payload, int length) {
        int headerLength = (pts >= 0 ? 5 : 0) + (dts >= 0 ? 5 : 0);
        byte[] pes = new byte[9 + headerLength + payload.length];
        int packetLength = length < 0 ? pes.length - 6 : length;
        pes[2] = 1;
        pes[3] = (byte) streamId;
        pes[4] = (byte) (packetLength >> 8);
        pes[5] = (byte) packetLength;
        pes[6] = (byte) 0x80;
        pes[7] = (byte) ((pts >= 0 ? 0x80 : 0) | (dts >= 0 ? 0x40 : 0));
        pes[8] = (byte) headerLength;
        if (pts >= 0) {
            stamp(pes, 9, dts >= 0 ? 3 : 2, pts);
        }
        if (dts >= 0) {
            stamp(pes, 14, 1, dts);
        }
        System.arraycopy(payload, 0, pes, 9 + headerLength, payload.length);
        return pes;
    }

    private static void stamp(byte[] pes, int at, int prefix, long stamp) {
        pes[at] = (byte) (prefix << 4 | (stamp >> 30 & 7) << 1 | 1);
        pes[at + 1] = (byte) (stamp >> 22);
        pes[at + 2] = (byte) (stamp >> 14 | 1);
        pes[at + 3] = (byte) (stamp >> 7);
        pes[at + 4] = (byte) (stamp << 1 | 1);
    }
}
