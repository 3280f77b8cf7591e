package io.holdover.media.mpegts;

import static io.holdover.media.codec.h264.H264Elements.aud;
import static io.holdover.media.codec.h264.H264Elements.join;
import static io.holdover.media.codec.h264.H264Elements.pps;
import static io.holdover.media.codec.h264.H264Elements.recoveryPoint;
import static io.holdover.media.codec.h264.H264Elements.slice;
import static io.holdover.media.codec.h264.H264Elements.sps;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.MediaKind;
import io.holdover.media.RandomAccess;

/** How pictures become units, whatever the PES packets do; and how early. */
class VideoUnitsTest {
    private static final int VIDEO = 0x100;
    private static final int FRAME = 3600;
    /** Frames after which a PID has proved that its PES packets can be relied on. */
    private static final int PROVED = PesReader.EARLY_END_PROOF + VideoReader.WHOLE_UNITS_PROOF;

    private final TsComposer composer = new TsComposer();
    private final Demuxed demuxed = new Demuxed();

    private void begin() {
        composer.pat(1, TsComposer.PMT_PID).pmt(0, VIDEO, new TsComposer.Stream(StreamType.H264, VIDEO, ""));
        // Packets are believed when five of them follow each other.
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

    private static byte[] picture(int number, int length) {
        byte[] head = number == 0 ? join(aud(), sps(true), pps()) : aud();
        return join(head, slice(number == 0, 0, number % 16, length));
    }

    private List<byte[]> payloads() {
        return demuxed.units.stream().map(AccessUnit::payload).toList();
    }

    private void prove(int frames) {
        for (int number = 0; number < frames; number++) {
            composer.unbounded(VIDEO, (long) number * FRAME, -1, picture(number, 500));
        }
        feed();
    }

    @Test
    void deliversAPictureWithTheStuffedLastPacketOnceThePidHasProvedItself() {
        begin();
        prove(PROVED);
        int before = demuxed.units.size();
        composer.unbounded(VIDEO, (long) PROVED * FRAME, -1, picture(PROVED, 1000));
        feed();
        assertThat(demuxed.units).hasSize(PROVED + 1).hasSizeGreaterThan(before);
        assertThat(demuxed.units.getLast().ptsTicks()).isEqualTo((long) PROVED * FRAME);
        assertThat(demuxed.units.getLast().payload()).isEqualTo(picture(PROVED, 1000));
    }

    @Test
    void deliversAPictureWithTheLastByteOfItsPesLength() {
        begin();
        for (int number = 0; number <= PROVED; number++) {
            composer.bounded(VIDEO, 0xE0, (long) number * FRAME, picture(number, 184 * 3)); // no stuffing tells its end
        }
        feed();
        assertThat(demuxed.units).hasSize(PROVED + 1);
    }

    @Test
    void waitsForTheNextPictureWhileThePidHasProvedNothing() {
        begin();
        composer.unbounded(VIDEO, 0, -1, picture(0, 500));
        feed();
        assertThat(demuxed.units).isEmpty();
        composer.piece(VIDEO, true, Arrays.copyOf(TsComposer.pes(0xE0, FRAME, -1, picture(1, 500), 0), 40));
        feed();
        assertThat(payloads()).containsExactly(picture(0, 500));
    }

    @Test
    void deliversAtTheNextDelimiterWithinAPesPacket() {
        begin();
        byte[] both = join(picture(0, 500), picture(1, 500));
        byte[] pes = TsComposer.pes(0xE0, 0, -1, both, 0);
        int untilDelimiter = pes.length - picture(1, 500).length + aud().length;
        composer.piece(VIDEO, true, Arrays.copyOf(pes, 184)).piece(VIDEO, false, Arrays.copyOfRange(pes, 184, 368));
        composer.piece(VIDEO, false, Arrays.copyOfRange(pes, 368, untilDelimiter));
        feed();
        assertThat(payloads()).containsExactly(picture(0, 500));
    }

    @Test
    void believesAPidWhosePesPacketsBeginWithZeros() {
        begin();
        for (int number = 0; number <= PROVED; number++) {
            composer.unbounded(VIDEO, (long) number * FRAME, -1, join(new byte[2], picture(number, 500)));
        }
        feed();
        assertThat(demuxed.units).hasSize(PROVED + 1);
        assertThat(demuxed.units.getLast().payload()).isEqualTo(join(new byte[2], picture(PROVED, 500)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"h264-aac", "h265-aac", "h264-slices", "h264-refresh", "h264-interlaced", "mpeg2-mp2", "mpeg4-mp3", "gst-h264-aac",
                "gst-h265-opus"})
    void deliversRealPicturesWithTheirLastPacket(String sample) {
        byte[] stream = Demuxed.sample(sample);
        int video = Demuxed.whole(stream).tracks().stream().filter(track -> track.kind() == MediaKind.VIDEO).findFirst().orElseThrow().id();
        List<Integer> ends = new ArrayList<>();
        for (int packet = 0; packet * TsPacket.SIZE_BYTES < stream.length; packet++) {
            int at = packet * TsPacket.SIZE_BYTES;
            if (TsPacket.pid(stream, at) == video && TsPacket.hasPayload(stream, at)) {
                if (TsPacket.payloadUnitStart(stream, at)) {
                    ends.add(packet);
                }
                ends.set(ends.size() - 1, packet);
            }
        }
        int early = 0;
        int fed = 0;
        for (int picture = 0; picture < ends.size(); picture++) {
            int until = (ends.get(picture) + 1) * TsPacket.SIZE_BYTES;
            demuxed.feed(Arrays.copyOfRange(stream, fed, until));
            fed = until;
            early += demuxed.unitsOf(video).size() == picture + 1 ? 1 : 0;
        }
        int counted = ends.size() - PROVED;
        assertThat(early).as("of %d pictures behind the proof", counted).isGreaterThanOrEqualTo(counted * 95 / 100);
        assertThat(demuxed.counters().earlyEndErrors()).isZero();
    }

    @Test
    void neverTrustsStuffingOfAPidThatStuffsWithinPictures() {
        begin();
        for (int number = 0; number < 40; number++) {
            composer.split(VIDEO, TsComposer.pes(0xE0, (long) number * FRAME, -1, picture(number, 500), 0), 100);
        }
        end();
        assertThat(demuxed.units).hasSize(40).noneMatch(AccessUnit::damaged);
        for (int number = 0; number < 40; number++) {
            assertThat(demuxed.units.get(number).payload()).isEqualTo(picture(number, 500));
        }
        assertThat(demuxed.counters().earlyEndErrors()).isZero();
    }

    @Test
    void losesTheShortcutForGoodWhenAProvedPidBreaksTheRule() {
        begin();
        prove(PROVED + 2);
        composer.split(VIDEO, TsComposer.pes(0xE0, 50L * FRAME, -1, picture(PROVED + 2, 500), 0), 100);
        feed();
        assertThat(demuxed.counters().earlyEndErrors()).isPositive();
        int before = demuxed.units.size();
        for (int number = 0; number < 30; number++) {
            composer.split(VIDEO, TsComposer.pes(0xE0, (51L + number) * FRAME, -1, picture(number + 1, 500), 0), 100);
        }
        end();
        List<byte[]> after = payloads().subList(before, payloads().size());
        assertThat(after).hasSize(30);
        for (int number = 0; number < 30; number++) {
            assertThat(after.get(number)).isEqualTo(picture(number + 1, 500));
        }
    }

    @Test
    void dividesAPesPacketWithSeveralPicturesAndDerivesTheirTimes() {
        begin();
        for (int group = 0; group < 6; group++) {
            byte[] three = join(picture(3 * group, 300), picture(3 * group + 1, 300), picture(3 * group + 2, 300));
            composer.unbounded(VIDEO, 3L * group * FRAME, -1, three);
        }
        end();
        assertThat(demuxed.units).hasSize(18);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(0L, 3600L, 7200L, 10800L, 14400L, 18000L, 21600L, 25200L,
                28800L, 32400L, 36000L, 39600L, 43200L, 46800L, 50400L, 54000L, 57600L, 61200L);
    }

    @Test
    void joinsAPictureThatIsCutIntoSeveralPesPackets() {
        begin();
        for (int number = 0; number < 20; number++) {
            byte[] head = number == 0 ? join(aud(), sps(true), pps()) : aud();
            composer.unbounded(VIDEO, (long) number * FRAME, -1, join(head, slice(number == 0, 0, number % 16, 300)));
            composer.unbounded(VIDEO, -1, -1, slice(number == 0, 100, number % 16, 300));
        }
        end();
        assertThat(demuxed.units).hasSize(20).noneMatch(AccessUnit::damaged);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactlyElementsOf(
                LongStream.range(0, 20).map(number -> number * FRAME).boxed().toList());
    }

    @Test
    void joinsAPictureThatIsCutAnywhere() {
        begin();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int number = 0; number < 20; number++) {
            stream.writeBytes(picture(number, 500));
        }
        byte[] all = stream.toByteArray();
        for (int at = 0, pes = 0; at < all.length; at += 333, pes++) {
            composer.unbounded(VIDEO, (long) pes * 1000, -1, Arrays.copyOfRange(all, at, Math.min(all.length, at + 333)));
        }
        end();
        assertThat(demuxed.units).hasSize(20).noneMatch(AccessUnit::damaged);
        for (int number = 0; number < 20; number++) {
            assertThat(demuxed.units.get(number).payload()).as("picture %d", number).isEqualTo(picture(number, 500));
        }
    }

    @Test
    void takesTwoFieldsForOneUnitInOneOrTwoPesPackets() {
        begin();
        for (int number = 0; number < 30; number++) {
            byte[] head = number == 0 ? join(aud(), sps(false), pps()) : aud();
            byte[] top = join(head, slice(number == 0, 0, number % 16, 0, 200));
            byte[] bottom = join(aud(), slice(false, 0, number % 16, 1, 200));
            if (number % 2 == 0) {
                composer.unbounded(VIDEO, (long) number * FRAME, -1, join(top, bottom));
            } else {
                composer.unbounded(VIDEO, (long) number * FRAME, -1, top).unbounded(VIDEO, (long) number * FRAME + 1800, -1, bottom);
            }
        }
        end();
        assertThat(demuxed.units).hasSize(30).noneMatch(AccessUnit::damaged);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactlyElementsOf(
                LongStream.range(0, 30).map(number -> number * FRAME).boxed().toList());
    }

    @Test
    void keepsAParameterSetPesPacketWithThePictureThatFollows() {
        begin();
        for (int number = 0; number < 20; number++) {
            if (number % 5 == 0) {
                composer.unbounded(VIDEO, (long) number * FRAME, -1, join(aud(), sps(true), pps()));
                composer.unbounded(VIDEO, (long) number * FRAME, -1, slice(true, 0, 0, 300));
            } else {
                composer.unbounded(VIDEO, (long) number * FRAME, -1, join(aud(), slice(false, 0, number % 5, 300)));
            }
        }
        end();
        assertThat(demuxed.units).hasSize(20);
        assertThat(demuxed.units.get(5).payload()).isEqualTo(join(aud(), sps(true), pps(), slice(true, 0, 0, 300)));
        assertThat(demuxed.units.get(5).ptsTicks()).isEqualTo(5L * FRAME);
    }

    @Test
    void flagsRandomAccessAndRecoveryPoints() {
        begin();
        composer.unbounded(VIDEO, 0, -1, picture(0, 300));
        composer.unbounded(VIDEO, 3600, -1, join(aud(), recoveryPoint(12), slice(false, 0, 1, 300)));
        composer.unbounded(VIDEO, 7200, -1, join(aud(), recoveryPoint(0), slice(false, 0, 2, 300)));
        composer.unbounded(VIDEO, 10800, -1, picture(3, 300));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::randomAccess).containsExactly(RandomAccess.EXACT, RandomAccess.GRADUAL,
                RandomAccess.EXACT, RandomAccess.NONE);
        assertThat(demuxed.units).extracting(AccessUnit::recoveryFrameCount).containsExactly(0, 12, 0, 0);
    }

    @Test
    void replacesTheTrackOnlyWhenParameterSetsChange() {
        begin();
        composer.unbounded(VIDEO, 0, -1, picture(0, 300)).unbounded(VIDEO, 3600, -1, picture(1, 300));
        composer.unbounded(VIDEO, 7200, -1, picture(0, 300)).unbounded(VIDEO, 10800, -1, picture(1, 300));
        composer.unbounded(VIDEO, 14400, -1, join(aud(), sps(false), pps(), slice(true, 0, 0, 2, 300)));
        end();
        assertThat(demuxed.units).hasSize(5);
        assertThat(demuxed.units.get(0).track()).isSameAs(demuxed.units.get(3).track()).isNotSameAs(demuxed.units.get(4).track());
        assertThat(demuxed.announcements).hasSize(3);
        assertThat(demuxed.announcements.getFirst().getFirst().format()).isEqualTo(H264Format.unknown());
        assertThat(demuxed.tracks()).containsExactly(demuxed.units.get(4).track());
        H264Format format = (H264Format) demuxed.tracks().getFirst().format();
        assertThat(format.height()).isEqualTo(384);
        assertThat(format.sps()).hasSize(1);
        assertThat(format.pps()).hasSize(1);
    }

    @Test
    void flagsThePictureThatAGapTouchesAndNoOther() {
        begin();
        composer.unbounded(VIDEO, 0, -1, picture(0, 500));
        byte[] cut = TsComposer.pes(0xE0, 3600, -1, picture(1, 500), 0);
        composer.piece(VIDEO, true, Arrays.copyOf(cut, 184)).lose(VIDEO).piece(VIDEO, false, Arrays.copyOfRange(cut, 368, cut.length));
        composer.unbounded(VIDEO, 7200, -1, picture(2, 500));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::damaged).containsExactly(false, true, false);
        assertThat(demuxed.counters().damagedUnits()).isEqualTo(1);
        assertThat(demuxed.counters().continuityGaps()).isEqualTo(1);
    }

    @Test
    void flagsThePictureWhoseEndIsLost() {
        begin();
        byte[] cut = TsComposer.pes(0xE0, 0, -1, picture(0, 500), 0);
        composer.piece(VIDEO, true, Arrays.copyOf(cut, 184)).lose(VIDEO).unbounded(VIDEO, 3600, -1, picture(1, 500));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::damaged).containsExactly(true, false);
    }

    @Test
    void skipsThePictureWhoseBeginningIsLost() {
        begin();
        prove(PROVED);
        byte[] cut = TsComposer.pes(0xE0, 99L * FRAME, -1, picture(PROVED, 500), 0);
        composer.lose(VIDEO).piece(VIDEO, false, Arrays.copyOfRange(cut, 184, cut.length));
        composer.unbounded(VIDEO, 100L * FRAME, -1, picture(PROVED + 1, 500));
        end();
        assertThat(demuxed.units).hasSize(PROVED + 1).noneMatch(AccessUnit::damaged);
        assertThat(demuxed.counters().orphanPackets()).isPositive();
        assertThat(demuxed.counters().earlyEndErrors()).isZero();
    }

    @Test
    void provesItselfInSpiteOfALossBetweenTwoPictures() {
        begin();
        byte[] cut = TsComposer.pes(0xE0, 99L * FRAME, -1, picture(1, 500), 0);
        composer.unbounded(VIDEO, 0, -1, picture(0, 500)).lose(VIDEO).goOn(VIDEO, Arrays.copyOfRange(cut, 184, cut.length));
        byte[] longer = TsComposer.pes(0xE0, 99L * FRAME, -1, picture(2, 5000), 0);
        composer.bounded(VIDEO, 0xE0, 100L * FRAME, picture(2, 500)).lose(VIDEO)
                .goOn(VIDEO, Arrays.copyOfRange(longer, 184, longer.length));
        for (int number = 3; number < 3 + PROVED; number++) {
            composer.unbounded(VIDEO, (100L + number) * FRAME, -1, picture(number, 500));
        }
        feed();
        assertThat(demuxed.units.getLast().payload()).isEqualTo(picture(2 + PROVED, 500));
    }

    @Test
    void survivesAWrongPesLength() {
        begin();
        for (int number = 0; number < 30; number++) {
            composer.split(VIDEO, TsComposer.pes(0xE0, (long) number * FRAME, -1, picture(number, 500), 200), 184);
        }
        end();
        assertThat(demuxed.units).hasSize(30).noneMatch(AccessUnit::damaged);
        assertThat(demuxed.units.getLast().payload()).isEqualTo(picture(29, 500));
        assertThat(demuxed.counters().pesLengthErrors()).isPositive();
    }

    @Test
    void readsAPesHeaderThatIsCutAcrossPackets() {
        begin();
        byte[] pes = TsComposer.pes(0xE0, 12_345, 6789, picture(0, 300), 0);
        composer.piece(VIDEO, true, Arrays.copyOf(pes, 7)).piece(VIDEO, false, Arrays.copyOfRange(pes, 7, 12));
        composer.goOn(VIDEO, Arrays.copyOfRange(pes, 12, pes.length));
        end();
        assertThat(demuxed.units).hasSize(1);
        assertThat(demuxed.units.getFirst().ptsTicks()).isEqualTo(12_345);
        assertThat(demuxed.units.getFirst().dtsTicks()).isEqualTo(6789);
        assertThat(demuxed.units.getFirst().payload()).isEqualTo(picture(0, 300));
    }

    @Test
    void derivesTheTimeOfPicturesWithoutOne() {
        begin();
        composer.unbounded(VIDEO, 7200, 3600, picture(0, 300)).unbounded(VIDEO, 10800, 7200, picture(1, 300));
        composer.unbounded(VIDEO, -1, -1, picture(2, 300)).unbounded(VIDEO, -1, -1, picture(3, 300));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::dtsTicks).containsExactly(3600L, 7200L, 10800L, 14400L);
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(7200L, 10800L, 14400L, 18000L);
    }

    @Test
    void dropsPicturesBeforeTheFirstTime() {
        begin();
        composer.unbounded(VIDEO, -1, -1, picture(0, 300)).unbounded(VIDEO, 3600, -1, picture(1, 300));
        end();
        assertThat(demuxed.units).hasSize(1);
        assertThat(demuxed.counters().untimedUnits()).isEqualTo(1);
    }

    @Test
    void raisesAPresentationTimeThatIsBeforeTheDecodingTime() {
        begin();
        composer.unbounded(VIDEO, 3600, 7200, picture(0, 300));
        end();
        assertThat(demuxed.units.getFirst().ptsTicks()).isEqualTo(7200);
        assertThat(demuxed.counters().timestampErrors()).isEqualTo(1);
    }

    @Test
    void dropsAUnitBeyondTheLimitAndGoesOn() {
        begin();
        composer.unbounded(VIDEO, 0, -1, picture(0, 300));
        feed();
        byte[] endless = new byte[184 * 1000];
        Arrays.fill(endless, (byte) 0x55);
        composer.unbounded(VIDEO, 3600, -1, picture(1, 300));
        for (int sent = 0; sent <= TsDemuxer.VIDEO_UNIT_MAX_BYTES; sent += endless.length) {
            for (int at = 0; at < endless.length; at += 184) {
                composer.packet(VIDEO, false, Arrays.copyOfRange(endless, at, at + 184), new byte[0]);
            }
            feed();
        }
        composer.unbounded(VIDEO, 7200, -1, picture(2, 300));
        end();
        assertThat(demuxed.units).extracting(AccessUnit::ptsTicks).containsExactly(0L, 7200L);
        assertThat(demuxed.counters().oversizedUnits()).isEqualTo(1);
    }

    @Test
    void takesAKeyPictureOfMegabytes() {
        begin();
        byte[] huge = picture(0, 12_000_000);
        composer.unbounded(VIDEO, 0, -1, huge).unbounded(VIDEO, 3600, -1, picture(1, 300));
        end();
        assertThat(demuxed.units.getFirst().payload()).isEqualTo(huge);
    }

    @Test
    void carriesAUnitWithMoreElementsThanAreLookedAt() {
        begin();
        byte[][] slices = new byte[VideoReader.ELEMENTS_MAX + 100][];
        slices[0] = join(aud(), sps(true), pps());
        for (int index = 1; index < slices.length; index++) {
            slices[index] = slice(true, index - 1, 0, 30);
        }
        composer.unbounded(VIDEO, 0, -1, join(slices));
        end();
        assertThat(demuxed.units).hasSize(1);
        assertThat(demuxed.units.getFirst().payload()).isEqualTo(join(slices));
        assertThat(demuxed.units.getFirst().randomAccess()).isEqualTo(RandomAccess.EXACT);
    }
}
