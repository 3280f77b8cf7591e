package io.holdover.stream;

import java.util.List;

import io.holdover.media.AacFormat;
import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.Octets;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;

/** Tracks and units for tests: their syntax is right as far as a muxer looks, their pictures show nothing. */
public final class MadeUnits {

    public static final Track VIDEO = new Track(0x200,
            new H264Format(List.of(Octets.fromHex("6764001facd9")), List.of(Octets.fromHex("68ee3c80")), 1280, 720), TsDescriptors.none());
    public static final Track AUDIO = new Track(0x201,
            new AacFormat(AacFormat.Transport.ADTS, Octets.fromHex("1190"), 48_000, 2, false, false, 1, Octets.empty(), 0),
            TsDescriptors.none());
    public static final Track KLV = new Track(0x202,
            new OpaqueFormat(OpaqueFormat.Content.KLV, 0x06, OpaqueFormat.Carriage.PES, 0xBD, false, 0), TsDescriptors.none());

    private MadeUnits() {
    }

    public static AccessUnit idr(long dts, int bytes) {
        return picture(dts, dts + 3600, RandomAccess.EXACT, 0x65, bytes);
    }

    public static AccessUnit gradual(long dts, int bytes) {
        return picture(dts, dts + 3600, RandomAccess.GRADUAL, 0x41, bytes);
    }

    public static AccessUnit picture(long dts, int bytes) {
        return picture(dts, dts + 3600, RandomAccess.NONE, 0x41, bytes);
    }

    public static AccessUnit picture(long dts, long pts, RandomAccess randomAccess, int nalHeader, int bytes) {
        byte[] payload = new byte[Math.max(bytes, 8)];
        payload[3] = 1;
        payload[4] = (byte) nalHeader;
        for (int i = 5; i < payload.length; i++) {
            payload[i] = (byte) (0x80 | i); // no start code
        }
        return AccessUnit.video(VIDEO, dts, pts, randomAccess, randomAccess == RandomAccess.GRADUAL ? 10 : 0, false, payload);
    }

    public static AccessUnit aac(long pts) {
        return AccessUnit.audio(AUDIO, pts, 1024, false, new byte[170]);
    }

    public static AccessUnit klv(long pts) {
        return AccessUnit.data(KLV, pts, pts, true, false, new byte[40]);
    }
}
