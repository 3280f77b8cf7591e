package io.holdover.media.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.media.bits.BitWriter;

class H264ParametersTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest
    @CsvSource({
        "6764000cacd941419f9f011000000300100000030320f1429960, 100, 320, 180, true, 3600",
        "67640015acd94143360220000003002000000643e28532c0, 100, 320, 192, false, 3600",
        "67f4000c90d9b282833f1b80b506060640000003004000000ca3c50a6580, 244, 320, 180, true, 3600"})
    void readsWhatEncodersWrite(String nal, int profile, int width, int height, boolean frameMbsOnly, int interval) {
        byte[] bytes = hex(nal);
        H264Sps sps = H264Sps.parse(bytes, 0, bytes.length);
        assertThat(sps).isNotNull();
        assertThat(sps.profileIdc()).isEqualTo(profile);
        assertThat(sps.width()).isEqualTo(width);
        assertThat(sps.height()).isEqualTo(height);
        assertThat(sps.frameMbsOnly()).isEqualTo(frameMbsOnly);
        assertThat(sps.frameIntervalTicks()).isEqualTo(interval);
    }

    @Test
    void refusesAHeaderThatIsCut() {
        byte[] bytes = hex("6764000cacd94141");
        for (int length = 1; length < bytes.length; length++) {
            assertThat(H264Sps.parse(bytes, 0, length)).as("%d bytes", length).isNull();
        }
    }

    @Test
    void refusesIdsBeyondTheLimit() {
        BitWriter pps = new BitWriter().put(0x68, 8);
        H264Elements.ue(pps, 256);
        H264Elements.ue(pps, 0);
        byte[] bytes = pps.put(0xFF, 8).octets().toArray();
        assertThat(H264Pps.parse(bytes, 0, bytes.length)).isNull();
    }

    @Test
    void findsARecoveryPointBehindOtherMessages() {
        // buffering_period of 2 bytes, unregistered data of 260 bytes, then recovery_frame_cnt 5
        byte[] sei = new byte[1 + 4 + 3 + 260 + 4];
        sei[0] = 6;
        sei[1] = 0;
        sei[2] = 2;
        sei[3] = 0x11;
        sei[4] = 0x11;
        sei[5] = 5;
        sei[6] = (byte) 255;
        sei[7] = 5;
        Arrays.fill(sei, 8, 268, (byte) 0x22);
        sei[268] = 6;
        sei[269] = 1;
        sei[270] = 0b00110_100;
        sei[271] = (byte) 0x80;
        assertThat(H264RecoveryPoint.frameCount(sei, 0, sei.length)).isEqualTo(5);
        assertThat(H264RecoveryPoint.frameCount(sei, 0, 200)).isEqualTo(H264RecoveryPoint.NONE);
    }

    @Test
    void looksAtNoMoreThanTheLimitOfMessages() {
        byte[] sei = new byte[1 + 2 * 40 + 3];
        sei[0] = 6;
        for (int message = 0; message < 40; message++) {
            sei[1 + 2 * message] = 9; // an empty message of another type
        }
        sei[81] = 6;
        sei[82] = 1;
        sei[83] = (byte) 0x84;
        assertThat(H264RecoveryPoint.frameCount(sei, 0, sei.length)).isEqualTo(H264RecoveryPoint.NONE);
    }
}
