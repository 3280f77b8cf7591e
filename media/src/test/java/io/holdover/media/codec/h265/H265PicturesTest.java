package io.holdover.media.codec.h265;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.holdover.media.H265Format;
import io.holdover.media.RandomAccess;
import io.holdover.media.codec.PictureSyntax.Verdict;

class H265PicturesTest {
    private static final String VPS = "40010c01ffff01600000030090000003000003003c959409";
    private static final String SPS = "42010101600000030090000003000003003ca00a080b9f796565924caf016808000003000800000300c840";
    private static final String PPS = "4401c172b46240";
    private static final String AUD = "460150";
    private static final String IDR = "2601af0ecc";
    private static final String TRAIL = "0201d0094e";
    private static final String TRAIL_SECOND_SLICE = "02014e0077";

    private final H265Pictures pictures = new H265Pictures();

    private Verdict judge(String element) {
        byte[] bytes = HexFormat.of().parseHex(element);
        return pictures.classify(bytes, 0, bytes.length);
    }

    private void describe(String... elements) {
        pictures.beginDescription();
        for (String element : elements) {
            byte[] bytes = HexFormat.of().parseHex(element);
            pictures.describe(bytes, 0, bytes.length);
        }
    }

    @Test
    void opensAUnitAtTheFirstSliceOfAPicture() {
        assertThat(judge(IDR)).isEqualTo(Verdict.SAME_PICTURE);
        assertThat(judge(TRAIL_SECOND_SLICE)).isEqualTo(Verdict.SAME_PICTURE);
        assertThat(judge(TRAIL)).isEqualTo(Verdict.NEXT);
        assertThat(judge(VPS)).isEqualTo(Verdict.MAYBE_NEXT);
        assertThat(judge(TRAIL_SECOND_SLICE)).isEqualTo(Verdict.SAME_PICTURE);
        assertThat(judge(AUD)).isEqualTo(Verdict.NEXT);
        assertThat(judge(SPS)).isEqualTo(Verdict.NEUTRAL);
        pictures.unitEnded();
        assertThat(judge(TRAIL_SECOND_SLICE)).isEqualTo(Verdict.CONTINUATION);
    }

    @Test
    void ignoresOtherLayers() {
        judge(IDR);
        assertThat(judge("0209d0094e")).isEqualTo(Verdict.NEUTRAL); // nuh_layer_id 1
    }

    @Test
    void learnsParameterSetsAndSize() {
        describe(AUD, VPS, SPS, PPS, IDR);
        H265Format format = (H265Format) pictures.format();
        assertThat(pictures.randomAccess()).isEqualTo(RandomAccess.EXACT);
        assertThat(format.vps()).hasSize(1);
        assertThat(format.sps().getFirst()).hasToString(SPS);
        assertThat(format.pps()).hasSize(1);
        assertThat(format.width()).isEqualTo(320);
        assertThat(format.height()).isEqualTo(180);
        describe(AUD, VPS, SPS, PPS, IDR);
        assertThat(pictures.format()).isSameAs(format);
        describe(TRAIL);
        assertThat(pictures.randomAccess()).isEqualTo(RandomAccess.NONE);
    }

    @Test
    void countsAParameterSetThatIsCut() {
        describe(SPS.substring(0, 20));
        assertThat(pictures.errors()).isEqualTo(1);
        assertThat(pictures.format()).isEqualTo(H265Format.unknown());
    }
}
