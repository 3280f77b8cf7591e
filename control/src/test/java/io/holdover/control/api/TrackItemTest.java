package io.holdover.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.holdover.media.AacFormat;
import io.holdover.media.Ac3Format;
import io.holdover.media.DtsFormat;
import io.holdover.media.Eac3Format;
import io.holdover.media.H264Format;
import io.holdover.media.H265Format;
import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.Mpeg4VideoFormat;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.Octets;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.OpaqueFormat.Carriage;
import io.holdover.media.OpaqueFormat.Content;
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.TrackFormat;

class TrackItemTest {
    private static final OpenApi DESCRIPTION = new OpenApi(ControlApi.description());

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of(h264("6742c01e"), "H264", "{\"width\":640,\"height\":360,\"profile\":\"Baseline\",\"level\":\"3\"}"),
                Arguments.of(h264("676e0033"), "H264", "{\"width\":640,\"height\":360,\"profile\":\"High 10\",\"level\":\"5.1\"}"),
                Arguments.of(h264("672c0033"), "H264", "{\"width\":640,\"height\":360,\"profile\":\"44\",\"level\":\"5.1\"}"),
                Arguments.of(H264Format.unknown(), "H264", "{\"width\":0,\"height\":0,\"profile\":\"\",\"level\":\"\"}"),
                // x265: Main, level 4.1 (123), with an emulation prevention byte in the constraint flags
                Arguments.of(h265("420101016000000300900000030000030" + "07ba0"), "H265",
                        "{\"width\":1920,\"height\":1080,\"profile\":\"Main\",\"level\":\"4.1\"}"),
                Arguments.of(h265("4201010220000003009000000300000300" + "5aa0"), "H265",
                        "{\"width\":1920,\"height\":1080,\"profile\":\"Main 10\",\"level\":\"3\"}"),
                Arguments.of(h265("4201"), "H265", "{\"width\":1920,\"height\":1080,\"profile\":\"0\",\"level\":\"0\"}"),
                Arguments.of(Mpeg2VideoFormat.unknown(false), "MPEG-1/2 Video", "null"),
                Arguments.of(Mpeg4VideoFormat.unknown(), "MPEG-4 Video", "null"),
                Arguments.of(new AacFormat(AacFormat.Transport.ADTS, Octets.empty(), 44_100, 1, false, false, 1, Octets.empty(), 0),
                        "MPEG-4 Audio", "{\"sampleRate\":44100,\"channelCount\":1}"),
                Arguments.of(AacFormat.unknown(AacFormat.Transport.LATM), "MPEG-4 Audio LATM", "{\"sampleRate\":0,\"channelCount\":0}"),
                Arguments.of(new OpusFormat(2, -1), "Opus", "{\"channelCount\":2}"),
                Arguments.of(new MpegAudioFormat(2, 48_000, 2), "MPEG-1/2 Audio", "null"),
                Arguments.of(new Ac3Format(48_000, 6), "AC3", "{\"sampleRate\":48000,\"channelCount\":6}"),
                Arguments.of(new Eac3Format(48_000, 6), "E-AC-3", "{\"sampleRate\":48000,\"channelCount\":6}"),
                Arguments.of(new DtsFormat(48_000, 6), "DTS", "{\"sampleRate\":48000,\"channelCount\":6}"),
                Arguments.of(new Smpte302mFormat(2, 24), "LPCM", "{\"bitDepth\":24,\"sampleRate\":48000,\"channelCount\":2}"),
                Arguments.of(opaque(Content.KLV), "KLV", "null"), Arguments.of(opaque(Content.OTHER), "Generic", "null"),
                Arguments.of(opaque(Content.SCTE_35), "SCTE-35", "null"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void printsEveryCodec(TrackFormat format, String codec, String props) {
        TrackItem item = TrackItem.of(format);
        assertThat(item.codec()).isEqualTo(codec);
        assertThat(item.props()).isEqualTo(ApiFixture.parse(props));
    }

    @Test
    void printsOnlyWhatIsDescribed() {
        assertThat(formats().map(arguments -> TrackItem.of((TrackFormat) arguments.get()[0]))).allSatisfy(item -> assertThat(
                DESCRIPTION.violations("PathTrack",
                        ApiFixture.parse("{\"codec\":\"" + item.codec() + "\",\"codecProps\":" + item.props() + "}")))
                .isEmpty());
        for (Content content : Content.values()) {
            assertThat(DESCRIPTION.violations("PathTrack",
                    ApiFixture.parse("{\"codec\":\"" + TrackItem.of(opaque(content)).codec() + "\",\"codecProps\":null}"))).isEmpty();
        }
    }

    private static H264Format h264(String sps) {
        return new H264Format(List.of(Octets.fromHex(sps)), List.of(), 640, 360);
    }

    private static H265Format h265(String sps) {
        return new H265Format(List.of(), List.of(Octets.fromHex(sps)), List.of(), 1920, 1080);
    }

    private static OpaqueFormat opaque(Content content) {
        return new OpaqueFormat(content, 6, Carriage.PES, 0xBD, false, 0);
    }
}
