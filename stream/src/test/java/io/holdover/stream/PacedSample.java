package io.holdover.stream;

import java.nio.ByteBuffer;

import io.holdover.stream.ingest.TsIngest;
import io.holdover.testkit.TsPackets;

/** A transport stream that arrives datagram by datagram at the pace of its own clock. */
final class PacedSample {

    private static final int DATAGRAM_BYTES = 1316;

    private PacedSample() {
    }

    /**
     * Plays it from now on.
     *
     * @param length
     *            how many bytes of it arrive
     * @param afterEach
     *            done after each datagram
     */
    static void play(byte[] sample, int length, ManualLoop loop, TsIngest ingest, Runnable afterEach) {
        TsPackets packets = TsPackets.of(sample);
        long startNs = loop.nowNs();
        long firstPcr = -1;
        long atNs = startNs;
        for (int offset = 0; offset < length; offset += DATAGRAM_BYTES) {
            int bytes = Math.min(DATAGRAM_BYTES, length - offset);
            for (int i = offset / TsPackets.PACKET_BYTES; i < (offset + bytes) / TsPackets.PACKET_BYTES; i++) {
                long pcr = packets.packets().get(i).pcr27MHz();
                if (pcr != TsPackets.NO_PCR) {
                    firstPcr = firstPcr < 0 ? pcr : firstPcr;
                    atNs = Math.max(atNs, startNs + (pcr - firstPcr) * 1000 / 27);
                }
            }
            loop.advanceTo(atNs);
            ByteBuffer datagram = ByteBuffer.wrap(sample, offset, bytes);
            loop.batch(() -> ingest.consume(datagram, loop.nowNs()));
            afterEach.run();
        }
    }
}
