package io.holdover.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.holdover.media.Ac3Format;
import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.DtsFormat;
import io.holdover.media.Eac3Format;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.testkit.Seed;

/** What all generators have in common: durations, refusals in words, and calm whatever they are shown. */
class SilentFramesTest {
    private static final AudioFormat AC3 = new Ac3Format(48_000, 1);
    private static final AudioFormat EAC3 = new Eac3Format(48_000, 1);
    private static final AudioFormat DTS = new DtsFormat(48_000, 6);
    private static final AudioFormat MP3 = new MpegAudioFormat(3, 44_100, 2);
    // 48 kHz, 64 kbit/s, mono: the first bytes of real frames
    private static final String AC3_FRAME = "0b77979a08402f8429";
    private static final String EAC3_FRAME = "0b77007f3280407908";
    private static final String DTS_FRAME = "7ffe8001fc3c75b276c00538000900000000";

    private static byte[] frame(String hex, int bytes) {
        return Arrays.copyOf(HexFormat.of().parseHex(hex), bytes);
    }

    private static SilentFrames after(AudioFormat format, byte[]... live) {
        SilentFrames silence = SilentFramesGoldenTest.silenceFor(format);
        for (byte[] frame : live) {
            silence.observe(SilentFramesGoldenTest.unit(format, frame));
        }
        return silence;
    }

    @ParameterizedTest
    @CsvSource({"f8, 960", "e0, 120", "e8, 240", "f0, 480", "f900, 1920", "4b03, 2880", "10, 1920", "18, 2880", "1900, 5760", "e330, 5760"})
    void opusSilenceLastsAsLongAsTheLivePacket(String head, int samples) {
        SilentFrames silence = after(new OpusFormat(1, 1), frame(head, 100));
        assertThat(silence.durationSamples()).isEqualTo(samples);
    }

    @Test
    void opusFollowsTheBandwidthOfTheNewestPacket() {
        SilentFrames silence = after(new OpusFormat(2, 2), frame("fc", 100));
        byte[] first = silence.next();
        assertThat(silence.next()).isSameAs(first).asHexString().isEqualTo("FCFFFE");
        silence.observe(SilentFramesGoldenTest.unit(new OpusFormat(2, 2), frame("4c", 50)));
        assertThat(silence.next()).asHexString().isEqualTo("BCFFFE");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(Arguments.of(new OpusFormat(2, 0x81), new byte[10], "0x81"),
                Arguments.of(new OpusFormat(10, 9), new byte[10], "0x9"),
                Arguments.of(MP3, frame("fffb0040", 400), "free format"),
                Arguments.of(AC3, frame(AC3_FRAME, 300), "substreams"),
                Arguments.of(AC3, frame("0b77979a08482f8429", 256), "half"),
                Arguments.of(new Ac3Format(48_000, 6), frame("0b7715760040ebf84fe0", 128), "too small"),
                Arguments.of(EAC3, frame("0b77407f3280407908", 256), "dependent"),
                Arguments.of(EAC3, frame("0b77807f3280407908", 256), "converted"),
                Arguments.of(EAC3, frame("0b77007fd280407908", 256), "half"),
                Arguments.of(EAC3, frame("0b77000532804079", 12), "too small"),
                Arguments.of(EAC3, frame("0b77007f328004101000", 256), "objects"),
                Arguments.of(DTS, frame(DTS_FRAME, 2012), "extensions"),
                Arguments.of(DTS, frame("7ffe8001fc3c75b276c01538000900000000", 1884), "extensions"),
                Arguments.of(new DtsFormat(48_000, 8), frame("7ffe8001fc3c75b3b6c00038000900000000", 1884), "channels"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatIsNotProvedIsRefusedInWords(AudioFormat format, byte[] live, String word) {
        SilentFrames silence = after(format, live);
        assertThat(silence.unsupported()).contains(word);
        assertThat(silence.isReady()).isFalse();
        assertThatThrownBy(silence::next).isInstanceOf(IllegalStateException.class);
    }

    static Stream<Arguments> others() {
        return Stream.of(Arguments.of(MP3, frame("fffd9040", 417)), Arguments.of(MP3, frame("fffb90c0", 417)),
                Arguments.of(MP3, frame("fffb9440", 384)), Arguments.of(MP3, frame("ff", 1)),
                Arguments.of(new Ac3Format(48_000, 2), frame(AC3_FRAME, 256)),
                Arguments.of(AC3, new byte[0]), Arguments.of(new Eac3Format(48_000, 2), frame(EAC3_FRAME, 256)),
                Arguments.of(EAC3, frame(EAC3_FRAME, 255)), Arguments.of(new DtsFormat(48_000, 2), frame(DTS_FRAME, 1884)),
                Arguments.of(new Smpte302mFormat(4, 16), new byte[104]), Arguments.of(new OpusFormat(6, 6), frame("fc03", 40)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void nothingIsLearntFromFramesOfAnotherFormat(AudioFormat format, byte[] live) {
        SilentFrames silence = after(format, live);
        assertThat(silence.isReady()).isFalse();
        assertThat(silence.unsupported()).isEmpty();
    }

    static List<SilentFramesGoldenTest.Golden> rows() {
        return SilentFramesGoldenTest.silentRows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nothingIsLearntFromDamagedFrames(SilentFramesGoldenTest.Golden row) {
        SilentFrames silence = SilentFramesGoldenTest.silenceFor(row.format());
        Track track = new Track(1, row.format(), TsDescriptors.none());
        row.live().forEach(frame -> silence.observe(AccessUnit.audio(track, 0, 1, true, frame)));
        assertThat(silence.isReady()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void silenceTeachesTheSameSilence(SilentFramesGoldenTest.Golden row) {
        SilentFrames silence = SilentFramesGoldenTest.silenceFor(row.format());
        row.expected().forEach(frame -> silence.observe(SilentFramesGoldenTest.unit(row.format(), frame)));
        assertThat(silence.isReady()).isTrue();
        // Frames whose sizes take turns do so by their own count; SMPTE 302M needs a whole block first.
        if (!row.codec().equals("mpegaudio") && !row.codec().equals("ac3") && !row.codec().equals("smpte302m")) {
            assertThat(silence.next()).isEqualTo(row.expected().getFirst());
        }
    }

    @Test
    void theMeanRateOfPaddedFramesIsExact() {
        SilentFrames mpeg = after(MP3, frame("fffb9040", 417));
        SilentFrames ac3 = after(new Ac3Format(44_100, 2), frame("0b77a9ff554043e106", 836));
        long mpegBytes = 0;
        long ac3Bytes = 0;
        for (int frame = 0; frame < 441; frame++) {
            mpegBytes += mpeg.next().length;
            ac3Bytes += ac3.next().length;
        }
        // 441 frames of 1152 or 1536 samples at 44.1 kHz
        assertThat(mpegBytes).isEqualTo(128_000 / 8 * 1152 / 100);
        assertThat(ac3Bytes).isEqualTo(192_000 / 8 * 1536 / 100);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void noLiveFrameMakesAGeneratorThrow(SilentFramesGoldenTest.Golden row, @Seed long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            SilentFrames silence = SilentFramesGoldenTest.silenceFor(row.format());
            for (int step = 0; step < 12; step++) {
                byte[] live = row.live().get(step % row.live().size()).clone();
                int longest = live.length;
                for (int change = random.nextInt(4); change > 0 && live.length > 0; change--) {
                    live[random.nextInt(Math.min(live.length, 24))] ^= (byte) (1 << random.nextInt(8));
                }
                if (random.nextInt(4) == 0) {
                    live = Arrays.copyOf(live, random.nextInt(longest + 8));
                }
                silence.observe(SilentFramesGoldenTest.unit(row.format(), live));
                assertThat(silence.mend(live)).hasSameSizeAs(live);
                if (silence.isReady()) {
                    assertThat(silence.unsupported()).isEmpty();
                    assertThat(silence.durationSamples()).isBetween(1, 16 * 1024);
                    assertThat(silence.next()).hasSizeBetween(1, 1 << 16);
                }
            }
        }
    }
}
