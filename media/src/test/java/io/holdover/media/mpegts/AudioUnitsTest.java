package io.holdover.media.mpegts;

import static io.holdover.media.codec.h264.H264Elements.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.holdover.media.AacFormat;
import io.holdover.media.Ac3Format;
import io.holdover.media.AccessUnit;
import io.holdover.media.DtsFormat;
import io.holdover.media.Eac3Format;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.Octets;
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.bits.BitWriter;

/** How audio frames become units, whatever the PES packets do; and when. */
class AudioUnitsTest {
    private static final int AUDIO = 0x101;
    private static final String BSSD = "050442535344";
    private static final String OPUS = "05044f7075737f028002";

    private final TsComposer composer = new TsComposer();
    private final Demuxed demuxed = new Demuxed();

    private void begin(int streamType, String descriptors) {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, AUDIO, new TsComposer.Stream(streamType, AUDIO, descriptors));
        for (int filler = 0; filler < 5; filler++) {
            composer.packet(TsPacket.PID_NULL, false, new byte[TsPacket.PAYLOAD_MAX_BYTES], new byte[0]);
        }
        feed();
    }

    private void feed() {
        demuxed.feed(composer.take());
    }

    private void end() {
        feed();
        demuxed.demuxer.endOfInput();
    }

    /** Stereo at 48 kHz; the body never holds a sync word. */
    private static byte[] adts(int number, int bodyLength) {
        return adts(number, bodyLength, 3);
    }

    private static byte[] adts(int number, int bodyLength, int rateIndex) {
        int length = 7 + bodyLength;
        byte[] frame = new byte[length];
        Arrays.fill(frame, (byte) number);
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) 0xF1;
        frame[2] = (byte) (0x40 | rateIndex << 2);
        frame[3] = (byte) (0x80 | length >> 11);
        frame[4] = (byte) (length >> 3);
        frame[5] = (byte) (length << 5 | 0x1F);
        frame[6] = (byte) 0xFC;
        return frame;
    }

    private static byte[] body(byte[] adts) {
        return Arrays.copyOfRange(adts, 7, adts.length);
    }

    @Test
    void deliversEveryFrameWithItsLastByte() {
        begin(StreamType.AAC_ADTS, "");
        byte[] pes = TsComposer.pes(0xC0, 9000, -1, join(adts(1, 100), adts(2, 100), adts(3, 100)), -1);
        int secondEnds = pes.length - 107;
        composer.piece(AUDIO, true, Arrays.copyOf(pes, 184)).piece(AUDIO, false, Arrays.copyOfRange(pes, 184, secondEnds));
        feed();
        assertThat(demuxed.units).hasSize(2);
        composer.piece(AUDIO, false, Arrays.copyOfRange(pes, secondEnds, pes.length));
        feed();
        assertThat(demuxed.units).extracting(AccessUnit::payload).containsExactly(body(adts(1, 100)), body(adts(2, 100)),
                body(adts(3, 100)));
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(9000L, 10920L, 12840L);
        assertThat(demuxed.units).extracting(AccessUnit::durationSamples).containsOnly(1024);
    }

    @Test
    void joinsFramesThatAreCutAcrossPesPackets() {
        begin(StreamType.AAC_ADTS, "");
        byte[] all = new byte[0];
        for (int number = 0; number < 30; number++) {
            all = join(all, adts(number, 90 + number));
        }
        // Each stamp is that of the first frame that begins in the packet, as the specification has it.
        for (int at = 0; at < all.length; at += 250) {
            int begun = 0;
            int frameAt = 0;
            while (frameAt < at) {
                frameAt += 97 + begun;
                begun++;
            }
            composer.bounded(AUDIO, 0xC0, 9000L + 1920L * begun, Arrays.copyOfRange(all, at, Math.min(all.length, at + 250)));
        }
        end();
        assertThat(demuxed.units).hasSize(30).noneMatch(AccessUnit::damaged);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks)
                .containsExactlyElementsOf(LongStream.range(0, 30).map(number -> 9000 + 1920 * number).boxed().toList());
        for (int number = 0; number < 30; number++) {
            assertThat(demuxed.units.get(number).payload()).isEqualTo(body(adts(number, 90 + number)));
        }
    }

    @Test
    void countsSamplesFromTheStampWithoutDriftAt44100() {
        begin(StreamType.AAC_ADTS, "");
        byte[] all = new byte[0];
        for (int number = 0; number < 441; number++) {
            all = join(all, adts(1, 20, 4));
        }
        composer.split(AUDIO, TsComposer.pes(0xC0, 0, -1, all, 0), 184);
        end();
        assertThat(demuxed.units).hasSize(441);
        assertThat(demuxed.units.getLast().ptsTicks()).isEqualTo(Math.round(440 * 1024 * 90_000.0 / 44_100));
    }

    @Test
    void skipsJunkBetweenFrames() {
        begin(StreamType.AAC_ADTS, "");
        byte[] junk = new byte[50];
        Arrays.fill(junk, (byte) 0xFF);
        composer.bounded(AUDIO, 0xC0, 9000, join(adts(1, 100), adts(2, 100), junk, adts(3, 100), adts(4, 100)));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::payload).containsExactly(body(adts(1, 100)), body(adts(2, 100)),
                body(adts(3, 100)),
                body(adts(4, 100)));
        assertThat(demuxed.counters().codecErrors()).isEqualTo(1);
    }

    @Test
    void fillsTheFrameThatAGapCutsAndFlagsIt() {
        begin(StreamType.AAC_ADTS, "");
        composer.bounded(AUDIO, 0xC0, 9000, join(adts(1, 100), adts(2, 100)));
        byte[] pes = TsComposer.pes(0xC0, 12840, -1, join(adts(3, 400), adts(4, 100), adts(5, 100)), -1);
        composer.piece(AUDIO, true, Arrays.copyOf(pes, 184)).lose(AUDIO).goOn(AUDIO, Arrays.copyOfRange(pes, 368, pes.length));
        composer.bounded(AUDIO, 0xC0, 18600, join(adts(6, 100), adts(7, 100)));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::damaged).containsExactly(false, false, true, false, false, false, false);
        assertThat(demuxed.units.get(2).payload()).hasSize(400).startsWith(3, 3, 3).endsWith(0, 0, 0);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(9000L, 10920L, 12840L, 14760L, 16680L, 18600L, 20520L);
    }

    @Test
    void guessesHowManyFramesAreLostWithinAPesPacket() {
        begin(StreamType.AAC_ADTS, "");
        byte[] frames = new byte[0];
        for (int number = 0; number < 20; number++) {
            frames = join(frames, adts(number, 93)); // 100 bytes each
        }
        byte[] pes = TsComposer.pes(0xC0, 0, -1, frames, -1);
        composer.piece(AUDIO, true, Arrays.copyOf(pes, 184)).piece(AUDIO, false, Arrays.copyOfRange(pes, 184, 368));
        composer.lose(AUDIO).lose(AUDIO).lose(AUDIO).goOn(AUDIO, Arrays.copyOfRange(pes, 920, pes.length));
        end();
        AccessUnit last = demuxed.units.getLast();
        assertThat(last.payload()[0]).isEqualTo((byte) 19);
        assertThat(last.ptsTicks()).isEqualTo(19 * 1920L);
    }

    @Test
    void replacesTheTrackWhenTheRateChanges() {
        begin(StreamType.AAC_ADTS, "");
        composer.bounded(AUDIO, 0xC0, 0, join(adts(1, 100), adts(2, 100)));
        composer.bounded(AUDIO, 0xC0, 3840, join(adts(3, 100, 4), adts(4, 100, 4)));
        end();
        assertThat(demuxed.units).extracting(unit -> ((AacFormat) unit.track().format()).sampleRateHz()).containsExactly(48_000, 48_000,
                44_100,
                44_100);
        assertThat(demuxed.units.get(0).track()).isSameAs(demuxed.units.get(1).track());
        assertThat(demuxed.units.get(2).track()).isSameAs(demuxed.units.get(3).track());
        assertThat(demuxed.announcements).hasSize(3);
    }

    @Test
    void closesAUnitAtTheLimitOfItsFrames() {
        begin(StreamType.AC3, "");
        byte[] frame = eac3(0, 0, 1, 200);
        composer.bounded(AUDIO, 0xBD, 0, frame);
        byte[] dependent = eac3(1, 0, 0, 4096);
        for (int frames = 0; frames < AudioReader.FRAMES_MAX + 20; frames++) {
            composer.bounded(AUDIO, 0xBD, -1, dependent);
        }
        composer.bounded(AUDIO, 0xBD, 9000, join(frame, frame));
        end();
        assertThat(demuxed.units.getFirst().payload()).hasSize(200 + (AudioReader.FRAMES_MAX - 1) * 4096);
        assertThat(demuxed.units.getLast().payload()).isEqualTo(frame);
    }

    @Test
    void dropsWhatExceedsTheBufferAndGoesOn() {
        begin(StreamType.DTS, "");
        // An extension substream without static fields, announced with 1 MB and followed by another: no unit ends before the limit.
        byte[] extension = extension(1 << 20);
        byte[] core = core();
        composer.bounded(AUDIO, 0xBD, 0, join(core, core));
        composer.unbounded(AUDIO, 9000, -1, join(core, extension, extension, extension));
        composer.bounded(AUDIO, 0xBD, 18000, join(core, core));
        end();
        assertThat(demuxed.counters().oversizedUnits()).isEqualTo(1);
        assertThat(demuxed.units.getLast().payload()).isEqualTo(core);
    }

    /** crc1 is not looked at. 48 kHz, 64 kbit/s, stereo. */
    private static byte[] ac3() {
        byte[] frame = new byte[256];
        Arrays.fill(frame, (byte) 0x33);
        frame[0] = 0x0B;
        frame[1] = 0x77;
        frame[4] = 0x08; // fscod 0, frmsizecod 8
        frame[5] = 0x40; // bsid 8
        frame[6] = 0x40; // acmod 2, dsurmod 0, lfeon 0
        return frame;
    }

    private static byte[] eac3(int type, int substream, int mode, int length) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, (byte) 0x33);
        frame[0] = 0x0B;
        frame[1] = 0x77;
        frame[2] = (byte) (type << 6 | substream << 3 | (length / 2 - 1) >> 8);
        frame[3] = (byte) (length / 2 - 1);
        frame[4] = (byte) (0x30 | mode << 1); // fscod 0, numblkscod 3, acmod
        frame[5] = (byte) 0x80; // bsid 16
        return frame;
    }

    @Test
    void deliversPlainAc3AtOnce() {
        begin(StreamType.AC3, "");
        composer.bounded(AUDIO, 0xBD, 0, join(ac3(), ac3(), ac3()));
        feed();
        assertThat(demuxed.units).hasSize(3);
        assertThat(demuxed.units.getFirst().track().format()).isEqualTo(new Ac3Format(48_000, 2));
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(0L, 2880L, 5760L);
    }

    @Test
    void keepsDependentSubstreamsWithTheirIndependentOne() {
        begin(StreamType.PRIVATE_PES, "7a0100");
        byte[] unit = join(eac3(0, 0, 7, 600), eac3(1, 0, 2, 300), eac3(0, 1, 2, 200));
        for (int number = 0; number < 6; number++) {
            composer.bounded(AUDIO, 0xBD, 2880L * number, unit);
        }
        feed();
        assertThat(demuxed.units).as("the first one shows how many belong together, then none waits").hasSize(6);
        assertThat(demuxed.units).extracting(AccessUnit::payload).containsOnly(unit);
        assertThat(demuxed.units).extracting(AccessUnit::durationSamples).containsOnly(1536);
        assertThat(demuxed.units.getFirst().track().format()).isEqualTo(new Eac3Format(48_000, 5));
    }

    @Test
    void waitsForNoSuccessorAfterALossBetweenSubstreams() {
        begin(StreamType.PRIVATE_PES, "7a0100");
        byte[] dependent = eac3(1, 0, 2, 300);
        byte[] unit = join(eac3(0, 0, 7, 600), dependent);
        for (int number = 0; number < 12; number++) {
            composer.bounded(AUDIO, 0xBD, 2880L * number, unit);
            if (number == 5) {
                composer.lose(AUDIO).bounded(AUDIO, 0xBD, 2880L * number, dependent);
            }
        }
        feed();
        assertThat(demuxed.counters().earlyEndErrors()).isZero();
        assertThat(demuxed.units).extracting(AccessUnit::payload).containsOnly(unit).hasSize(12);
    }

    @Test
    void countsTheBlocksOfShortEac3Frames() {
        begin(StreamType.EAC3, "");
        byte[] frame = eac3(0, 0, 2, 100);
        frame[4] = 0x14; // numblkscod 1: two blocks
        composer.bounded(AUDIO, 0xBD, 0, join(frame, frame, frame));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(0L, 960L, 1920L);
    }

    /** 48 kHz, stereo, 512 samples, 128 bytes. */
    private static byte[] core() {
        byte[] frame = new byte[128];
        Arrays.fill(frame, (byte) 0x22);
        byte[] head = Octets.fromHex("7ffe8001fc3c07f0b4000000").toArray();
        System.arraycopy(head, 0, frame, 0, head.length);
        return frame;
    }

    private static byte[] extension(int length) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, (byte) 0x22);
        BitWriter head = new BitWriter().put(0x6458_2025, 32).put(0, 8).put(0, 2).put(1, 1)
                .put(39, 12).put(length - 1, 20).put(0, 1).put(0, 4);
        head.octets().copyTo(frame, 0);
        return frame;
    }

    @Test
    void passesTheExtensionSubstreamOfDtsAlong() {
        begin(StreamType.DTS, "");
        byte[] unit = join(core(), extension(500));
        composer.bounded(AUDIO, 0xBD, 0, join(unit, unit, unit));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::payload).containsExactly(unit, unit, unit);
        assertThat(demuxed.units.getFirst().track().format()).isEqualTo(new DtsFormat(48_000, 2));
        assertThat(demuxed.units).extracting(AccessUnit::durationSamples).containsOnly(512);
    }

    /** Stereo, 16 bits. */
    private static byte[] s302m(int samples) {
        byte[] packet = new byte[4 + 5 * samples];
        Arrays.fill(packet, (byte) 0x77);
        packet[0] = (byte) ((5 * samples) >> 8);
        packet[1] = (byte) (5 * samples);
        packet[2] = 0;
        packet[3] = 0;
        return packet;
    }

    @Test
    void dividesAndJoinsSmpte302m() {
        begin(StreamType.PRIVATE_PES, BSSD);
        byte[] three = join(s302m(960), s302m(480), s302m(960));
        composer.bounded(AUDIO, 0xBD, 0, three);
        composer.bounded(AUDIO, 0xBD, 4500, Arrays.copyOf(three, 3000)).bounded(AUDIO, 0xBD, -1,
                Arrays.copyOfRange(three, 3000, three.length));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::durationSamples).containsExactly(960, 480, 960, 960, 480, 960);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(0L, 1800L, 2700L, 4500L, 6300L, 7200L);
        assertThat(demuxed.units.getFirst().payload()).isEqualTo(s302m(960));
        assertThat(demuxed.units.getFirst().track().format()).isEqualTo(new Smpte302mFormat(2, 16));
    }

    @Test
    void findsSmpte302mAgainAtTheNextPesPacket() {
        begin(StreamType.PRIVATE_PES, BSSD);
        composer.bounded(AUDIO, 0xBD, 0, s302m(960)).bounded(AUDIO, 0xBD, 1800, s302m(960));
        byte[] cut = TsComposer.pes(0xBD, 3600, -1, s302m(960), -1);
        composer.piece(AUDIO, true, Arrays.copyOf(cut, 184)).lose(AUDIO).goOn(AUDIO, Arrays.copyOfRange(cut, 368, cut.length));
        composer.bounded(AUDIO, 0xBD, 5400, s302m(960)).bounded(AUDIO, 0xBD, 7200, s302m(960));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(0L, 1800L, 3600L, 5400L, 7200L);
        assertThat(demuxed.units).extracting(AccessUnit::damaged).containsExactly(false, false, true, false, false);
    }

    @Test
    void takesOpusPacketsOutOfTheirControlHeaders() {
        begin(StreamType.PRIVATE_PES, OPUS);
        byte[] packet = new byte[300];
        Arrays.fill(packet, (byte) 0x11);
        packet[0] = (byte) 0xFC; // CELT full band 20 ms, stereo, one frame
        byte[] plain = join(new byte[]{0x7F, (byte) 0xE0, (byte) 0xFF, 45}, packet);
        // both trims and an extension
        byte[] trimmed = join(new byte[]{0x7F, (byte) 0xFC, (byte) 0xFF, 45, 0, 1, 0, 2, 3, 9, 9, 9}, packet);
        composer.bounded(AUDIO, 0xBD, 0, join(plain, trimmed, plain));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::payload).containsExactly(packet, packet, packet);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(0L, 1800L, 3600L);
        assertThat(demuxed.units.getFirst().track().format()).isEqualTo(new OpusFormat(2, 2));
    }

    @Test
    void readsLayersOneToThree() {
        for (int layer = 1; layer <= 3; layer++) {
            Demuxed out = new Demuxed();
            TsComposer in =
                    new TsComposer().pat(1, TsComposer.PMT_PID).pmt(0, AUDIO, new TsComposer.Stream(StreamType.MPEG1_AUDIO, AUDIO, ""));
            byte[] head = {(byte) 0xFF, (byte) (0xF9 | (4 - layer) << 1), 0x44, 0}; // MPEG-1, no CRC, bitrate index 4, 48 kHz, stereo
            int[] lengths = {12_000 * 128 / 48_000 * 4, 144_000 * 64 / 48_000, 144_000 * 56 / 48_000};
            byte[] frame = Arrays.copyOf(head, lengths[layer - 1]);
            out.feed(in.bounded(AUDIO, 0xC0, 0, join(frame, frame, frame)).bytes());
            out.demuxer.endOfInput();
            assertThat(out.units).extracting(AccessUnit::payload).as("layer %d", layer).containsExactly(frame, frame, frame);
            assertThat(out.units.getFirst().track().format()).isEqualTo(new MpegAudioFormat(layer, 48_000, 2));
            assertThat(out.units.getFirst().durationSamples()).isEqualTo(layer == 1 ? 384 : 1152);
        }
    }

    @Test
    void dropsFramesBeforeTheFirstTime() {
        begin(StreamType.AAC_ADTS, "");
        composer.bounded(AUDIO, 0xC0, -1, join(adts(1, 100), adts(2, 100))).bounded(AUDIO, 0xC0, 9000, join(adts(3, 100), adts(4, 100)));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(9000L, 10920L);
        assertThat(demuxed.counters().untimedUnits()).isEqualTo(2);
    }
}
