package io.holdover.media.mpegts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How bytes may arrive. All but the last must give the same result. */
enum ArrivalPattern {
    WHOLE, BYTE_BY_BYTE, TS_188, SRT_1316, RANDOM, DIRECT_BUFFERS, DROP_EVERY_NTH;

    static final long SEED = 20_251_122;
    /** One of so many transport packets is lost; coprime to every GOP and burst of the samples. */
    private static final int NTH = 37;
    private static final int SRT_PAYLOAD_BYTES = 7 * TsPacket.SIZE_BYTES;

    List<ByteBuffer> divide(byte[] stream) {
        return switch (this) {
            case WHOLE -> List.of(ByteBuffer.wrap(stream));
            case BYTE_BY_BYTE -> pieces(stream, 1);
            case TS_188 -> pieces(stream, TsPacket.SIZE_BYTES);
            case SRT_1316 -> pieces(stream, SRT_PAYLOAD_BYTES);
            case RANDOM -> random(stream);
            case DIRECT_BUFFERS -> pieces(stream, 1000).stream().map(ArrivalPattern::direct).toList();
            case DROP_EVERY_NTH -> pieces(thinned(stream), SRT_PAYLOAD_BYTES);
        };
    }

    private static List<ByteBuffer> pieces(byte[] stream, int length) {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int at = 0; at < stream.length; at += length) {
            pieces.add(ByteBuffer.wrap(stream, at, Math.min(length, stream.length - at)));
        }
        return pieces;
    }

    private static List<ByteBuffer> random(byte[] stream) {
        Random random = new Random(SEED);
        List<ByteBuffer> pieces = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int length = Math.min(random.nextInt(2000), stream.length - at);
            pieces.add(ByteBuffer.wrap(stream, at, length).slice());
            at += length;
        }
        return pieces;
    }

    private static ByteBuffer direct(ByteBuffer piece) {
        return ByteBuffer.allocateDirect(piece.remaining()).put(piece).flip();
    }

    private static byte[] thinned(byte[] stream) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        for (int packet = 0; packet * TsPacket.SIZE_BYTES < stream.length; packet++) {
            if (packet % NTH != NTH - 1) {
                kept.write(stream, packet * TsPacket.SIZE_BYTES, TsPacket.SIZE_BYTES);
            }
        }
        return kept.toByteArray();
    }
}
