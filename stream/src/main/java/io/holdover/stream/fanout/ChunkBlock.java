package io.holdover.stream.fanout;

/**
 * The storage of consecutive chunks: one array of payload slots and what is known of each. Recycled as a whole. Stream thread only.
 */
final class ChunkBlock {

    /** Chunks in a block, a power of two: 64 x 1316 bytes are 82 KiB, so that a stream of 100 kbit/s costs one or two blocks. */
    static final int CHUNKS = 64;
    static final int CHUNKS_LOG2 = 6;
    static final int PAYLOAD_BYTES = CHUNKS * ChunkRing.CHUNK_BYTES;

    final byte[] payload = new byte[PAYLOAD_BYTES];
    final long[] originNs = new long[CHUNKS];
    final short[] lengthBytes = new short[CHUNKS];
    final boolean[] joinPoint = new boolean[CHUNKS];

    static int slot(long index) {
        return (int) index & (CHUNKS - 1);
    }

    static long blockNumber(long index) {
        return index >>> CHUNKS_LOG2;
    }
}
