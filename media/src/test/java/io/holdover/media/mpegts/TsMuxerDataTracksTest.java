package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.Octets;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.OpaqueFormat.Carriage;
import io.holdover.media.OpaqueFormat.Content;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;

/** Data tracks from muxer to demuxer: byte for byte, with their times, formats and descriptors. */
class TsMuxerDataTracksTest {
    private static final long MS = 1_000_000L;
    private static final Track VIDEO = new Track(0x100, H264Format.unknown(), TsDescriptors.none());
    private static final Track KLV = opaque(0x101, Content.KLV, 0x06, Carriage.PES, 0xBD, false, 0, "05044b4c5641");
    private static final Track TIMED_KLV = opaque(0x102, Content.KLV, 0x15, Carriage.PES, 0xFC, true, 0, "260901004b4c56414b4c5641");
    private static final Track TELETEXT = opaque(0x103, Content.DVB_TELETEXT, 0x06, Carriage.PES, 0xBD, true, 0x24, "56056465750940");
    private static final Track SUBTITLE = opaque(0x104, Content.DVB_SUBTITLE, 0x06, Carriage.PES, 0xBD, true, 0, "5908656e671000010001");
    private static final Track SPLICES = opaque(0x105, Content.SCTE_35, 0x86, Carriage.SECTION, 0, false, 0, "8a0101");
    private static final List<Track> TRACKS = List.of(VIDEO, KLV, TIMED_KLV, TELETEXT, SUBTITLE, SPLICES);

    private final Collector out = new Collector();
    private final TsMuxer muxer = new TsMuxer(out);
    private final Random random = new Random(35);

    @Test
    void comeBackAsTheyWere() {
        muxer.setTracks(TRACKS);
        muxer.setLeadTicks(9000);
        AccessUnit[] units = new AccessUnit[600];
        for (int i = 0; i < units.length; i++) {
            if (i % 30 == 0) {
                muxer.writeTables();
            }
            units[i] = unit(TRACKS.get(i % TRACKS.size()), 900_000 + i * 600L);
            muxer.write(units[i], i * 6L * MS);
        }
        Demuxed demuxed = Demuxed.whole(out.toBytes());

        for (int index = 1; index < TRACKS.size(); index++) {
            Track sent = TRACKS.get(index);
            List<AccessUnit> expected = Arrays.stream(units).filter(unit -> unit.track() == sent).toList();
            List<AccessUnit> got = demuxed.unitsOf(TsMuxer.FIRST_TRACK_PID + index);
            assertThat(got).as(sent.toString()).hasSameSizeAs(expected);
            for (int i = 0; i < got.size(); i++) {
                assertThat(got.get(i).payload()).isEqualTo(expected.get(i).payload());
                assertThat(got.get(i).timed()).isEqualTo(expected.get(i).timed());
                if (expected.get(i).timed()) {
                    assertThat(got.get(i).ptsTicks()).isEqualTo(expected.get(i).ptsTicks());
                }
            }
            Track received = got.getLast().track();
            assertThat(received.format()).isEqualTo(sent.format());
            assertThat(received.descriptors()).isEqualTo(sent.descriptors());
        }
        assertThat(demuxed.counters().sectionErrors()).isZero();
        assertThat(demuxed.counters().continuityGaps()).isZero();
    }

    private AccessUnit unit(Track track, long dts) {
        if (track == VIDEO) {
            byte[] picture = new byte[500];
            System.arraycopy(new byte[]{0, 0, 0, 1, 0x41}, 0, picture, 0, 5);
            return AccessUnit.video(track, dts, dts, RandomAccess.NONE, 0, false, picture);
        }
        if (track == SPLICES) {
            return AccessUnit.data(track, dts, dts, false, false, section(20 + random.nextInt(600)));
        }
        byte[] payload = new byte[track == TELETEXT ? 139 : 1 + random.nextInt(3000)];
        random.nextBytes(payload);
        return AccessUnit.data(track, dts, dts, track != KLV, false, payload);
    }

    private byte[] section(int length) {
        byte[] section = new byte[length];
        random.nextBytes(section);
        section[0] = (byte) 0xFC;
        section[1] = (byte) (0x30 | (length - 3) >> 8);
        section[2] = (byte) (length - 3);
        int crc = Crc32Mpeg.of(section, 0, length - 4);
        for (int i = 0; i < 4; i++) {
            section[length - 4 + i] = (byte) (crc >>> (24 - 8 * i));
        }
        return section;
    }

    private static Track opaque(int id, Content content, int streamType, Carriage carriage, int streamId, boolean aligned,
            int headerDataLength,
            String descriptors) {
        return new Track(id, new OpaqueFormat(content, streamType, carriage, streamId, aligned, headerDataLength),
                new TsDescriptors(Octets.fromHex(descriptors)));
    }
}
