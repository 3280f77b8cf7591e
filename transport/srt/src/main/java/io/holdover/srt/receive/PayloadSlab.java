package io.holdover.srt.receive;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Room for received payloads: equal cells in blocks that are added as they are needed and used again. Loop thread. */
final class PayloadSlab {
    private static final int CELL_SHIFT = 5;
    private static final int CELLS_PER_BLOCK = 1 << CELL_SHIFT;

    private final int cellBytes;

    private byte[][] blocks = new byte[0][];
    private ByteBuffer[] views = new ByteBuffer[0];
    private int[] free = new int[0];
    private int freeCount;

    PayloadSlab(int cellBytes) {
        this.cellBytes = cellBytes;
    }

    /** Whether there is no free cell. */
    boolean isFull() {
        return freeCount == 0;
    }

    /** What one block takes. */
    int blockBytes() {
        return CELLS_PER_BLOCK * cellBytes;
    }

    /** A free cell; only while there is one. */
    int take() {
        freeCount--;
        return free[freeCount];
    }

    /** The cell is free again. */
    void release(int cell) {
        free[freeCount] = cell;
        freeCount++;
    }

    /** The array that holds the cell... */
    byte[] array(int cell) {
        return blocks[cell >> CELL_SHIFT];
    }

    /** ...from this index on. */
    int offset(int cell) {
        return (cell & (CELLS_PER_BLOCK - 1)) * cellBytes;
    }

    /** The cell's first bytes, from position to limit; the same buffer for all cells of a block. */
    ByteBuffer view(int cell, int lengthBytes) {
        int offset = offset(cell);
        return views[cell >> CELL_SHIFT].clear().limit(offset + lengthBytes).position(offset);
    }

    /** Adds a block to a slab that is full. */
    void grow() {
        int block = blocks.length;
        blocks = Arrays.copyOf(blocks, block + 1);
        blocks[block] = new byte[blockBytes()];
        views = Arrays.copyOf(views, block + 1);
        views[block] = ByteBuffer.wrap(blocks[block]);
        free = new int[blocks.length * CELLS_PER_BLOCK];
        for (int i = 0; i < CELLS_PER_BLOCK; i++) {
            free[i] = (block << CELL_SHIFT) + CELLS_PER_BLOCK - 1 - i;
        }
        freeCount = CELLS_PER_BLOCK;
    }
}
