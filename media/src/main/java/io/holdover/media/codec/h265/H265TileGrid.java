package io.holdover.media.codec.h265;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;

/**
 * How a picture is cut into tiles, ITU-T H.265 7.3.2.3.1 and 6.5.1.
 *
 * @param columns {@code num_tile_columns_minus1} + 1
 * @param rows {@code num_tile_rows_minus1} + 1
 * @param widthsCtbs all columns but the last; empty where they are uniform
 * @param heightsCtbs all rows but the last; empty where they are uniform
 * @param uniform {@code uniform_spacing_flag}
 */
record H265TileGrid(int columns, int rows, boolean uniform, List<Integer> widthsCtbs, List<Integer> heightsCtbs) {
    /** Level 6.2 allows 20 columns and 22 rows (A.4.1). */
    static final int COLUMNS_MAX = 20;
    static final int ROWS_MAX = 22;

    H265TileGrid {
        widthsCtbs = List.copyOf(widthsCtbs);
        heightsCtbs = List.copyOf(heightsCtbs);
    }

    /** A picture that is one tile. */
    static H265TileGrid whole() {
        return new H265TileGrid(1, 1, true, List.of(), List.of());
    }

    /** Null if there are more than any level allows. */
    static @Nullable H265TileGrid read(BitReader in) {
        int columns = in.ue() + 1;
        int rows = in.ue() + 1;
        if (columns > COLUMNS_MAX || rows > ROWS_MAX) {
            return null;
        }
        boolean uniform = in.flag();
        return new H265TileGrid(columns, rows, uniform, uniform ? List.of() : sizes(in, columns - 1),
                uniform ? List.of() : sizes(in, rows - 1));
    }

    private static List<Integer> sizes(BitReader in, int count) {
        List<Integer> sizes = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            sizes.add(in.ue() + 1); // column_width_minus1, row_height_minus1
        }
        return sizes;
    }

    void write(BitWriter out) {
        out.ue(columns - 1).ue(rows - 1).put(uniform ? 1 : 0, 1);
        widthsCtbs.forEach(size -> out.ue(size - 1));
        heightsCtbs.forEach(size -> out.ue(size - 1));
    }

    /** Whether every tile has at least one coding tree block of a picture of this size. */
    boolean fits(int widthCtbs, int heightCtbs) {
        return isRising(columnBorders(widthCtbs)) && isRising(rowBorders(heightCtbs));
    }

    private static boolean isRising(int[] borders) {
        for (int index = 1; index < borders.length; index++) {
            if (borders[index] <= borders[index - 1]) {
                return false;
            }
        }
        return true;
    }

    /** {@code colBd}: where the columns begin, and the end of the last one. */
    int[] columnBorders(int widthCtbs) {
        return borders(columns, widthsCtbs, widthCtbs);
    }

    /** {@code rowBd}. */
    int[] rowBorders(int heightCtbs) {
        return borders(rows, heightsCtbs, heightCtbs);
    }

    /** Equations 6-3 to 6-6. */
    private int[] borders(int count, List<Integer> sizes, int total) {
        int[] borders = new int[count + 1];
        for (int index = 0; index < count - 1; index++) {
            borders[index + 1] = uniform ? (index + 1) * total / count : Math.min(total, borders[index] + sizes.get(index));
        }
        borders[count] = total;
        return borders;
    }
}
