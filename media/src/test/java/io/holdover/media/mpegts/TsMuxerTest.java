package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.holdover.media.AacFormat;
import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.H265Format;
import io.holdover.media.Mpeg4VideoFormat;
import io.holdover.media.Octets;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.OpusFormat;
import io.holdover.media.RandomAccess;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.Track;
import io.holdover.media.TrackFormat;
import io.holdover.media.TsDescriptors;
import io.holdover.testkit.TsPackets;
import io.holdover.testkit.TsPackets.Packet;
import io.holdover.testkit.TsPackets.Pes;

class TsMuxerTest {
    private static final int VIDEO_PID = 0x100;
    private static final int AUDIO_PID = 0x101;
    private static final long MS = 1_000_000L;
    private static final HexFormat HEX = HexFormat.of();

    private static final Track H264 = track(50,
            new H264Format(List.of(Octets.fromHex("6764001f")), List.of(Octets.fromHex("68ee3c80")), 1280, 720));
    private static final Track H265 = track(51, new H265Format(List.of(Octets.fromHex("40010c01")), List.of(Octets.fromHex("420101")),
            List.of(Octets.fromHex("4401c0")), 1280, 720));
    private static final Track AAC = track(60,
            new AacFormat(AacFormat.Transport.ADTS, Octets.fromHex("1190"), 48_000, 2, false, false, 1, Octets.empty(), 0));

    private final Collector out = new Collector();
    private final TsMuxer muxer = new TsMuxer(out);

    @Test
    void putsTablesInFrontThatNameProgramTracksAndClock() {
        muxer.setTracks(List.of(H264, AAC));
        muxer.writeTables();

        TsPackets packets = out.packets();
        byte[] pat = packets.sections(0).getFirst();
        byte[] pmt = packets.sections(TsMuxer.PMT_PID).getFirst();
        assertThat(Crc32Mpeg.of(pat, 0, pat.length)).isZero();
        assertThat(Crc32Mpeg.of(pmt, 0, pmt.length)).isZero();
        assertThat(HEX.formatHex(pat, 0, 12)).isEqualTo("00b00d0001c100000001f000");
        assertThat(HEX.formatHex(pmt, 0, pmt.length - 4)).isEqualTo("02b0170001c10000" + "e100f000" + "1be100f000" + "0fe101f000");
    }

    @Test
    void raisesTheVersionOnlyWhenTheTableIsAnother() {
        muxer.setTracks(List.of(H264));
        muxer.writeTables();
        muxer.setTracks(List.of(H264.withFormat(H264Format.unknown())));
        muxer.writeTables();
        muxer.setTracks(List.of(H264, AAC));
        muxer.writeTables();

        assertThat(out.packets().sections(TsMuxer.PMT_PID).stream().map(pmt -> pmt[5] >> 1 & 0x1F)).containsExactly(0, 0, 1);
    }

    @Test
    void keepsThePidOfATrackThatComesAgain() {
        muxer.setTracks(List.of(H264, AAC));
        muxer.setTracks(List.of(H264));
        muxer.setTracks(List.of(track(70, OpaqueFormats.KLV), H264, AAC));
        muxer.writeTables();

        byte[] pmt = out.packets().sections(TsMuxer.PMT_PID).getFirst();
        assertThat(HEX.formatHex(pmt)).contains("e102", "1be100f000", "0fe101f000");
    }

    @Test
    void insertsDelimiterAndParameterSetsBeforeAnIdrThatLacksThem() {
        muxer.setTracks(List.of(H264));
        muxer.write(picture(H264, 900, 900, RandomAccess.EXACT, "0000000165888400"), 0);

        Pes pes = out.packets().pes(VIDEO_PID).getFirst();
        assertThat(HEX.formatHex(pes.payload()))
                .isEqualTo("0000000109f0" + "000000016764001f" + "0000000168ee3c80" + "0000000165888400");
        assertThat(pes.first().randomAccess()).isTrue();
        assertThat(pes.streamId()).isEqualTo(0xE0);
        assertThat(pes.declaredLength()).isEqualTo(3 + 5 + pes.payload().length);
    }

    @Test
    void leavesAPictureAloneThatHasEverything() {
        String picture = "0000000109f0" + "000001" + "6764001f" + "000001" + "68ee3c80" + "000001" + "65888400";
        muxer.setTracks(List.of(H264));
        muxer.write(picture(H264, 900, 900, RandomAccess.EXACT, picture), 0);

        assertThat(HEX.formatHex(out.packets().pes(VIDEO_PID).getFirst().payload())).isEqualTo(picture);
    }

    @Test
    void putsParameterSetsBehindTheDelimiterThatIsThere() {
        muxer.setTracks(List.of(H264));
        muxer.write(picture(H264, 900, 900, RandomAccess.EXACT, "0000000109f0" + "000000010605ff80" + "0000000165888400"), 0);

        assertThat(HEX.formatHex(out.packets().pes(VIDEO_PID).getFirst().payload()))
                .isEqualTo("0000000109f0" + "000000016764001f" + "0000000168ee3c80" + "000000010605ff80" + "0000000165888400");
    }

    @Test
    void givesOtherPicturesADelimiterOnly() {
        muxer.setTracks(List.of(H264));
        muxer.write(picture(H264, 900, 4500, RandomAccess.NONE, "000001419a00"), 0);

        Pes pes = out.packets().pes(VIDEO_PID).getFirst();
        assertThat(HEX.formatHex(pes.payload())).isEqualTo("0000000109f0" + "000001419a00");
        assertThat(pes.first().randomAccess()).isFalse();
        assertThat(pes.pts()).isEqualTo(4500);
        assertThat(pes.dts()).isEqualTo(900);
    }

    @Test
    void losesNoByteOfAPictureWithoutAnyStartCode() {
        muxer.setTracks(List.of(H264));
        muxer.write(picture(H264, 900, 900, RandomAccess.NONE, "a1b2c3d4"), 0);
        muxer.write(picture(H264, 4500, 4500, RandomAccess.EXACT, "a1b20000016588"), 0);

        List<Pes> pes = out.packets().pes(VIDEO_PID);
        assertThat(HEX.formatHex(pes.get(0).payload())).endsWith("a1b2c3d4");
        assertThat(HEX.formatHex(pes.get(1).payload())).endsWith("a1b20000016588");
    }

    @Test
    void givesAnH265PictureTheDelimiterOfItsTemporalLayer() {
        muxer.setTracks(List.of(H265));
        muxer.write(picture(H265, 0, 0, RandomAccess.EXACT, "000000012601af00"), 0);
        muxer.write(picture(H265, 0, 0, RandomAccess.NONE, "000000010203d000"), 0);

        List<Pes> pes = out.packets().pes(VIDEO_PID);
        assertThat(HEX.formatHex(pes.get(0).payload())).isEqualTo(
                "00000001460150" + "0000000140010c01" + "00000001420101" + "000000014401c0" + "000000012601af00");
        assertThat(HEX.formatHex(pes.get(1).payload())).isEqualTo("00000001460350" + "000000010203d000");
    }

    @Test
    void putsTheConfigurationBeforeAnMpeg4KeyPictureWithoutOne() {
        Track mpeg4 = track(52, new Mpeg4VideoFormat(Octets.fromHex("000001b0010000012000"), 640, 480));
        muxer.setTracks(List.of(mpeg4));
        muxer.write(picture(mpeg4, 0, 0, RandomAccess.EXACT, "000001b61000"), 0);
        muxer.write(picture(mpeg4, 3600, 3600, RandomAccess.EXACT, "0000012000000001b61000"), 0);

        List<Pes> pes = out.packets().pes(VIDEO_PID);
        assertThat(HEX.formatHex(pes.get(0).payload())).isEqualTo("000001b0010000012000" + "000001b61000");
        assertThat(HEX.formatHex(pes.get(1).payload())).isEqualTo("0000012000000001b61000");
    }

    @Test
    void leavesTheLengthOfALargePictureOpenAndStuffsOnlyItsLastPacket() {
        byte[] large = new byte[200_000];
        new Random(1).nextBytes(large);
        System.arraycopy(HEX.parseHex("000001419a"), 0, large, 0, 5);
        muxer.setTracks(List.of(H264));
        muxer.write(AccessUnit.video(H264, 900, 900, RandomAccess.NONE, 0, false, large), 0);

        TsPackets packets = out.packets();
        Pes pes = packets.pes(VIDEO_PID).getFirst();
        assertThat(pes.declaredLength()).isZero();
        assertThat(Arrays.copyOfRange(pes.payload(), 6, pes.payload().length)).isEqualTo(large);
        List<Packet> all = packets.ofPid(VIDEO_PID);
        assertThat(all.subList(0, all.size() - 1)).allMatch(packet -> packet.stuffingBytes() == 0);
        assertThat(packets.continuityErrors()).isEmpty();
    }

    @Test
    void packsEveryPayloadSizeAroundThePacketBoundariesByteExact() {
        muxer.setTracks(List.of(track(70, OpaqueFormats.KLV)));
        Track klv = track(70, OpaqueFormats.KLV);
        muxer.setTracks(List.of(klv));
        Random random = new Random(2);
        byte[][] payloads = new byte[400][];
        for (int size = 1; size <= payloads.length; size++) {
            payloads[size - 1] = new byte[size];
            random.nextBytes(payloads[size - 1]);
            muxer.write(AccessUnit.data(klv, size * 3600L, size * 3600L, true, false, payloads[size - 1]), size * 40L * MS);
        }
        TsPackets packets = out.packets();
        assertThat(packets.pes(VIDEO_PID).stream().map(pes -> HEX.formatHex(pes.payload())))
                .containsExactlyElementsOf(Arrays.stream(payloads).map(HEX::formatHex).toList());
        assertThat(packets.continuityErrors()).isEmpty();
    }

    @Test
    void putsAudioFramesThatArrivedTogetherIntoOnePes() {
        muxer.setTracks(List.of(AAC));
        muxer.write(new AccessUnit[]{aac(0, 10), aac(1920, 300), aac(3840, 20)}, 3, 0);

        List<Pes> pes = out.packets().pes(VIDEO_PID);
        assertThat(pes).hasSize(1);
        assertThat(pes.getFirst().streamId()).isEqualTo(0xC0);
        assertThat(pes.getFirst().payload()).hasSize(10 + 300 + 20 + 3 * 7);
        assertThat(HEX.formatHex(pes.getFirst().payload(), 0, 7)).isEqualTo("fff14c80023ffc"); // LC, 48 kHz, 2 channels, 17 bytes
        assertThat(HEX.formatHex(pes.getFirst().payload(), 17, 24)).isEqualTo("fff14c80267ffc"); // 307 bytes
    }

    @Test
    void beginsANewPesWhereAudioFramesAreNotContiguousOrTooMany() {
        muxer.setTracks(List.of(AAC));
        muxer.write(new AccessUnit[]{aac(0, 10), aac(1920, 10), aac(90_000, 10)}, 3, 0);
        AccessUnit[] many = new AccessUnit[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = aac(180_000 + i * 1920, 8000);
        }
        muxer.write(many, many.length, 0);

        List<Pes> pes = out.packets().pes(VIDEO_PID);
        assertThat(pes.stream().map(Pes::pts).limit(3)).containsExactly(0L, 90_000L, 180_000L);
        assertThat(pes).allMatch(packet -> packet.declaredLength() > 0);
        assertThat(pes.stream().skip(2).mapToInt(packet -> packet.payload().length).sum()).isEqualTo(20 * 8007);
    }

    @Test
    void keepsThePublishersMpeg2IdAndAnnouncesNoCrc() {
        Track mpeg2 =
                track(60, new AacFormat(AacFormat.Transport.ADTS, Octets.fromHex("1210"), 44_100, 2, true, true, 2, Octets.empty(), 0));
        muxer.setTracks(List.of(mpeg2));
        muxer.write(AccessUnit.audio(mpeg2, 0, 2048, false, new byte[10]), 0);

        assertThat(HEX.formatHex(out.packets().pes(VIDEO_PID).getFirst().payload(), 0, 7)).isEqualTo("fff95080023ffd");
    }

    @Test
    void framesLatmWithThePublishersConfigurationInEveryFrame() {
        // audioMuxVersion 0, allStreamsSameTimeFraming 1, numSubFrames 0, numProgram 0, numLayer 0, ASC 1190, frameLengthType 0,
        // latmBufferFullness FF, otherDataPresent 0, crcCheckPresent 0: 1+1+6+4+3+16+3+8+1+1 = 44 bits
        String bits = "0" + "1" + "000000" + "0000" + "000" + "0001000110010000" + "000" + "11111111" + "0" + "0";
        assertThat(bits).hasSize(44);
        Octets config = octetsOf(bits + "0000");
        Track latm = track(61, new AacFormat(AacFormat.Transport.LATM, Octets.fromHex("1190"), 48_000, 2, false, false, 1, config, 44));
        muxer.setTracks(List.of(latm));
        byte[] frame = new byte[300];
        new Random(3).nextBytes(frame);
        muxer.write(AccessUnit.audio(latm, 0, 1024, false, frame), 0);

        byte[] payload = out.packets().pes(VIDEO_PID).getFirst().payload();
        String expected = "0" + bits + "11111111" + binary((byte) 45) + binary(frame);
        int elementBytes = (expected.length() + 7) / 8;
        assertThat(binary(payload)).isEqualTo("01010110111" + String.format("%13s", Integer.toBinaryString(elementBytes)).replace(' ', '0')
                + expected + "0".repeat(elementBytes * 8 - expected.length()));
    }

    @Test
    void writesTheOpusControlHeaderAndBothDescriptors() {
        Track opus = track(62, new OpusFormat(2, 2));
        muxer.setTracks(List.of(opus));
        muxer.writeTables();
        muxer.write(
                new AccessUnit[]{AccessUnit.audio(opus, 0, 960, false, new byte[300]),
                    AccessUnit.audio(opus, 1800, 960, false, new byte[255])},
                2, 0);

        TsPackets packets = out.packets();
        assertThat(HEX.formatHex(packets.sections(TsMuxer.PMT_PID).getFirst())).contains("06e100f00a" + "05044f707573" + "7f028002");
        Pes pes = packets.pes(VIDEO_PID).getFirst();
        assertThat(pes.streamId()).isEqualTo(0xBD);
        assertThat(HEX.formatHex(pes.payload(), 0, 4)).isEqualTo("7fe0ff2d");
        assertThat(HEX.formatHex(pes.payload(), 304, 308)).isEqualTo("7fe0ff00");
        assertThat(pes.payload()).hasSize(304 + 4 + 255);
    }

    @Test
    void givesEachSmpte302mPacketItsOwnPes() {
        Track lpcm = track(63, new Smpte302mFormat(2, 16));
        muxer.setTracks(List.of(lpcm));
        muxer.write(
                new AccessUnit[]{AccessUnit.audio(lpcm, 0, 960, false, new byte[100]),
                    AccessUnit.audio(lpcm, 1800, 960, false, new byte[100])},
                2, 0);

        assertThat(out.packets().pes(VIDEO_PID)).hasSize(2);
    }

    @Test
    void carriesSectionsByteExactAndAnnouncesSplicesInTheProgram() {
        Track scte = track(80, OpaqueFormats.SCTE_35);
        muxer.setTracks(List.of(H264, scte));
        muxer.writeTables();
        byte[] section = new byte[700];
        new Random(4).nextBytes(section);
        section[0] = (byte) 0xFC;
        section[1] = (byte) (0x30 | (section.length - 3) >> 8);
        section[2] = (byte) (section.length - 3);
        muxer.write(AccessUnit.data(scte, 0, 0, false, false, section), 0);
        muxer.write(AccessUnit.data(scte, 0, 0, false, false, section), 0);

        TsPackets packets = out.packets();
        assertThat(packets.sections(AUDIO_PID)).containsExactly(section, section);
        assertThat(HEX.formatHex(packets.sections(TsMuxer.PMT_PID).getFirst())).contains("f006" + "050443554549" + "1be100");
    }

    @Test
    void keepsHeaderLengthAlignmentAndStreamIdOfPrivatePes() {
        Track teletext = track(81, OpaqueFormats.TELETEXT);
        muxer.setTracks(List.of(teletext));
        muxer.write(AccessUnit.data(teletext, 900, 900, true, false, new byte[139]), 0);
        muxer.write(AccessUnit.data(teletext, 900, 900, false, false, new byte[139]), 0);

        List<Pes> pes = out.packets().pes(VIDEO_PID);
        assertThat(pes).allMatch(packet -> packet.headerDataLength() == 0x24 && packet.aligned() && packet.streamId() == 0xBD);
        assertThat(pes.stream().map(Pes::pts)).containsExactly(900L, -1L);
    }

    @Test
    void keepsTheLanguageButNotARegistrationThatContradicts() {
        Track aac = new Track(60, AAC.format(), new TsDescriptors(Octets.fromHex("0a0464657500" + "050448444d56" + "09040001e100")));
        muxer.setTracks(List.of(aac));
        muxer.writeTables();

        assertThat(HEX.formatHex(out.packets().sections(TsMuxer.PMT_PID).getFirst())).contains("0fe100f006" + "0a0464657500")
                .doesNotContain("48444d56", "09040001");
    }

    @Test
    void leavesOutWhatThePmtCannotHold() {
        byte[] loop = new byte[257];
        loop[0] = (byte) 0xC0;
        loop[1] = (byte) 255;
        TsDescriptors fat = new TsDescriptors(Octets.of(loop));
        Track[] tracks = new Track[TsMuxer.MAX_TRACKS + 8];
        for (int i = 0; i < tracks.length; i++) {
            tracks[i] = new Track(100 + i, new OpusFormat(2, 2), fat);
        }
        muxer.setTracks(List.of(tracks));
        muxer.writeTables();
        muxer.write(AccessUnit.audio(tracks[TsMuxer.MAX_TRACKS], 0, 960, false, new byte[10]), 0);

        byte[] pmt = out.packets().sections(TsMuxer.PMT_PID).getFirst();
        assertThat(pmt).hasSizeLessThanOrEqualTo(1024);
        assertThat(Crc32Mpeg.of(pmt, 0, pmt.length)).isZero();
        assertThat(HEX.formatHex(pmt).split("05044f707573", -1)).hasSize(TsMuxer.MAX_TRACKS + 1);
        assertThat(muxer.ignoredUnits()).isEqualTo(1);
    }

    @Test
    void wrapsStampsAndClockAt33Bits() {
        long dts = (1L << 33) + 7;
        muxer.setTracks(List.of(H264));
        muxer.setLeadTicks(90);
        muxer.write(picture(H264, dts, dts + 3600, RandomAccess.NONE, "000001419a00"), 0);

        TsPackets packets = out.packets();
        assertThat(packets.pes(VIDEO_PID).getFirst().dts()).isEqualTo(7);
        assertThat(packets.pes(VIDEO_PID).getFirst().pts()).isEqualTo(3607);
        assertThat(packets.clockReferences()).containsExactly(((1L << 33) + 7 - 90) * 300);
    }

    @Test
    void beginsWithAClockBeforeZeroWhenTheLeadIsLongerThanTheFirstTime() {
        muxer.setTracks(List.of(H264));
        muxer.setLeadTicks(63_000);
        muxer.write(picture(H264, 0, 0, RandomAccess.NONE, "000001419a00"), 0);

        assertThat(out.packets().clockReferences()).containsExactly(((1L << 33) - 63_000) * 300);
    }

    @Test
    void carriesUnitsWhoseTrackObjectIsAnOlderOne() {
        muxer.setTracks(List.of(H264));
        Track older = H264.withFormat(H264Format.unknown());
        muxer.write(picture(older, 0, 0, RandomAccess.EXACT, "000001658884"), 0);

        assertThat(HEX.formatHex(out.packets().pes(VIDEO_PID).getFirst().payload())).contains("6764001f");
        assertThat(muxer.ignoredUnits()).isZero();
    }

    private static AccessUnit aac(long pts, int size) {
        return AccessUnit.audio(AAC, pts, 1024, false, new byte[size]);
    }

    private static AccessUnit picture(Track track, long dts, long pts, RandomAccess randomAccess, String hex) {
        return AccessUnit.video(track, dts, pts, randomAccess, 0, false, HEX.parseHex(hex));
    }

    private static Track track(int id, TrackFormat format) {
        return new Track(id, format, TsDescriptors.none());
    }

    private static String binary(byte... bytes) {
        StringBuilder bits = new StringBuilder();
        for (byte value : bytes) {
            bits.append(String.format("%8s", Integer.toBinaryString(value & 0xFF)).replace(' ', '0'));
        }
        return bits.toString();
    }

    private static Octets octetsOf(String bits) {
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return Octets.of(bytes);
    }

    private static final class OpaqueFormats {
        static final OpaqueFormat KLV = new OpaqueFormat(OpaqueFormat.Content.KLV, 0x06, OpaqueFormat.Carriage.PES, 0xFC, false, 0);
        static final OpaqueFormat SCTE_35 =
                new OpaqueFormat(OpaqueFormat.Content.SCTE_35, 0x86, OpaqueFormat.Carriage.SECTION, 0, false, 0);
        static final OpaqueFormat TELETEXT =
                new OpaqueFormat(OpaqueFormat.Content.DVB_TELETEXT, 0x06, OpaqueFormat.Carriage.PES, 0xBD, true,
                        0x24);

        private OpaqueFormats() {
        }
    }
}
