package io.holdover.control.api;

import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.TrackFormat;
import io.holdover.media.VideoFormat;

/**
 * Prints a track. Codecs that MediaMTX knows have its names and properties, the others their own and none.
 *
 * @param props
 *            null in JSON where there are none
 */
record TrackItem(String codec, JsonNode props) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonNode NONE = NODES.nullNode();

    /** SPS: NAL header, profile_idc, constraint flags, level_idc (ITU-T H.264 7.3.2.1.1). */
    private static final int H264_PROFILE = 1;
    private static final int H264_LEVEL = 3;
    /** SPS: NAL header 2, ids 1, then profile_tier_level(): profile 1, compatibility 4, constraints 6, level (ITU-T H.265 7.3.3). */
    private static final int H265_PROFILE = 3;
    private static final int H265_LEVEL = 14;
    private static final int H265_LEVEL_UNIT = 30;

    static TrackItem of(TrackFormat format) {
        return switch (format) {
            case H264Format h264 -> new TrackItem("H264", video(h264, h264.sps(), H264_PROFILE, H264_LEVEL));
            case H265Format h265 -> new TrackItem("H265", video(h265, h265.sps(), H265_PROFILE, H265_LEVEL));
            case Mpeg2VideoFormat mpeg2 -> new TrackItem(mpeg2.codecName(), NONE);
            case Mpeg4VideoFormat mpeg4 -> new TrackItem(mpeg4.codecName(), NONE);
            case AacFormat aac -> new TrackItem(aac.codecName(), audio(aac.sampleRateHz(), aac.channels()));
            case OpusFormat opus -> new TrackItem("Opus", NODES.objectNode().put("channelCount", opus.channels()));
            case MpegAudioFormat mpeg -> new TrackItem(mpeg.codecName(), NONE);
            case Ac3Format ac3 -> new TrackItem("AC3", audio(ac3.sampleRateHz(), ac3.channels()));
            case Eac3Format eac3 -> new TrackItem(eac3.codecName(), audio(eac3.sampleRateHz(), eac3.channels()));
            case DtsFormat dts -> new TrackItem(dts.codecName(), audio(dts.sampleRateHz(), dts.channels()));
            case Smpte302mFormat pcm -> new TrackItem("LPCM", NODES.objectNode().put("bitDepth", pcm.bitsPerSample())
                    .put("sampleRate", pcm.sampleRateHz()).put("channelCount", pcm.channels()));
            case OpaqueFormat opaque -> new TrackItem(opaque.codecName(), NONE);
        };
    }

    private static ObjectNode audio(int sampleRateHz, int channels) {
        return NODES.objectNode().put("sampleRate", sampleRateHz).put("channelCount", channels);
    }

    private static ObjectNode video(VideoFormat format, List<Octets> sps, int profileIndex, int levelIndex) {
        String profile = "";
        String level = "";
        if (!sps.isEmpty()) {
            int profileIdc = at(sps.getFirst(), profileIndex);
            int levelIdc = at(sps.getFirst(), levelIndex);
            boolean h264 = format instanceof H264Format;
            profile = h264 ? h264Profile(profileIdc) : h265Profile(profileIdc & 0x1F); // behind general_profile_space, general_tier_flag
            level = h264 ? h264Level(levelIdc) : h265Level(levelIdc);
        }
        return NODES.objectNode().put("width", format.width()).put("height", format.height()).put("profile", profile).put("level", level);
    }

    /** One byte of what a NAL unit carries, 0 if it is shorter. Emulation prevention is skipped. */
    private static int at(Octets nal, int wanted) {
        int position = 0;
        int zeros = 0;
        for (int index = 0; index < nal.length(); index++) {
            int value = nal.at(index);
            if (zeros >= 2 && value == 3) {
                zeros = 0;
                continue;
            }
            if (position++ == wanted) {
                return value;
            }
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return 0;
    }

    // ITU-T H.264 annex A
    private static String h264Profile(int profileIdc) {
        return switch (profileIdc) {
            case 66 -> "Baseline";
            case 77 -> "Main";
            case 88 -> "Extended";
            case 100 -> "High";
            case 110 -> "High 10";
            case 122 -> "High 4:2:2";
            case 244 -> "High 4:4:4 Predictive";
            default -> Integer.toString(profileIdc);
        };
    }

    private static String h264Level(int levelIdc) {
        return levelIdc / 10 + (levelIdc % 10 == 0 ? "" : "." + levelIdc % 10);
    }

    // ITU-T H.265 annexes A, G, H and I
    private static String h265Profile(int profileIdc) {
        return switch (profileIdc) {
            case 1 -> "Main";
            case 2 -> "Main 10";
            case 3 -> "Main Still Picture";
            case 4 -> "Range Extensions";
            case 5 -> "High Throughput";
            case 6 -> "Multiview Main";
            case 7 -> "Scalable Main";
            case 8 -> "3D Main";
            case 9 -> "Screen Content Coding Extensions";
            case 10 -> "Scalable Range Extensions";
            default -> Integer.toString(profileIdc);
        };
    }

    private static String h265Level(int levelIdc) {
        return levelIdc % H265_LEVEL_UNIT == 0
                ? Integer.toString(levelIdc / H265_LEVEL_UNIT)
                : String.format(Locale.ROOT, "%.1f", levelIdc / (double) H265_LEVEL_UNIT);
    }
}
