package io.holdover.media.codec.flac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;

/** Live frames of ffmpeg's encoder; what must follow was made by another implementation, whose frames passed several decoders. */
class FlacSilenceTest {

    private static final Track SOUND = new Track(1, new MpegAudioFormat(2, 48_000, 2), TsDescriptors.none());

    @ParameterizedTest
    @CsvSource({
        "16, 4096, fff8ca88009e4e000000a6014c01f202, fff8ca1801780000000000003977",
        "16, 4096, fff8ca8801994efcbbfc1dfb82faebfa, fff8ca18027100000000000000ed",
        "16, 4096, fff8ca88c388b04e09cb0974091408ad, fff8ca18c3891e000000000000debe",
        "24, 1152, fff8390c00ad4c000cec00fa7e020358, fff8390c01aa00000000c9ac",
        "24, 1152, fff8390cc388294ef03521f065f2f0a6, fff8390cc3892e00000000e564",
        "16, 4096, fff8cd58003039850000000000004e00, fff8cd58013039ee0000000000000000000000000000000000004d28",
        "16, 4096, fff8cd583b3039880000000000004e0b, fff8cd583c30399e000000000000000000000000000000000000f5eb"})
    void silenceIsWhatTheReferenceMakes(int bitsPerSample, int blockSamples, String live, String expected) {
        FlacSilence silence = new FlacSilence(bitsPerSample);
        assertThat(silence.isReady()).isFalse();
        silence.observe(unit(live));
        assertThat(silence.isReady()).isTrue();
        assertThat(silence.durationSamples()).isEqualTo(blockSamples);
        assertThat(HexFormat.of().formatHex(silence.next())).isEqualTo(expected);
    }

    @Test
    void eachFrameIsAsIfTheOneBeforeHadBeenLive() {
        FlacSilence counting = new FlacSilence(16);
        counting.observe(unit("fff8ca88009e4e000000a6014c01f202"));
        for (int i = 0; i < 70_000; i++) {
            FlacSilence following = new FlacSilence(16);
            following.observe(AccessUnit.audio(SOUND, 0, 4096, false, counting.next()));
            assertThat(following.isReady()).as("frame %d", i).isTrue();
        }
        FlacSilence last = new FlacSilence(16);
        last.observe(AccessUnit.audio(SOUND, 0, 4096, false, counting.next()));
        assertThat(last.next()).isEqualTo(counting.next());
    }

    @Test
    void learnsNothingFromAHeaderThatIsBroken() {
        FlacSilence silence = new FlacSilence(16);
        silence.observe(unit("fff8ca88009f4e000000a6014c01f202")); // CRC-8
        silence.observe(unit("fff0ca88009e4e000000a6014c01f202")); // sync
        silence.observe(unit("fff8ca"));
        assertThat(silence.isReady()).isFalse();
    }

    private static AccessUnit unit(String hex) {
        return AccessUnit.audio(SOUND, 0, 4096, false, HexFormat.of().parseHex(hex));
    }
}
