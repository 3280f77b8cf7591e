package io.holdover.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
import io.holdover.media.codec.ac3.Ac3Silence;
import io.holdover.media.codec.ac3.Eac3Silence;
import io.holdover.media.codec.dts.DtsSilence;
import io.holdover.media.codec.mpegaudio.MpegAudioSilence;
import io.holdover.media.codec.opus.OpusSilence;
import io.holdover.media.codec.smpte302m.Smpte302mSilence;

/** Bit for bit what another implementation makes, whose frames passed many decoders; {@code silence/golden.txt} has the rows. */
class SilentFramesGoldenTest {

    /** A line: the codec with its parameters, live frames and what must follow. */
    record Golden(String codec, List<Integer> parameters, List<byte[]> live, List<byte[]> expected) {

        AudioFormat format() {
            int first = parameters.getFirst();
            return switch (codec) {
                case "opus" -> new OpusFormat(0, first);
                case "mpegaudio" -> new MpegAudioFormat(first, parameters.get(1), parameters.get(2));
                case "mend" -> new MpegAudioFormat(3, first, parameters.get(1));
                case "ac3" -> new Ac3Format(first, parameters.get(1));
                case "eac3" -> new Eac3Format(first, parameters.get(1));
                case "dts" -> new DtsFormat(first, parameters.get(1));
                case "smpte302m" -> new Smpte302mFormat(first, parameters.get(1));
                default -> throw new IllegalArgumentException(codec);
            };
        }

        @Override
        public String toString() {
            return codec + parameters + " " + HexFormat.of().formatHex(live.getFirst(), 0, Math.min(16, live.getFirst().length));
        }
    }

    static SilentFrames silenceFor(AudioFormat format) {
        return switch (format) {
            case OpusFormat opus -> new OpusSilence(opus);
            case MpegAudioFormat mpeg -> new MpegAudioSilence(mpeg);
            case Ac3Format ac3 -> new Ac3Silence(ac3);
            case Eac3Format eac3 -> new Eac3Silence(eac3);
            case DtsFormat dts -> new DtsSilence(dts);
            case Smpte302mFormat pcm -> new Smpte302mSilence(pcm);
            default -> throw new IllegalArgumentException(format.codecName());
        };
    }

    static AccessUnit unit(AudioFormat format, byte[] payload) {
        return AccessUnit.audio(new Track(1, format, TsDescriptors.none()), 0, 1, false, payload);
    }

    static List<Golden> rows() {
        try (InputStream in = SilentFramesGoldenTest.class.getResourceAsStream("/silence/golden.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().filter(line -> !line.startsWith("#")).map(SilentFramesGoldenTest::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Golden> silentRows() {
        return rows().stream().filter(row -> !row.codec.equals("mend")).toList();
    }

    static List<Golden> mendedRows() {
        return rows().stream().filter(row -> row.codec.equals("mend")).toList();
    }

    private static Golden parse(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        List<String> head = List.of(fields.getFirst().split(":", -1));
        List<Integer> parameters = head.stream().skip(1).map(Integer::valueOf).toList();
        int live = switch (head.getFirst()) {
            case "eac3" -> parameters.getLast();
            case "mend" -> (fields.size() - 1) / 2;
            default -> 1;
        };
        List<byte[]> frames = fields.stream().skip(1).map(SilentFramesGoldenTest::bytes).toList();
        return new Golden(head.getFirst(), parameters, frames.subList(0, live), frames.subList(live, frames.size()));
    }

    /** Hexadecimal digits with runs of zero bytes as (count). */
    private static byte[] bytes(String packed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : packed.split("[()]", -1)) {
            boolean zeros = packed.contains("(" + part + ")");
            out.writeBytes(zeros ? new byte[Integer.parseInt(part)] : HexFormat.of().parseHex(part));
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("silentRows")
    void silenceIsWhatTheReferenceMakes(Golden row) {
        SilentFrames silence = silenceFor(row.format());
        assertThat(silence.isReady()).isFalse();
        row.live.forEach(frame -> silence.observe(unit(row.format(), frame)));
        assertThat(silence.unsupported()).isEmpty();
        assertThat(silence.isReady()).isTrue();
        for (byte[] expected : row.expected) {
            assertThat(silence.durationSamples()).isPositive();
            assertThat(silence.next()).asHexString().isEqualTo(HexFormat.of().withUpperCase().formatHex(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("mendedRows")
    void framesAfterSilenceAreWhatTheReferenceMakes(Golden row) {
        SilentFrames silence = silenceFor(row.format());
        silence.observe(unit(row.format(), row.live.getFirst()));
        silence.next();
        for (int index = 0; index < row.live.size(); index++) {
            byte[] live = row.live.get(index);
            assertThat(silence.mend(live)).asHexString().as("frame %d", index)
                    .isEqualTo(HexFormat.of().withUpperCase().formatHex(row.expected.get(index)));
        }
    }

    @Test
    void everyCodecHasRows() {
        Stream.of("opus", "mpegaudio", "ac3", "eac3", "dts", "smpte302m", "mend")
                .forEach(codec -> assertThat(rows()).as(codec).filteredOn(row -> row.codec.equals(codec)).hasSizeGreaterThan(3));
        assertThat(mendedRows()).allSatisfy(row -> assertThat(Arrays.equals(row.live.getFirst(), row.expected.getFirst())).isFalse());
    }
}
