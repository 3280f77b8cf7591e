package io.holdover.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.EmulationPrevention;
import io.holdover.media.mpegts.TsMuxer;
import io.holdover.media.mpegts.TsPacket;
import io.holdover.media.mpegts.TsPacketTarget;

/**
 * H.264 in a transport stream whose pictures are coded field by field, each field in a PES packet of its own. Their syntax is right as far
 * as slice headers go.
 *
 * @param stream what was muxed
 * @param ends where in it each field ends
 */
record FieldPictures(byte[] stream, List<Integer> ends) {

    private static final long FIELD_TICKS = 1800;
    private static final int FIELD_BYTES = 500;
    private static final Octets SPS = new BitWriter().put(0x67, 8).put(77, 8).put(0, 8).put(30, 8).ue(0).ue(0).ue(0).ue(0).ue(1)
            .put(0, 1).ue(3).ue(1).put(0, 1).put(0, 1).put(1, 1).put(0, 1).put(0, 1).trailing().octets(); // frame_mbs_only_flag 0
    private static final Octets PPS =
            new BitWriter().put(0x68, 8).ue(0).ue(0).put(0, 2).ue(0).ue(0).ue(0).put(0, 3).se(0).se(0).se(0).put(0, 3).trailing().octets();
    private static final Track TRACK = new Track(0x100, new H264Format(List.of(SPS), List.of(PPS), 64, 64), TsDescriptors.none());

    /** So many pictures, a key picture among each so many. */
    static FieldPictures of(int pictures, int keyInterval) {
        Packets packets = new Packets();
        TsMuxer muxer = new TsMuxer(packets);
        muxer.setTracks(List.of(TRACK));
        List<Integer> ends = new ArrayList<>();
        for (int field = 0; field < 2 * pictures; field++) {
            if (field % 10 == 0) {
                muxer.writeTables();
            }
            long dts = Timebase.TICKS_PER_SECOND + field * FIELD_TICKS;
            boolean key = field / 2 % keyInterval == 0;
            byte[] payload = field(field / 2 % keyInterval, field % 2);
            muxer.write(
                    AccessUnit.video(TRACK, dts, dts, key && field % 2 == 0 ? RandomAccess.EXACT : RandomAccess.NONE, 0, false, payload),
                    Timebase.nsFromTicks(dts));
            ends.add(packets.length);
        }
        return new FieldPictures(Arrays.copyOf(packets.bytes, packets.length), ends);
    }

    private static byte[] field(int sinceKey, int bottom) {
        ByteArrayOutputStream unit = new ByteArrayOutputStream();
        unit.writeBytes(new byte[]{0, 0, 0, 1, 9, (byte) 0xF0});
        boolean idr = sinceKey == 0 && bottom == 0;
        if (idr) {
            unit.writeBytes(new byte[]{0, 0, 0, 1});
            unit.writeBytes(SPS.toArray());
            unit.writeBytes(new byte[]{0, 0, 0, 1});
            unit.writeBytes(PPS.toArray());
        }
        BitWriter slice = new BitWriter().put(idr ? 0x65 : 0x61, 8);
        slice.ue(0).ue(sinceKey == 0 ? 7 : 5).ue(0).put(sinceKey & 0xF, 4).put(1, 1).put(bottom, 1); // field_pic_flag, bottom_field_flag
        if (idr) {
            slice.ue(0); // idr_pic_id
        }
        slice.put(2 * sinceKey + bottom & 0xF, 4); // pic_order_cnt_lsb
        slice.put(0, sinceKey == 0 ? 2 : 3).se(0).trailing();
        unit.writeBytes(new byte[]{0, 0, 1});
        unit.writeBytes(EmulationPrevention.insert(slice.octets()));
        byte[] rest = new byte[FIELD_BYTES];
        Arrays.fill(rest, (byte) (0x80 | 2 * sinceKey + bottom));
        unit.writeBytes(rest);
        return unit.toByteArray();
    }

    private static final class Packets implements TsPacketTarget {
        private byte[] bytes = new byte[1000 * TsPacket.SIZE_BYTES];
        private int length;

        @Override
        public int claim() {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            length += TsPacket.SIZE_BYTES;
            return length - TsPacket.SIZE_BYTES;
        }

        @Override
        public byte[] array() {
            return bytes;
        }
    }
}
