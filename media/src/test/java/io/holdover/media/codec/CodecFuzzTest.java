package io.holdover.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.holdover.media.AacFormat;
import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.Octets;
import io.holdover.media.OpusFormat;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.media.bits.StartCodes;
import io.holdover.media.codec.aac.AacSilence;
import io.holdover.media.codec.aac.AdtsFrames;
import io.holdover.media.codec.aac.LatmFrames;
import io.holdover.media.codec.ac3.Ac3Frames;
import io.holdover.media.codec.dts.DtsFrames;
import io.holdover.media.codec.h264.H264HeldPictures;
import io.holdover.media.codec.h264.H264Pictures;
import io.holdover.media.codec.h264.H264Pps;
import io.holdover.media.codec.h264.H264RecoveryPoint;
import io.holdover.media.codec.h264.H264Sps;
import io.holdover.media.codec.h265.H265HeldPictures;
import io.holdover.media.codec.h265.H265Pictures;
import io.holdover.media.codec.h265.H265Sps;
import io.holdover.media.codec.mpeg2video.Mpeg2Pictures;
import io.holdover.media.codec.mpeg4video.Mpeg4Pictures;
import io.holdover.media.codec.mpegaudio.MpegAudioFrames;
import io.holdover.media.codec.opus.OpusFrames;
import io.holdover.media.codec.opus.OpusPacket;
import io.holdover.media.codec.smpte302m.Smpte302mFrames;

/** No header makes a parser throw, read beyond its bytes or return what cannot be. */
class CodecFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void h264Survives(byte[] bytes) {
        if (bytes.length > 0) {
            H264Sps sps = H264Sps.parse(bytes, 0, bytes.length);
            assertThat(sps == null || (sps.width() > 0 && sps.height() > 0 && sps.frameIntervalTicks() >= 0)).isTrue();
            H264Pps.parse(bytes, 0, bytes.length);
            assertThat(H264RecoveryPoint.frameCount(bytes, 0, bytes.length)).isBetween(-1, 0xFFFF);
        }
        read(new H264Pictures(), bytes);
        hold(new H264HeldPictures(), bytes);
    }

    private static void hold(HeldPictures held, byte[] bytes) {
        Track track = new Track(256, H264Format.unknown(), TsDescriptors.none());
        for (RandomAccess access : RandomAccess.values()) {
            AccessUnit unit = AccessUnit.video(track, 0, 0, access, 0, false, bytes);
            assertThat(held.heldBefore(unit)).isBetween(0, 3);
            held.forward(unit);
            assertThat(held.canHold()).isEqualTo(held.obstacle().isEmpty());
            if (held.canHold()) {
                assertThat(held.next()).isNotEmpty();
                held.forward(AccessUnit.video(track, 0, 0, RandomAccess.EXACT, 0, false, bytes));
            }
            held.keyPicture();
        }
    }

    @FuzzTest(maxDuration = "30s")
    void h265Survives(byte[] bytes) {
        if (bytes.length > 1) {
            H265Sps sps = H265Sps.parse(bytes, 0, bytes.length);
            assertThat(sps == null || (sps.width() > 0 && sps.height() > 0)).isTrue();
        }
        read(new H265Pictures(), bytes);
        hold(new H265HeldPictures(), bytes);
    }

    @FuzzTest(maxDuration = "30s")
    void mpegVideoSurvives(byte[] bytes) {
        read(new Mpeg2Pictures(false), bytes);
        read(new Mpeg4Pictures(), bytes);
    }

    @FuzzTest(maxDuration = "30s")
    void aacSurvives(byte[] bytes) {
        read(new AdtsFrames(), bytes);
        read(new LatmFrames(), bytes);
        LatmFrames latm = new LatmFrames();
        byte[] frame = new byte[bytes.length + 3];
        System.arraycopy(bytes, 0, frame, 3, bytes.length);
        latm.read(frame, 0, frame.length, (payload, samples) -> assertThat(samples).isPositive());
        assertThat(((AacFormat) latm.format()).streamMuxConfigBits()).isNotNegative();
    }

    @FuzzTest(maxDuration = "30s")
    void aacSilenceSurvives(byte[] bytes) {
        AacFormat format = new AacFormat(AacFormat.Transport.ADTS, Octets.fromHex("1310"), 24_000, 2, false, false, 1, Octets.empty(), 0);
        AacSilence silence = new AacSilence(format);
        AccessUnit unit = AccessUnit.audio(new Track(256, format, TsDescriptors.none()), 0, 1024, false, bytes);
        silence.observe(unit);
        if (silence.isReady()) {
            assertThat(silence.next()).isNotEmpty();
            assertThat(silence.mend(bytes)).isNotEmpty();
            assertThat(silence.next()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "30s")
    void otherAudioSurvives(byte[] bytes) {
        for (FrameSyntax syntax : List.of(new MpegAudioFrames(), new Ac3Frames(false), new DtsFrames(), new Smpte302mFrames(),
                new OpusFrames(new OpusFormat(2, 2)))) {
            read(syntax, bytes);
        }
        assertThat(OpusPacket.samples(bytes, 0, bytes.length)).isBetween(0, 5760);
    }

    /** The bytes as two units, each followed by held pictures. */
    private static void read(PictureSyntax syntax, byte[] bytes) {
        int found = StartCodes.find(bytes, 0, bytes.length);
        while (found >= 0 && found + 3 < bytes.length) {
            int from = found + 3;
            int next = StartCodes.find(bytes, from, bytes.length);
            int to = next < 0 ? bytes.length : next;
            if (to > from) {
                syntax.classify(bytes, from, bytes.length);
                syntax.completed(bytes, from, to);
                syntax.beginDescription();
                if (syntax.matters(bytes[from])) {
                    syntax.describe(bytes, from, to);
                }
                assertThat(syntax.recoveryFrameCount()).isNotNegative();
                assertThat(syntax.format().width()).isNotNegative();
                assertThat(syntax.frameIntervalTicks()).isNotNegative();
            }
            found = next;
        }
    }

    private static void read(FrameSyntax syntax, byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int length = syntax.frameBytes(bytes, at, bytes.length);
            assertThat(length).isGreaterThanOrEqualTo(FrameSyntax.NONE);
            if (length > 0 && length <= bytes.length - at) {
                syntax.familiar(bytes, at);
                syntax.continuesUnit(bytes, at);
                syntax.read(bytes, at, at + length, (payload, samples) -> assertThat(payload.length).isPositive());
                assertThat(syntax.format().channels()).isNotNegative();
                at += length;
            } else {
                at++;
            }
        }
    }
}
