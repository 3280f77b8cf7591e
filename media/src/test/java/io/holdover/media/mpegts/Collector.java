package io.holdover.media.mpegts;

import java.util.Arrays;

import io.holdover.testkit.TsPackets;

/** Takes a muxer's packets into one growing array. */
final class Collector implements TsPacketTarget {
    private byte[] bytes = new byte[188 * 64];
    private int length;

    @Override
    public int claim() {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        length += TsPacket.SIZE_BYTES;
        return length - TsPacket.SIZE_BYTES;
    }

    @Override
    public byte[] array() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    TsPackets packets() {
        return TsPackets.of(toBytes());
    }
}
