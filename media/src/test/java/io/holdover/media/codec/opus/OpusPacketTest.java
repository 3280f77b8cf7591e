package io.holdover.media.codec.opus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.media.OpusFormat;
import io.holdover.media.codec.FrameSyntax;

class OpusPacketTest {
    /** TOC and frame count byte; samples at 48 kHz from RFC 6716 table 2. */
    @ParameterizedTest
    @CsvSource({"0x00, 0, 480", "0x08, 0, 960", "0x10, 0, 1920", "0x18, 0, 2880", "0x60, 0, 480", "0x68, 0, 960", "0x80, 0, 120",
        "0x88, 0, 240",
        "0x90, 0, 480", "0x98, 0, 960", "0xFC, 0, 960", "0xFD, 0, 1920", "0xFF, 3, 2880", "0xFF, 7, 0", "0xFF, 0, 0"})
    void knowsTheDurationOfEveryConfiguration(String toc, int frames, int samples) {
        byte[] packet = {Integer.decode(toc).byteValue(), (byte) frames};
        assertThat(OpusPacket.samples(packet, 0, 2)).isEqualTo(samples);
    }

    @Test
    void refusesAnEmptyPacket() {
        assertThat(OpusPacket.samples(new byte[]{(byte) 0xFF}, 0, 0)).isZero();
        assertThat(OpusPacket.samples(new byte[]{(byte) 0xFF}, 0, 1)).isZero();
    }

    @Test
    void refusesASizeBeyondTheLimit() {
        byte[] endless = new byte[400];
        Arrays.fill(endless, (byte) 0xFF);
        endless[0] = 0x7F;
        endless[1] = (byte) 0xE0;
        OpusFrames frames = new OpusFrames(new OpusFormat(2, 2));
        assertThat(frames.frameBytes(endless, 0, 200)).isEqualTo(FrameSyntax.MORE);
        assertThat(frames.frameBytes(endless, 0, 400)).isEqualTo(FrameSyntax.NONE);
    }
}
