package io.holdover.media.codec.mpegaudio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;

class MpegAudioSilenceTest {

    /** 44.1 kHz stereo; a reach back of 300 bytes where the layer has one. */
    @ParameterizedTest
    @CsvSource({"1, ffff9004", "2, fffd9004", "3, fffb9004"})
    void onlyLayer3HasToChangeWhatFollowsSilence(int layer, String head) {
        MpegAudioFormat format = new MpegAudioFormat(layer, 44_100, 2);
        MpegAudioSilence silence = new MpegAudioSilence(format);
        byte[] live = live(head);
        silence.observe(AccessUnit.audio(new Track(1, format, TsDescriptors.none()), 0, silence.durationSamples(), false, live));
        assertThat(silence.isReady()).isTrue();
        assertThat(silence.isSettled()).as("before any silence").isTrue();
        silence.next();
        assertThat(silence.isSettled()).as("after silence").isEqualTo(layer != 3);
        byte[] first = silence.mend(live);
        if (layer == 3) {
            assertThat(first).as("the first frame reaches back into silence").isNotEqualTo(live);
        } else {
            assertThat(first).as("the first frame").isSameAs(live);
        }
        assertThat(silence.mend(live)).as("the second frame reaches back into the first alone").isSameAs(live);
        assertThat(silence.isSettled()).as("once all data are there").isTrue();
    }

    private static byte[] live(String head) {
        byte[] start = HexFormat.of().parseHex(head);
        byte[] frame = new byte[MpegAudioHeader.frameBytes(MpegAudioHeader.read(start, 0))];
        System.arraycopy(start, 0, frame, 0, start.length);
        frame[4] = (byte) (300 >> 1); // main_data_begin of layer III, behind a header without a CRC
        frame[10] = 0x7F; // something to hear
        return frame;
    }
}
