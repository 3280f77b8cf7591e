package io.holdover.media.mpegts;

import static io.holdover.media.codec.h264.H264Elements.aud;
import static io.holdover.media.codec.h264.H264Elements.join;
import static io.holdover.media.codec.h264.H264Elements.pps;
import static io.holdover.media.codec.h264.H264Elements.slice;
import static io.holdover.media.codec.h264.H264Elements.sps;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.Octets;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.OpaqueFormat.Carriage;
import io.holdover.media.OpaqueFormat.Content;

/** Tracks that are carried without being understood. */
class DataTracksTest {
    private static final int VIDEO = 0x100;
    private static final int DATA = 0x102;
    private static final TsComposer.Stream H264 = new TsComposer.Stream(StreamType.H264, VIDEO, "");

    private final TsComposer composer = new TsComposer();

    private static byte[] picture(int number) {
        return join(aud(), number == 0 ? join(sps(true), pps()) : new byte[0], slice(number == 0, 0, number % 16, 300));
    }

    private Demuxed demux() {
        return Demuxed.whole(composer.bytes());
    }

    @Test
    void carriesPrivatePesPayloadByteForByte() {
        byte[] payload = new byte[1000];
        new Random(ArrivalPattern.SEED).nextBytes(payload);
        composer.pat(1, TsComposer.PMT_PID).pmt(0, DATA, new TsComposer.Stream(StreamType.PRIVATE_PES, DATA, "05044b4c5641"));
        composer.bounded(DATA, 0xBD, 90_000, payload);
        Demuxed demuxed = new Demuxed().feed(join(composer.bytes(), new byte[0]));
        assertThat(demuxed.units).as("with its last byte").hasSize(1);
        AccessUnit unit = demuxed.units.getFirst();
        assertThat(unit.payload()).isEqualTo(payload);
        assertThat(unit.ptsTicks()).isEqualTo(90_000);
        assertThat(unit.timed()).isTrue();
        assertThat(unit.track().descriptors().loop()).isEqualTo(Octets.fromHex("05044b4c5641"));
        assertThat(unit.track().format()).isEqualTo(new OpaqueFormat(Content.KLV, StreamType.PRIVATE_PES, Carriage.PES, 0xBD, false, 0));
    }

    @Test
    void givesDataWithoutATimeThatOfTheStream() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264, new TsComposer.Stream(StreamType.METADATA_PES, DATA, ""));
        composer.bounded(DATA, 0xFC, -1, new byte[10]); // before anything has a time
        composer.unbounded(VIDEO, 3600, -1, picture(0)).unbounded(VIDEO, 7200, -1, picture(1));
        composer.bounded(DATA, 0xFC, -1, new byte[]{1, 2, 3});
        Demuxed demuxed = demux();
        AccessUnit unit = demuxed.unitsOf(DATA).getFirst();
        assertThat(demuxed.unitsOf(DATA)).hasSize(1);
        assertThat(unit.timed()).isFalse();
        assertThat(unit.dtsTicks()).isEqualTo(3600);
        assertThat(unit.payload()).containsExactly(1, 2, 3);
        assertThat(demuxed.counters().untimedUnits()).isEqualTo(1);
    }

    @Test
    void carriesSectionsByteForByte() {
        byte[] splice = Octets.fromHex("fc302000000000000000fff00f05000000017fcfff00000000000000000000c2cd5a9b").toArray();
        composer.pat(1, TsComposer.PMT_PID).section(TsComposer.PMT_PID, TsComposer.pmtSection(1, 0, VIDEO, "050443554549", H264,
                new TsComposer.Stream(StreamType.SCTE35, DATA, "")));
        composer.pcr(VIDEO, 90_000, false).section(DATA, splice).section(DATA, splice);
        Demuxed demuxed = demux();
        assertThat(demuxed.unitsOf(DATA)).hasSize(2).allSatisfy(unit -> {
            assertThat(unit.payload()).isEqualTo(splice);
            assertThat(unit.dtsTicks()).isEqualTo(90_000);
            assertThat(unit.timed()).isFalse();
        });
        assertThat(demuxed.tracks().getLast().format().codecName()).isEqualTo("SCTE-35");
    }

    @Test
    void joinsSectionsThatSpanPacketsAndDividesThoseThatShareOne() {
        byte[] large = new byte[SectionReader.SECTION_MAX_BYTES];
        Arrays.fill(large, (byte) 0x44);
        large[0] = (byte) 0x80;
        large[1] = (byte) (0x70 | 4093 >> 8);
        large[2] = (byte) 4093;
        byte[] small = {(byte) 0x81, 0x70, 2, 7, 8};
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, new TsComposer.Stream(StreamType.PRIVATE_SECTIONS, DATA, ""));
        composer.pcr(VIDEO, 90_000, false).section(DATA, large).section(DATA, join(small, small, small));
        assertThat(demux().units).extracting(AccessUnit::payload).containsExactly(large, small, small, small);
    }

    @Test
    void dropsASectionThatIsTooLongOrCut() {
        byte[] tooLong = {(byte) 0x80, 0x7F, (byte) 0xFF, 1, 2, 3}; // section_length 4095
        byte[] cut = new byte[400];
        cut[0] = (byte) 0x80;
        cut[1] = 0x71;
        cut[2] = (byte) (397 - 256);
        byte[] whole = {(byte) 0x81, 0x70, 2, 7, 8};
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, new TsComposer.Stream(StreamType.PRIVATE_SECTIONS, DATA, ""));
        composer.pcr(VIDEO, 90_000, false).section(DATA, tooLong).section(DATA, Arrays.copyOf(cut, 183)).section(DATA, whole);
        Demuxed demuxed = demux();
        assertThat(demuxed.units).extracting(AccessUnit::payload).containsExactly(whole);
        assertThat(demuxed.counters().sectionErrors()).isEqualTo(2);
    }

    @Test
    void findsOutWhetherAnUnknownTypeHasSections() {
        byte[] section = {(byte) 0x81, 0x70, 2, 7, 8};
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, new TsComposer.Stream(0xC5, DATA, ""), new TsComposer.Stream(0xC6, DATA + 1, ""));
        composer.pcr(VIDEO, 90_000, false).section(DATA, section).bounded(DATA + 1, 0xBD, 95_000, section);
        Demuxed demuxed = demux();
        assertThat(demuxed.units).extracting(AccessUnit::payload).containsExactly(section, section);
        assertThat(demuxed.tracks()).extracting(track -> ((OpaqueFormat) track.format()).carriage()).containsExactly(Carriage.SECTION,
                Carriage.PES);
    }

    @Test
    void namesSubtitlesAndTeletext() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, new TsComposer.Stream(StreamType.PRIVATE_PES, DATA, "5908656e671000010001"),
                new TsComposer.Stream(StreamType.PRIVATE_PES, DATA + 1, "5605656e670900"));
        assertThat(demux().tracks()).extracting(track -> track.format().codecName()).containsExactly("DVB Subtitle", "DVB Teletext");
    }

    @Test
    void keepsTheHeaderLengthThatTeletextNeeds() {
        byte[] head = new byte[9 + 0x24];
        System.arraycopy(TsComposer.pes(0xBD, 90_000, -1, new byte[0], 0), 0, head, 0, 14);
        Arrays.fill(head, 14, head.length, (byte) 0xFF);
        byte[] pes = join(head, new byte[184 - head.length]);
        pes[4] = 0;
        pes[5] = (byte) (184 - 6);
        pes[6] |= 4;
        pes[8] = 0x24;
        composer.pat(1, TsComposer.PMT_PID).pmt(0, DATA, new TsComposer.Stream(StreamType.PRIVATE_PES, DATA, "5605656e670900"));
        composer.split(DATA, pes, 184);
        Demuxed demuxed = demux();
        assertThat(demuxed.units.getFirst().track().format())
                .isEqualTo(new OpaqueFormat(Content.DVB_TELETEXT, StreamType.PRIVATE_PES, Carriage.PES, 0xBD, true, 0x24));
    }

    @Test
    void dropsAnOpaqueUnitBeyondTheLimitAndFlagsDamage() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, DATA, new TsComposer.Stream(StreamType.PRIVATE_PES, DATA, ""));
        composer.split(DATA, TsComposer.pes(0xBD, 0, -1, new byte[TsDemuxer.OPAQUE_UNIT_MAX_BYTES + 1], 0), 184);
        byte[] pes = TsComposer.pes(0xBD, 9000, -1, new byte[500], 0);
        composer.piece(DATA, true, Arrays.copyOf(pes, 184)).lose(DATA).goOn(DATA, Arrays.copyOfRange(pes, 368, pes.length));
        Demuxed demuxed = demux();
        assertThat(demuxed.units).hasSize(1).allMatch(AccessUnit::damaged);
        assertThat(demuxed.counters().oversizedUnits()).isEqualTo(1);
    }

    @Test
    void dropsWhatExceedsThePesLengthOfData() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, DATA, new TsComposer.Stream(StreamType.PRIVATE_PES, DATA, ""));
        composer.split(DATA, TsComposer.pes(0xBD, 0, -1, new byte[400], 3 + 5 + 100), 184);
        Demuxed demuxed = demux();
        assertThat(demuxed.units).hasSize(1);
        assertThat(demuxed.units.getFirst().payload()).hasSize(100);
        assertThat(demuxed.counters().pesLengthErrors()).isPositive();
    }
}
