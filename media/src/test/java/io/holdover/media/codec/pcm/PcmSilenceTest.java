package io.holdover.media.codec.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;

class PcmSilenceTest {

    private static final Track SOUND = new Track(1, new MpegAudioFormat(2, 8_000, 1), TsDescriptors.none());

    @ParameterizedTest
    @CsvSource({"LINEAR_SIGNED, 00", "LINEAR_UNSIGNED_8, 80", "MU_LAW, FF", "A_LAW, D5", "G722, FC"})
    void eachByteIsTheSilentOneOfItsCoding(SampleCoding coding, String sample) {
        PcmSilence silence = new PcmSilence(coding);
        assertThat(silence.isReady()).isFalse();
        silence.observe(AccessUnit.audio(SOUND, 0, 160, false, new byte[]{1, 2, 3, 4}));
        assertThat(silence.durationSamples()).isEqualTo(160);
        assertThat(silence.next()).isEqualTo(HexFormat.of().parseHex(sample.repeat(4)));
        byte[] live = {9, 9};
        assertThat(silence.mend(live)).isSameAs(live);
    }

    @Test
    void packetsAreAsLongAsTheNewestWholeOne() {
        PcmSilence silence = new PcmSilence(SampleCoding.LINEAR_SIGNED);
        silence.observe(AccessUnit.audio(SOUND, 0, 2, false, new byte[8]));
        silence.observe(AccessUnit.audio(SOUND, 0, 3, false, new byte[12]));
        silence.observe(AccessUnit.audio(SOUND, 0, 1, true, new byte[4]));
        assertThat(silence.durationSamples()).isEqualTo(3);
        assertThat(silence.next()).hasSize(12).isSameAs(silence.next());
    }
}
