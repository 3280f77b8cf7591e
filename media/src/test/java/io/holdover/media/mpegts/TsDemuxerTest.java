package io.holdover.media.mpegts;

import static io.holdover.media.codec.h264.H264Elements.aud;
import static io.holdover.media.codec.h264.H264Elements.join;
import static io.holdover.media.codec.h264.H264Elements.pps;
import static io.holdover.media.codec.h264.H264Elements.slice;
import static io.holdover.media.codec.h264.H264Elements.sps;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;

/** Packets, tables, continuity and time. */
class TsDemuxerTest {
    private static final int VIDEO = 0x100;
    private static final int AUDIO = 0x101;
    private static final int DATA = 0x102;
    private static final TsComposer.Stream H264 = new TsComposer.Stream(StreamType.H264, VIDEO, "");
    private static final TsComposer.Stream AAC = new TsComposer.Stream(StreamType.AAC_ADTS, AUDIO, "0a04656e6700");

    private final TsComposer composer = new TsComposer();

    private static byte[] picture(int number) {
        return join(aud(), number == 0 ? join(sps(true), pps()) : new byte[0], slice(number == 0, 0, number % 16, 300));
    }

    private Demuxed demux() {
        return Demuxed.whole(composer.bytes());
    }

    // Packets

    @ParameterizedTest
    @ValueSource(ints = {192, 204})
    void findsPacketsOfOtherSizes(int size) {
        byte[] sample = Demuxed.sample("h264-aac");
        ByteArrayOutputStream wide = new ByteArrayOutputStream();
        byte[] extra = new byte[size - TsPacket.SIZE_BYTES];
        Arrays.fill(extra, (byte) TsPacket.SYNC_BYTE); // the worst that a time code or parity may be
        for (int at = 0; at < sample.length; at += TsPacket.SIZE_BYTES) {
            if (size == TsPacket.TIMECODED_SIZE_BYTES) {
                wide.writeBytes(new byte[extra.length]);
            }
            wide.write(sample, at, TsPacket.SIZE_BYTES);
            if (size == TsPacket.PARITY_SIZE_BYTES) {
                wide.writeBytes(extra);
            }
        }
        for (ArrivalPattern pattern : List.of(ArrivalPattern.WHOLE, ArrivalPattern.BYTE_BY_BYTE, ArrivalPattern.SRT_1316,
                ArrivalPattern.RANDOM)) {
            Demuxed demuxed = new Demuxed();
            pattern.divide(wide.toByteArray()).forEach(demuxed.demuxer::consume);
            demuxed.demuxer.endOfInput();
            assertThat(demuxed.dumper.toString()).as("%s", pattern).isEqualTo(Demuxed.whole(sample).dumper.toString());
        }
    }

    @Test
    void findsThePacketsAgainBehindJunk() {
        byte[] sample = Demuxed.sample("h264-aac");
        byte[] junk = new byte[1001];
        new Random(ArrivalPattern.SEED).nextBytes(junk);
        int cut = 188 * 200;
        byte[] stream = join(junk, Arrays.copyOf(sample, cut), junk, Arrays.copyOfRange(sample, cut, sample.length));
        for (ArrivalPattern pattern : List.of(ArrivalPattern.WHOLE, ArrivalPattern.BYTE_BY_BYTE, ArrivalPattern.TS_188,
                ArrivalPattern.RANDOM)) {
            Demuxed demuxed = new Demuxed();
            pattern.divide(stream).forEach(demuxed.demuxer::consume);
            demuxed.demuxer.endOfInput();
            assertThat(demuxed.dumper.toString()).as("%s", pattern).isEqualTo(Demuxed.whole(sample).dumper.toString());
            assertThat(demuxed.counters().junkBytes()).isEqualTo(2L * junk.length);
            assertThat(demuxed.counters().syncLosses()).isEqualTo(1);
        }
    }

    @Test
    void dropsThePartOfAPacketThatTheTransportLostTheRestOf() {
        byte[] sample = Demuxed.sample("h264-aac");
        Demuxed demuxed = new Demuxed();
        int cut = 188 * 100 + 90;
        demuxed.feed(Arrays.copyOf(sample, cut));
        demuxed.demuxer.onGap();
        demuxed.feed(Arrays.copyOfRange(sample, 188 * 105, sample.length));
        demuxed.demuxer.endOfInput();
        assertThat(demuxed.counters().junkBytes()).isEqualTo(90);
        assertThat(demuxed.counters().continuityGaps()).isBetween(1L, 2L);
        assertThat(demuxed.counters().syncLosses()).isZero();
    }

    @Test
    void readsAStreamShorterThanTheProofOfItsPacketSize() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264);
        assertThat(demux().tracks()).hasSize(1);
    }

    @Test
    void neverTakesRandomBytesForAProgram() {
        Random random = new Random(ArrivalPattern.SEED);
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        Demuxed demuxed = Demuxed.whole(noise);
        assertThat(demuxed.units).isEmpty();
        assertThat(demuxed.counters().junkBytes() + 188 * demuxed.counters().packets()).isEqualTo(noise.length);
    }

    // Tables

    @Test
    void carriesTheFirstProgramOnly() {
        composer.pat(7, TsComposer.PMT_PID, 8, 0x1001).section(0x1001, TsComposer.pmtSection(8, 0, VIDEO, "", AAC));
        composer.section(TsComposer.PMT_PID, TsComposer.pmtSection(7, 0, VIDEO, "", H264));
        Demuxed demuxed = demux();
        assertThat(demuxed.tracks()).extracting(Track::id).containsExactly(VIDEO);
        assertThat(demuxed.counters().ignoredPrograms()).isEqualTo(1);
        assertThat(demuxed.counters().foreignPackets()).isEqualTo(1);
    }

    @Test
    void findsItsProgramWhereTwoShareAPid() {
        composer.pat(7, TsComposer.PMT_PID, 8, TsComposer.PMT_PID);
        composer.section(TsComposer.PMT_PID, TsComposer.pmtSection(8, 0, VIDEO, "", AAC));
        composer.section(TsComposer.PMT_PID, TsComposer.pmtSection(7, 0, VIDEO, "", H264));
        assertThat(demux().tracks()).extracting(Track::id).containsExactly(VIDEO);
    }

    @Test
    void staysWithItsProgramWhenAnotherIsListedBeforeIt() {
        composer.pat(7, TsComposer.PMT_PID).section(TsComposer.PMT_PID, TsComposer.pmtSection(7, 0, VIDEO, "", H264));
        composer.pat(3, 0x1001, 7, TsComposer.PMT_PID).section(0x1001, TsComposer.pmtSection(3, 0, VIDEO, "", AAC));
        assertThat(demux().announcements).hasSize(1);
    }

    @Test
    void goesToTheProgramThatReplacesItsOwn() {
        composer.pat(7, TsComposer.PMT_PID).section(TsComposer.PMT_PID, TsComposer.pmtSection(7, 0, VIDEO, "", H264));
        composer.pat(3, 0x1001).section(0x1001, TsComposer.pmtSection(3, 0, VIDEO, "", AAC));
        assertThat(demux().tracks()).extracting(Track::id).containsExactly(AUDIO);
    }

    @Test
    void staysWithItsProgramWhenTheListHasSeveralSections() {
        composer.pat(7, TsComposer.PMT_PID).section(TsComposer.PMT_PID, TsComposer.pmtSection(7, 0, VIDEO, "", H264));
        byte[] second = TsComposer.table(0, 1, 0, new byte[]{0, 9, (byte) 0xF0, 1, 0, 0, 0, 0});
        second = Arrays.copyOf(second, second.length - 4); // program_number 0 of no use and the former CRC make room
        second[2] = (byte) (second[2] - 4);
        second[6] = 1; // section_number
        second[7] = 1;
        int crc = Crc32Mpeg.of(second, 0, second.length - 4);
        for (int index = 0; index < 4; index++) {
            second[second.length - 4 + index] = (byte) (crc >> (24 - 8 * index));
        }
        composer.section(TsPacket.PID_PAT, second).section(0x1001, TsComposer.pmtSection(9, 0, VIDEO, "", AAC));
        Demuxed demuxed = demux();
        assertThat(demuxed.tracks()).extracting(Track::id).containsExactly(VIDEO);
        assertThat(demuxed.counters().sectionErrors()).isZero();
    }

    @Test
    void announcesFormatsThatChangeAllTheTimeOnlyNowAndThen() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, AUDIO, AAC);
        int frames = 20 * TsDemuxer.REPLACEMENTS_MAX;
        byte[] payload = new byte[8 * frames];
        for (int frame = 0; frame < frames; frame++) {
            // ADTS, 8 bytes in all, mono and stereo in turn
            byte[] adts = {(byte) 0xFF, (byte) 0xF1, 0x4C, (byte) (frame % 2 == 0 ? 0x40 : 0x80), 1, 0x1F, (byte) 0xFC, 0};
            System.arraycopy(adts, 0, payload, 8 * frame, 8);
        }
        composer.bounded(AUDIO, 0xC0, 0, payload);
        Demuxed demuxed = demux();
        long packets = demuxed.counters().packets();
        assertThat(demuxed.units).hasSize(frames);
        assertThat(demuxed.announcements.size()).isBetween(TsDemuxer.REPLACEMENTS_MAX,
                (int) (2 + TsDemuxer.REPLACEMENTS_MAX + packets / TsDemuxer.PACKETS_PER_REPLACEMENT));
    }

    @Test
    void keepsTrackObjectsWhileTheMapRepeats() {
        composer.pat(1, TsComposer.PMT_PID);
        for (int repeat = 0; repeat < 5; repeat++) {
            composer.pmt(0, VIDEO, H264, AAC);
        }
        composer.pmt(1, VIDEO, H264, AAC); // another version that says the same
        Demuxed demuxed = demux();
        assertThat(demuxed.announcements).hasSize(1);
        assertThat(demuxed.tracks()).extracting(track -> track.descriptors().language()).containsExactly("", "eng");
    }

    @Test
    void addsRemovesAndReplacesTracksWhenTheMapChanges() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264, AAC);
        composer.unbounded(VIDEO, 0, -1, picture(0));
        composer.pmt(1, VIDEO, H264, new TsComposer.Stream(StreamType.AC3, AUDIO, ""),
                new TsComposer.Stream(StreamType.PRIVATE_PES, DATA, ""));
        composer.unbounded(VIDEO, 3600, -1, picture(1));
        composer.pmt(2, VIDEO, H264);
        Demuxed demuxed = demux();
        List<List<String>> names = demuxed.announcements.stream()
                .map(tracks -> tracks.stream().map(track -> track.format().codecName()).toList()).toList();
        assertThat(names).contains(List.of("H264", "MPEG-4 Audio"), List.of("H264", "AC-3", "Generic")).endsWith(List.of("H264"));
        assertThat(demuxed.units).hasSize(2);
        assertThat(demuxed.units.get(0).track()).isSameAs(demuxed.units.get(1).track());
    }

    @Test
    void replacesATrackWhoseDescriptorsChange() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, AAC);
        composer.pmt(1, VIDEO, new TsComposer.Stream(StreamType.AAC_ADTS, AUDIO, "0a0466726100"));
        Demuxed demuxed = demux();
        assertThat(demuxed.announcements).hasSize(2);
        assertThat(demuxed.tracks().getFirst().descriptors().language()).isEqualTo("fra");
        assertThat(demuxed.tracks().getFirst().id()).isEqualTo(AUDIO);
    }

    @Test
    void joinsATableThatSpansPackets() {
        TsComposer.Stream[] many = new TsComposer.Stream[40];
        for (int index = 0; index < many.length; index++) {
            many[index] = new TsComposer.Stream(StreamType.AAC_ADTS, 0x200 + index, "0a04656e6700");
        }
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, many);
        assertThat(demux().tracks()).hasSize(40);
    }

    @Test
    void carriesNoMoreThanTheLimitOfStreams() {
        TsComposer.Stream[] many = new TsComposer.Stream[TsDemuxer.STREAMS_MAX + 5];
        for (int index = 0; index < many.length; index++) {
            many[index] = new TsComposer.Stream(StreamType.AAC_ADTS, 0x200 + index, "");
        }
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, many);
        Demuxed demuxed = demux();
        assertThat(demuxed.tracks()).hasSize(TsDemuxer.STREAMS_MAX);
        assertThat(demuxed.counters().ignoredStreams()).isEqualTo(5);
    }

    @Test
    void dropsTablesWithAWrongCrc() {
        byte[] wrong = TsComposer.pmtSection(1, 0, VIDEO, "", H264);
        wrong[wrong.length - 6] ^= 1;
        composer.pat(1, TsComposer.PMT_PID).section(TsComposer.PMT_PID, wrong);
        Demuxed demuxed = demux();
        assertThat(demuxed.announcements).isEmpty();
        assertThat(demuxed.counters().sectionErrors()).isEqualTo(1);
    }

    @Test
    void acceptsATableWithoutItsStartFlag() {
        byte[] payload = new byte[TsPacket.PAYLOAD_MAX_BYTES];
        Arrays.fill(payload, (byte) 0xFF);
        byte[] section = TsComposer.pmtSection(1, 0, VIDEO, "", H264);
        payload[0] = 0;
        System.arraycopy(section, 0, payload, 1, section.length);
        composer.pat(1, TsComposer.PMT_PID).packet(TsComposer.PMT_PID, false, payload, new byte[0]);
        assertThat(demux().tracks()).hasSize(1);
    }

    @Test
    void waitsForATableThatIsNotValidYet() {
        byte[] next = TsComposer.pmtSection(1, 0, VIDEO, "", H264);
        next[5] &= (byte) 0xFE; // current_next_indicator
        int crc = Crc32Mpeg.of(next, 0, next.length - 4);
        for (int index = 0; index < 4; index++) {
            next[next.length - 4 + index] = (byte) (crc >> (24 - 8 * index));
        }
        composer.pat(1, TsComposer.PMT_PID).section(TsComposer.PMT_PID, next);
        assertThat(demux().announcements).isEmpty();
    }

    // Continuity

    @Test
    void dropsDuplicates() {
        byte[] sample = Demuxed.sample("h264-aac");
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        for (int at = 0; at < sample.length; at += TsPacket.SIZE_BYTES) {
            twice.write(sample, at, TsPacket.SIZE_BYTES);
            twice.write(sample, at, TsPacket.SIZE_BYTES);
        }
        Demuxed demuxed = Demuxed.whole(twice.toByteArray());
        assertThat(demuxed.dumper.toString()).isEqualTo(Demuxed.whole(sample).dumper.toString());
        assertThat(demuxed.counters().duplicatePackets()).isPositive();
        assertThat(demuxed.counters().continuityGaps()).isZero();
    }

    @Test
    void takesSixteenLostPacketsForAGapNotForADuplicate() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264);
        byte[] pes = TsComposer.pes(0xE0, 0, -1, join(picture(0), new byte[400]), 0);
        composer.piece(VIDEO, true, Arrays.copyOf(pes, 184));
        for (int lost = 0; lost < 15; lost++) {
            composer.lose(VIDEO);
        }
        composer.goOn(VIDEO, Arrays.copyOfRange(pes, 184, pes.length));
        Demuxed demuxed = demux();
        assertThat(demuxed.counters().duplicatePackets()).isZero();
        assertThat(demuxed.units).hasSize(1).allMatch(AccessUnit::damaged);
    }

    @Test
    void forgivesACounterThatJumpsWithTheDiscontinuityIndicator() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264).unbounded(VIDEO, 0, -1, picture(0)).lose(VIDEO).lose(VIDEO);
        byte[] pes = TsComposer.pes(0xE0, 3600, -1, picture(1), 0);
        byte[] adaptation = {1, (byte) 0x80};
        composer.packet(VIDEO, true, Arrays.copyOf(pes, 182), adaptation).goOn(VIDEO, Arrays.copyOfRange(pes, 182, pes.length));
        Demuxed demuxed = demux();
        assertThat(demuxed.units).hasSize(2).noneMatch(AccessUnit::damaged);
        assertThat(demuxed.counters().continuityGaps()).isZero();
    }

    @Test
    void dropsScrambledAndErroneousPackets() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264).unbounded(VIDEO, 0, -1, picture(0)).unbounded(VIDEO, 3600, -1, picture(1));
        byte[] stream = composer.bytes();
        stream[3 * 188 + 3] |= (byte) 0x80; // the second packet of the first picture
        stream[5 * 188 + 1] |= (byte) 0x80; // the second packet of the second picture
        Demuxed demuxed = Demuxed.whole(stream);
        assertThat(demuxed.units).hasSize(2);
        assertThat(demuxed.units.get(0).damaged()).isTrue();
        assertThat(demuxed.counters().scrambledPackets()).isEqualTo(1);
        assertThat(demuxed.counters().transportErrors()).isEqualTo(1);
    }

    @Test
    void dropsScrambledPesPackets() {
        byte[] pes = TsComposer.pes(0xE0, 0, -1, picture(0), 0);
        pes[6] |= 0x10;
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264).split(VIDEO, pes, 184);
        Demuxed demuxed = demux();
        assertThat(demuxed.units).isEmpty();
        assertThat(demuxed.counters().scrambledPackets()).isEqualTo(1);
    }

    @Test
    void countsNullAndMalformedPackets() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264);
        composer.packet(TsPacket.PID_NULL, false, new byte[TsPacket.PAYLOAD_MAX_BYTES], new byte[0]);
        byte[] tooLong = new byte[184];
        tooLong[0] = (byte) 184; // adaptation_field_length
        composer.packet(VIDEO, false, new byte[0], tooLong);
        Demuxed demuxed = demux();
        assertThat(demuxed.counters().nullPackets()).isEqualTo(1);
        assertThat(demuxed.counters().malformedPackets()).isEqualTo(1);
    }

    @Test
    void dropsAPesPacketWithoutItsStartCode() {
        byte[] pes = TsComposer.pes(0xE0, 0, -1, picture(0), 0);
        pes[0] = 5;
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264).split(VIDEO, pes, 184).unbounded(VIDEO, 3600, -1, picture(1));
        Demuxed demuxed = demux();
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(3600L);
        assertThat(demuxed.counters().pesErrors()).isEqualTo(1);
    }

    // Time

    @Test
    void unwrapsAllStampsWithOneReference() {
        long wrap = 1L << 33;
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264, AAC);
        composer.pcr(VIDEO, wrap - 9000, false);
        composer.unbounded(VIDEO, wrap - 3600 + 7200 - wrap, wrap - 3600, picture(0));
        composer.pcr(VIDEO, wrap - 5400, false);
        composer.unbounded(VIDEO, 3600, 0, picture(1));
        composer.pcr(VIDEO, 100, false);
        composer.unbounded(VIDEO, 7200, 3600, picture(2));
        Demuxed demuxed = demux();
        assertThat(demuxed.units).extracting(AccessUnit::dtsTicks).containsExactly(wrap - 3600, wrap, wrap + 3600);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(wrap + 3600, wrap + 3600, wrap + 7200);
        assertThat(demuxed.pcrs).containsExactly(new Demuxed.Pcr(wrap - 9000, false), new Demuxed.Pcr(wrap - 5400, false),
                new Demuxed.Pcr(wrap + 100, false));
    }

    @Test
    void reportsAClockThatJumps() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, H264).pcr(VIDEO, 90_000, false).pcr(VIDEO, 900_000, true);
        Demuxed demuxed = demux();
        assertThat(demuxed.pcrs).containsExactly(new Demuxed.Pcr(90_000, false), new Demuxed.Pcr(900_000, true));
        assertThat(demuxed.counters().pcrDiscontinuities()).isEqualTo(1);
    }

    @Test
    void readsThePcrOfAPidWithoutAStream() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, 0x1ABC, H264).pcr(0x1ABC, 90_000, false).pcr(VIDEO, 5, false);
        assertThat(demux().pcrs).containsExactly(new Demuxed.Pcr(90_000, false));
    }

    @Test
    void goesOnAfterTheEndOfInput() {
        byte[] sample = Demuxed.sample("h264-aac");
        Demuxed demuxed = Demuxed.whole(sample);
        int once = demuxed.units.size();
        demuxed.feed(sample);
        demuxed.demuxer.endOfInput();
        assertThat(demuxed.units).hasSize(2 * once).noneMatch(AccessUnit::damaged);
        assertThat(demuxed.counters().continuityGaps()).isZero();
    }
}
