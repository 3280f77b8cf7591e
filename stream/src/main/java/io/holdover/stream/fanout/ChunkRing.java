package io.holdover.stream.fanout;

import java.nio.ByteBuffer;
import java.util.ArrayList;

import org.jspecify.annotations.Nullable;

/**
 * The chunks of one packaging of a stream, shared by all its readers and numbered from 0. It holds what its retention asks for and
 * never more than {@link #LIMIT_BYTES} of payload; storage comes block by block when it is needed and goes again when it is not.
 * Stream thread only.
 *
 * <pre>
 *   oldest()                     newestJoinPoint()            head()
 *      | kept for repetitions and slow readers |  ...           | the open chunk
 * </pre>
 */
public final class ChunkRing {

    /** The largest chunk: 7 x 188, what fits into a datagram of an Ethernet path beside the IP, UDP and SRT headers. */
    public static final int CHUNK_BYTES = 7 * 188;

    /** The most payload storage that a ring takes. */
    public static final long LIMIT_BYTES = 64L << 20;

    /** Blocks in {@link #LIMIT_BYTES}: 67_108_864 / 84_224 = 796. */
    static final int LIMIT_BLOCKS = (int) (LIMIT_BYTES / ChunkBlock.PAYLOAD_BYTES);

    /** The most chunks that a ring can hold. */
    public static final int LIMIT_CHUNKS = LIMIT_BLOCKS * ChunkBlock.CHUNKS;

    private static final int SMALLEST_TABLE = 4;

    /** Blocks come and go with pictures and groups of them: spare ones that nobody needed for so long go for good. */
    private static final long SPARE_PERIOD_NS = 5_000_000_000L;
    private static final int MIN_SPARE_BLOCKS = 2;

    // Storage: blocks by block number, the table's length is a power of two
    private @Nullable ChunkBlock[] table = new @Nullable ChunkBlock[SMALLEST_TABLE];
    private final ArrayList<ChunkBlock> spare = new ArrayList<>();
    private int leastSpare;
    private long spareSinceNs = Long.MIN_VALUE / 2;
    private long oldestBlock;
    private long endBlock;

    // Positions
    private long oldest;
    private long head;
    private long newestJoinPoint = -1;
    private long evictedByLimit;

    // The open chunk
    private ChunkBlock openBlock;

    /** An empty ring with its first block. */
    public ChunkRing() {
        openBlock = new ChunkBlock();
        table[0] = openBlock;
        endBlock = 1;
    }

    /** The array in which the open chunk lies; it changes with each {@link #publish}. */
    public byte[] openArray() {
        return openBlock.payload;
    }

    /** Where the open chunk begins in {@link #openArray()}; it has room for {@link #CHUNK_BYTES}. */
    public int openOffset() {
        return ChunkBlock.slot(head) * CHUNK_BYTES;
    }

    /**
     * Makes the open chunk readable as {@link #head()} and opens the next one.
     *
     * @param originNs when its content came to be; never less than that of the chunk before
     * @param isJoinPoint whether a reader may begin with it
     */
    public void publish(int lengthBytes, long originNs, boolean isJoinPoint) {
        if (lengthBytes < 1 || lengthBytes > CHUNK_BYTES) {
            throw new IllegalStateException("a chunk of " + lengthBytes + " bytes");
        }
        int slot = ChunkBlock.slot(head);
        openBlock.lengthBytes[slot] = (short) lengthBytes;
        openBlock.originNs[slot] = originNs;
        openBlock.joinPoint[slot] = isJoinPoint;
        if (isJoinPoint) {
            newestJoinPoint = head;
        }
        head++;
        if (ChunkBlock.slot(head) == 0) {
            openBlock = addBlock();
        }
    }

    /**
     * Lets go of the chunks that came to be before {@code horizonNs}; those from {@code keepFrom} on stay.
     */
    public void evict(long horizonNs, long keepFrom) {
        long end = Math.min(head, keepFrom);
        while (oldest < end && originNs(oldest) < horizonNs) {
            oldest++;
        }
        while (ChunkBlock.blockNumber(oldest) > oldestBlock) {
            dropOldestBlock();
        }
        dropSpare(horizonNs);
        shrinkTable();
    }

    /** The number that the next chunk gets; one more than that of the newest. */
    public long head() {
        return head;
    }

    /** The oldest chunk that is still there; equal to {@link #head()} when there is none. */
    public long oldest() {
        return oldest;
    }

    /** The newest chunk with which a reader may begin, -1 if it is gone or none has been yet. */
    public long newestJoinPoint() {
        return newestJoinPoint >= oldest ? newestJoinPoint : -1;
    }

    /** True while {@link #copyPayload} can give it. */
    public boolean holds(long index) {
        return index >= oldest && index < head;
    }

    /** @throws IllegalStateException if the ring does not hold it */
    public int lengthBytes(long index) {
        return block(index).lengthBytes[ChunkBlock.slot(index)];
    }

    /** @throws IllegalStateException if the ring does not hold it */
    public long originNs(long index) {
        return block(index).originNs[ChunkBlock.slot(index)];
    }

    /** @throws IllegalStateException if the ring does not hold it */
    public boolean isJoinPoint(long index) {
        return block(index).joinPoint[ChunkBlock.slot(index)];
    }

    /** The first chunk that came to be at {@code originNs} or later; {@link #head()} if none did. */
    public long firstSince(long originNs) {
        long low = oldest;
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (originNs(middle) < originNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Copies a chunk to the target's position.
     *
     * @return its length, or -1 when the ring does not hold it any more (or not yet)
     */
    public int copyPayload(long index, ByteBuffer target) {
        if (!holds(index)) {
            return -1;
        }
        ChunkBlock block = block(index);
        int slot = ChunkBlock.slot(index);
        int length = block.lengthBytes[slot];
        target.put(block.payload, slot * CHUNK_BYTES, length);
        return length;
    }

    /** Payload storage in use or spare, in bytes. */
    public long storageBytes() {
        return (endBlock - oldestBlock + spare.size()) * ChunkBlock.PAYLOAD_BYTES;
    }

    /** Chunks that had to go before their time because of {@link #LIMIT_BYTES}. */
    public long evictedByLimit() {
        return evictedByLimit;
    }

    private ChunkBlock block(long index) {
        if (!holds(index)) {
            throw new IllegalStateException("chunk " + index + " is not among " + oldest + " to " + (head - 1));
        }
        return blockAt(ChunkBlock.blockNumber(index));
    }

    private ChunkBlock blockAt(long number) {
        ChunkBlock block = table[(int) number & (table.length - 1)];
        if (block == null) {
            throw new IllegalStateException("no block " + number);
        }
        return block;
    }

    private ChunkBlock addBlock() {
        if (endBlock - oldestBlock == LIMIT_BLOCKS) {
            long next = (oldestBlock + 1) << ChunkBlock.CHUNKS_LOG2;
            evictedByLimit += next - oldest;
            oldest = next;
            dropOldestBlock();
        }
        if (endBlock - oldestBlock == table.length) {
            resizeTable(table.length * 2);
        }
        ChunkBlock block = takeSpare();
        table[(int) endBlock & (table.length - 1)] = block;
        endBlock++;
        return block;
    }

    private ChunkBlock takeSpare() {
        ChunkBlock block = spare.isEmpty() ? new ChunkBlock() : spare.removeLast();
        leastSpare = Math.min(leastSpare, spare.size());
        return block;
    }

    private void dropOldestBlock() {
        spare.add(blockAt(oldestBlock));
        table[(int) oldestBlock & (table.length - 1)] = null;
        oldestBlock++;
    }

    private void dropSpare(long horizonNs) {
        if (horizonNs - spareSinceNs >= SPARE_PERIOD_NS) {
            for (int i = MIN_SPARE_BLOCKS; i < leastSpare; i++) {
                spare.removeLast();
            }
            spareSinceNs = horizonNs;
            leastSpare = spare.size();
        }
    }

    /** A quarter full is the mark at which the table halves, far from the one at which it doubles. */
    private void shrinkTable() {
        if (table.length > SMALLEST_TABLE && (endBlock - oldestBlock) * 4 < table.length) {
            resizeTable(table.length / 2);
        }
    }

    private void resizeTable(int length) {
        @Nullable
        ChunkBlock[] resized = new @Nullable ChunkBlock[length];
        for (long number = oldestBlock; number < endBlock; number++) {
            resized[(int) number & (length - 1)] = blockAt(number);
        }
        table = resized;
    }
}
