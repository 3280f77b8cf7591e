package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.AacFormat;
import io.holdover.media.AacFormat.Transport;
import io.holdover.media.AccessUnit;
import io.holdover.media.Octets;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.media.codec.aac.AacSilence;

/** Silent AAC units in a transport stream are framed as the live ones are. */
class SilentAacCarriageTest {
    private static final byte[] LIVE = {0x21, 0x1B, (byte) 0x80, 0, 0, 0x1C};

    private static Track track(AacFormat format) {
        return new Track(256, format, TsDescriptors.none());
    }

    private static byte[] muxed(Track track, byte[] payload) {
        Collector out = new Collector();
        TsMuxer muxer = new TsMuxer(out);
        muxer.setTracks(List.of(track));
        muxer.writeTables();
        for (int count = 0; count < 4; count++) {
            muxer.write(AccessUnit.audio(track, 90_000 + 1920L * count, 1024, false, payload), 0);
        }
        return out.toBytes();
    }

    private static byte[] silent(Track track) {
        AacSilence silence = new AacSilence((AacFormat) track.format());
        silence.observe(AccessUnit.audio(track, 0, 1024, false, LIVE));
        silence.next();
        return silence.next();
    }

    /** What a receiver sees that joins while there is silence. */
    private static List<AccessUnit> received(byte[] stream) {
        return new ArrayList<>(Demuxed.whole(stream).units);
    }

    @Test
    void eachLatmFrameBringsTheConfiguration() {
        // audioMuxVersion 0, allStreamsSameTimeFraming 1, AudioSpecificConfig 1190, frameLengthType 0, latmBufferFullness 0xFF
        Octets config = Octets.fromHex("400023203FC0");
        Track track = track(new AacFormat(Transport.LATM, Octets.fromHex("1190"), 48_000, 2, false, false, 1, config, 44));
        List<AccessUnit> units = received(muxed(track, silent(track)));
        assertThat(units).hasSize(4);
        assertThat(units).allSatisfy(unit -> {
            assertThat(unit.payload()).isEqualTo(silent(track));
            assertThat(unit.track().format()).isEqualTo(track.format());
        });
    }

    /** The muxer writes no CRC, neither around live frames nor around silent ones, whatever the publisher did: the two must not differ. */
    @Test
    void adtsHeadersAreThoseOfTheLiveFrames() {
        Track track = track(new AacFormat(Transport.ADTS, Octets.fromHex("1190"), 48_000, 2, true, true, 1, Octets.empty(), 0));
        AacFormat live = (AacFormat) received(muxed(track, LIVE)).getFirst().track().format();
        List<AccessUnit> units = received(muxed(track, silent(track)));
        assertThat(units).hasSize(4);
        assertThat(units).allSatisfy(unit -> {
            assertThat(unit.payload()).isEqualTo(silent(track));
            assertThat(unit.track().format()).isEqualTo(live);
        });
        assertThat(live.crcPresent()).isFalse();
        assertThat(Arrays.equals(silent(track), LIVE)).isFalse();
    }
}
