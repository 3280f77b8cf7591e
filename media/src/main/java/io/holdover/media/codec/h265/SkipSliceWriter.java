package io.holdover.media.codec.h265;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Octets;

/**
 * Slice data of a whole P picture in which every coding unit is skipped, ITU-T H.265 7.3.8: with one merge candidate, which is zero motion,
 * it copies its reference. For one picture size and cut; one thread.
 */
final class SkipSliceWriter {
    // initType 1: a P slice with cabac_init_flag 0
    /** {@code split_cu_flag}, table 9-11. */
    private static final int[] SPLIT_INIT = {107, 139, 126};
    /** {@code cu_skip_flag}, table 9-13. */
    private static final int[] SKIP_INIT = {197, 185, 201};
    private static final int SKIP_CONTEXTS = SPLIT_INIT.length;
    private static final byte NOT_CODED = -1;

    // For life
    private final H265Coding coding;
    private final H265TileGrid tiles;
    private final boolean wavefront;
    private final byte[] freshContexts;
    private final List<Octets> substreams = new ArrayList<>();
    /** {@code CtDepth} of each minimum coding block, row by row. */
    private final byte[] depths;
    private final int blocksAcross;

    // Of the tile that is being written
    private int tileLeft;
    private int tileTop;
    private byte[] contexts;
    private CabacEncoder encoder = new CabacEncoder();

    private SkipSliceWriter(H265Coding coding, @Nullable H265TileGrid tiles, boolean wavefront, int sliceQp) {
        this.coding = coding;
        this.tiles = tiles == null ? H265TileGrid.whole() : tiles;
        this.wavefront = wavefront;
        freshContexts = new byte[SKIP_CONTEXTS + SKIP_INIT.length];
        for (int index = 0; index < SKIP_CONTEXTS; index++) {
            freshContexts[index] = CabacEncoder.context(SPLIT_INIT[index], sliceQp);
            freshContexts[SKIP_CONTEXTS + index] = CabacEncoder.context(SKIP_INIT[index], sliceQp);
        }
        contexts = freshContexts;
        blocksAcross = coding.width() >> coding.log2MinCodingBlock();
        depths = new byte[blocksAcross * (coding.height() >> coding.log2MinCodingBlock())];
        Arrays.fill(depths, NOT_CODED);
    }

    /**
     * The substreams: one, or one a tile, or one a row of coding tree blocks with {@code wavefront}. Each ends in a byte that is not zero.
     */
    static List<Octets> substreams(H265Coding coding, @Nullable H265TileGrid tiles, boolean wavefront, int sliceQp) {
        SkipSliceWriter writer = new SkipSliceWriter(coding, tiles, wavefront, sliceQp);
        writer.writePicture();
        return List.copyOf(writer.substreams);
    }

    private void writePicture() {
        int[] columns = tiles.columnBorders(coding.widthCtbs());
        int[] rows = tiles.rowBorders(coding.heightCtbs());
        for (int row = 1; row < rows.length; row++) {
            for (int column = 1; column < columns.length; column++) {
                boolean last = row == rows.length - 1 && column == columns.length - 1;
                writeTile(columns[column - 1], columns[column], rows[row - 1], rows[row], last);
            }
        }
    }

    /** Borders in coding tree blocks. */
    private void writeTile(int left, int right, int top, int bottom, boolean lastTile) {
        tileLeft = left << coding.log2CodingTreeBlock();
        tileTop = top << coding.log2CodingTreeBlock();
        contexts = freshContexts.clone();
        byte[] forNextRow = freshContexts;
        for (int y = top; y < bottom; y++) {
            if (wavefront && y > top) {
                contexts = forNextRow.clone(); // 9.3.1: as they were after the second block of the row above
            }
            for (int x = left; x < right; x++) {
                writeQuadtree(x << coding.log2CodingTreeBlock(), y << coding.log2CodingTreeBlock(), coding.log2CodingTreeBlock(), 0);
                if (wavefront && x == left + 1) {
                    forNextRow = contexts.clone();
                }
                boolean endsRow = x == right - 1;
                boolean endsTile = endsRow && y == bottom - 1;
                if (endsTile && lastTile) {
                    encoder.end(); // end_of_slice_segment_flag
                    substreams.add(encoder.octets());
                } else {
                    encoder.goOn(); // end_of_slice_segment_flag
                    if (endsTile || (endsRow && wavefront)) {
                        encoder.end(); // end_of_subset_one_bit
                        substreams.add(encoder.octets());
                        encoder = new CabacEncoder();
                    }
                }
            }
        }
    }

    /** 7.3.8.4, positions and sizes in luma samples. */
    private void writeQuadtree(int x, int y, int log2Size, int depth) {
        int size = 1 << log2Size;
        boolean splittable = log2Size > coding.log2MinCodingBlock();
        int left = depthAt(x - 1, y);
        int above = depthAt(x, y - 1);
        if (x + size <= coding.width() && y + size <= coding.height()) {
            if (splittable) {
                encoder.bin(contexts, (left > depth ? 1 : 0) + (above > depth ? 1 : 0), false); // split_cu_flag, 9.3.4.2.2
            }
        } else if (splittable) { // split_cu_flag is inferred to be 1 at the picture's border
            int half = size >> 1;
            for (int quarter = 0; quarter < 4; quarter++) {
                int quarterX = x + (quarter & 1) * half;
                int quarterY = y + (quarter >> 1) * half;
                if (quarterX < coding.width() && quarterY < coding.height()) {
                    writeQuadtree(quarterX, quarterY, log2Size - 1, depth + 1);
                }
            }
            return;
        }
        // cu_skip_flag; its neighbours are all skipped. merge_idx is absent: MaxNumMergeCand is 1.
        encoder.bin(contexts, SKIP_CONTEXTS + (left == NOT_CODED ? 0 : 1) + (above == NOT_CODED ? 0 : 1), true);
        int blocks = size >> coding.log2MinCodingBlock();
        int first = (y >> coding.log2MinCodingBlock()) * blocksAcross + (x >> coding.log2MinCodingBlock());
        for (int row = 0; row < blocks; row++) {
            Arrays.fill(depths, first + row * blocksAcross, first + row * blocksAcross + blocks, (byte) depth);
        }
    }

    /** 6.4.1: what is in another tile, or not coded yet, is not available. */
    private byte depthAt(int x, int y) {
        return x < tileLeft || y < tileTop ? NOT_CODED
                : depths[(y >> coding.log2MinCodingBlock()) * blocksAcross + (x >> coding.log2MinCodingBlock())];
    }
}
