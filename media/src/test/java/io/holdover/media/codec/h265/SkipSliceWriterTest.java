package io.holdover.media.codec.h265;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Golden bytes, each proved with four decoders. */
class SkipSliceWriterTest {
    private static final H265TileGrid UNIFORM = new H265TileGrid(3, 2, true, List.of(), List.of());
    private static final H265TileGrid UNEVEN = new H265TileGrid(3, 2, false, List.of(4, 9), List.of(5));

    static H265Coding coding(int width, int height, int log2Ctb, int log2MinBlock) {
        return new H265Coding(0, new H265Profile(1, false, false), 1, false, width, height, 8, 4, log2MinBlock, log2Ctb, true, List.of(),
                false, List.of(), true, false, false);
    }

    private static String written(H265Coding coding, @Nullable H265TileGrid tiles, boolean wavefront) {
        return String.join(" ", SkipSliceWriter.substreams(coding, tiles, wavefront, 51).stream().map(Object::toString).toList());
    }

    @Test
    void writesAPictureInOnePiece() {
        assertThat(written(coding(640, 360, 6, 3), null, false)).isEqualTo("002620");
        assertThat(written(coding(1920, 1080, 6, 3), null, false)).isEqualTo("00000000000003c6");
        assertThat(written(coding(1920, 1080, 4, 3), null, false)).isEqualTo("00".repeat(67) + "015d");
    }

    @Test
    void writesARowAtATimeForWavefront() {
        assertThat(written(coding(640, 360, 6, 3), null, true)).isEqualTo("1cd0 4d40 5440 5b40 6140 0ba8");
        assertThat(written(coding(1280, 720, 5, 3), null, true)).isEqualTo("028a 0f58 1190 1450 1650 1890 1a50 1c30 1d70 1f30 1fe0 2160 "
                + "22a0 2360 2420 24e0 2560 2620 2660 26e0 2720 27a0 07ec");
    }

    @Test
    void beginsAnewInEveryRowOfAPictureThatIsOneBlockWide() {
        assertThat(written(coding(64, 64, 6, 3), null, true)).isEqualTo("9b80");
        assertThat(written(coding(64, 200, 6, 3), null, true)).isEqualTo("9a80 c980 c980 8f80");
    }

    @Test
    void writesATileAtATime() {
        assertThat(written(coding(640, 360, 6, 3), UNIFORM, false)).isEqualTo("29e0 29e0 1cf0 0e78 0e78 08f8");
        assertThat(written(coding(640, 368, 5, 4), UNEVEN, false)).isEqualTo("0d48 0296 04ac 070c 00fb80 022a");
    }

    @Test
    void knowsTilesThatDoNotFit() {
        assertThat(UNEVEN.fits(20, 12)).isTrue();
        assertThat(UNEVEN.fits(13, 12)).isFalse();
        assertThat(UNIFORM.fits(2, 2)).isFalse();
    }
}
