package io.holdover.media.codec.mpegaudio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.Track;
import io.holdover.media.mpegts.TsDemuxer;

/** Frames of a real encoder after silence, at whatever frame it comes back. */
class ReservoirGapTest {

    private static List<AccessUnit> frames(String sample) {
        List<AccessUnit> units = new ArrayList<>();
        TsDemuxer demuxer = new TsDemuxer(new TsDemuxer.Output() {
            @Override
            public void onTracks(List<Track> tracks) {
                // Each unit names its track.
            }

            @Override
            public void onAccessUnit(AccessUnit unit) {
                if (unit.track().format() instanceof MpegAudioFormat) {
                    units.add(unit);
                }
            }

            @Override
            public void onPcr(long pcrTicks, boolean discontinuity) {
                // Frames alone matter.
            }
        });
        try (InputStream in = ReservoirGapTest.class.getResourceAsStream("/samples/" + sample + ".ts")) {
            demuxer.consume(ByteBuffer.wrap(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        demuxer.endOfInput();
        return units;
    }

    private static int begin(byte[] frame, int header) {
        int side = MpegAudioHeader.headBytes(header);
        return MpegAudioHeader.version1(header) ? (frame[side] & 0xFF) << 1 | (frame[side + 1] & 0xFF) >> 7 : frame[side] & 0xFF;
    }

    @ParameterizedTest
    @CsvSource({"mpeg4-mp3, 511", "mp3-mpeg2, 255"})
    void aFrameSoundsOnlyWhenAllItsDataCameAfterSilence(String sample, int reservoirBytes) {
        List<AccessUnit> units = frames(sample);
        int muted = 0;
        for (int back = 1; back + 6 < units.size(); back++) {
            MpegAudioSilence silence = new MpegAudioSilence((MpegAudioFormat) units.getFirst().track().format());
            silence.observe(units.getFirst());
            byte[] silent = silence.next();
            int header = MpegAudioHeader.read(units.get(back).payload(), 0);
            int overhead = MpegAudioHeader.headBytes(header) + MpegAudioHeader.sideInfoBytes(header);
            int received = 0;
            int reachable = silent.length - overhead;
            boolean sounding = false;
            for (int index = back; index < back + 6; index++) {
                byte[] live = units.get(index).payload();
                byte[] mended = silence.mend(live);
                int wanted = begin(live, header);
                assertThat(mended).hasSameSizeAs(live);
                assertThat(Arrays.copyOfRange(mended, overhead, live.length)).as("main data")
                        .isEqualTo(Arrays.copyOfRange(live, overhead, live.length));
                boolean untouched = Arrays.equals(mended, live);
                assertThat(untouched).as("frame %d after a return at %d", index, back).isEqualTo(sounding || wanted <= received);
                if (untouched) {
                    sounding = true;
                } else {
                    muted++;
                    int reached = begin(mended, header);
                    assertThat(reached).isEqualTo(Math.min(wanted, reachable));
                    assertThat(received).as("bytes when the reservoir was still not full").isLessThan(reservoirBytes);
                    reachable = reached + live.length - overhead;
                }
                received += live.length - overhead;
            }
        }
        assertThat(muted).as("the sample uses its reservoir").isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({"mpeg4-mp3", "mp3-mpeg2"})
    void framesWithoutSilenceBeforeThemStayWhatTheyAre(String sample) {
        List<AccessUnit> units = frames(sample);
        MpegAudioSilence silence = new MpegAudioSilence((MpegAudioFormat) units.getFirst().track().format());
        for (AccessUnit unit : units.subList(3, units.size())) {
            silence.observe(unit);
            assertThat(silence.mend(unit.payload())).isSameAs(unit.payload());
        }
    }
}
