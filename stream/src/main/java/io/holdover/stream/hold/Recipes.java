package io.holdover.stream.hold;

import io.holdover.media.AacFormat;
import io.holdover.media.Ac3Format;
import io.holdover.media.AudioFormat;
import io.holdover.media.DtsFormat;
import io.holdover.media.Eac3Format;
import io.holdover.media.H264Format;
import io.holdover.media.H265Format;
import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.Mpeg4VideoFormat;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.VideoFormat;
import io.holdover.media.codec.HeldPictures;
import io.holdover.media.codec.KeyPictureOnly;
import io.holdover.media.codec.SilentFrames;
import io.holdover.media.codec.aac.AacSilence;
import io.holdover.media.codec.ac3.Ac3Silence;
import io.holdover.media.codec.ac3.Eac3Silence;
import io.holdover.media.codec.dts.DtsSilence;
import io.holdover.media.codec.h264.H264HeldPictures;
import io.holdover.media.codec.h265.H265HeldPictures;
import io.holdover.media.codec.mpegaudio.MpegAudioSilence;
import io.holdover.media.codec.opus.OpusSilence;
import io.holdover.media.codec.smpte302m.Smpte302mSilence;

/** Which filler a codec has. */
final class Recipes {

    private Recipes() {
    }

    static SilentFrames silence(AudioFormat format) {
        return switch (format) {
            case AacFormat aac -> new AacSilence(aac);
            case OpusFormat opus -> new OpusSilence(opus);
            case MpegAudioFormat mpegAudio -> new MpegAudioSilence(mpegAudio);
            case Ac3Format ac3 -> new Ac3Silence(ac3);
            case Eac3Format eac3 -> new Eac3Silence(eac3);
            case DtsFormat dts -> new DtsSilence(dts);
            case Smpte302mFormat smpte302m -> new Smpte302mSilence(smpte302m);
        };
    }

    static HeldPictures pictures(VideoFormat format) {
        return switch (format) {
            case H264Format _ -> new H264HeldPictures();
            case H265Format _ -> new H265HeldPictures();
            case Mpeg2VideoFormat _,Mpeg4VideoFormat _ -> new KeyPictureOnly();
        };
    }
}
