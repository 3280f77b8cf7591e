package io.holdover.media.codec.mpeg2video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.RandomAccess;
import io.holdover.media.codec.PictureSyntax.Verdict;

class Mpeg2PicturesTest {
    private static final String SEQUENCE = "000001b31400b433ffffe028";
    private static final String SEQUENCE_EXTENSION = "000001b5148a00010000";
    private static final String GROUP = "000001b800080040";
    private static final String SLICE = "0000010113f87d29";
    private static final String FRAME = "000001b58ffff3c180";
    private static final String TOP_FIELD = "000001b58ffff1c100";
    private static final String BOTTOM_FIELD = "000001b58ffff2c100";

    private final Mpeg2Pictures pictures = new Mpeg2Pictures(false);

    /** picture_start_code, temporal_reference, picture_coding_type, vbv_delay. */
    private static String picture(int temporalReference, int type) {
        return String.format("00000100%06x00", (long) temporalReference << 14 | (long) type << 11 | 0x7FF);
    }

    private List<Verdict> judge(String... elements) {
        List<Verdict> verdicts = new ArrayList<>();
        for (String element : elements) {
            byte[] bytes = HexFormat.of().parseHex(element);
            verdicts.add(pictures.classify(bytes, 3, bytes.length));
            pictures.completed(bytes, 3, bytes.length);
        }
        return verdicts;
    }

    private void describe(String... elements) {
        byte[] bytes = HexFormat.of().parseHex(String.join("", elements));
        pictures.beginDescription();
        int at = 0;
        for (String element : elements) {
            pictures.describe(bytes, at + 3, at + element.length() / 2);
            at += element.length() / 2;
        }
    }

    @Test
    void opensAUnitAtEachFrame() {
        assertThat(judge(SEQUENCE, SEQUENCE_EXTENSION, GROUP, picture(0, 1), FRAME, SLICE)).doesNotContain(Verdict.NEXT);
        assertThat(pictures.hasPicture()).isTrue();
        assertThat(judge(picture(1, 2))).containsExactly(Verdict.NEXT);
        assertThat(judge(FRAME, SLICE, GROUP)).endsWith(Verdict.NEXT);
        assertThat(judge(picture(0, 1), FRAME, SLICE, SEQUENCE)).endsWith(Verdict.NEXT);
        assertThat(pictures.frameIntervalTicks()).isEqualTo(3600);
    }

    @Test
    void takesTwoFieldsForOneUnit() {
        judge(SEQUENCE, SEQUENCE_EXTENSION, picture(5, 1), TOP_FIELD, SLICE);
        assertThat(pictures.awaitsSecondField()).isTrue();
        assertThat(judge(picture(5, 2), BOTTOM_FIELD, SLICE)).doesNotContain(Verdict.NEXT);
        assertThat(pictures.awaitsSecondField()).isFalse();
        assertThat(judge(picture(6, 2))).containsExactly(Verdict.NEXT);
    }

    @Test
    void givesUpWaitingForAFieldThatIsMissing() {
        judge(SEQUENCE, SEQUENCE_EXTENSION, picture(5, 1), TOP_FIELD, SLICE);
        assertThat(judge(picture(6, 2))).containsExactly(Verdict.NEXT);
    }

    @Test
    void tellsASliceThatContinuesADeliveredPicture() {
        judge(SEQUENCE, picture(0, 1), FRAME, SLICE);
        pictures.unitEnded();
        assertThat(judge(SLICE)).containsExactly(Verdict.CONTINUATION);
    }

    @Test
    void isARandomAccessPointOnlyWithSequenceHeaderAndIntraPicture() {
        describe(SEQUENCE, SEQUENCE_EXTENSION, GROUP, picture(0, 1), FRAME, SLICE);
        assertThat(pictures.randomAccess()).isEqualTo(RandomAccess.EXACT);
        describe(SEQUENCE, SEQUENCE_EXTENSION, GROUP, picture(0, 2), FRAME, SLICE);
        assertThat(pictures.randomAccess()).isEqualTo(RandomAccess.NONE);
        describe(GROUP, picture(0, 1), FRAME, SLICE);
        assertThat(pictures.randomAccess()).isEqualTo(RandomAccess.NONE);
    }

    @Test
    void tellsMpeg1FromMpeg2ByTheExtension() {
        describe(SEQUENCE, SEQUENCE_EXTENSION, GROUP, picture(0, 1), FRAME, SLICE);
        Mpeg2VideoFormat format = (Mpeg2VideoFormat) pictures.format();
        assertThat(format.mpeg1()).isFalse();
        assertThat(format.sequenceHeader()).hasToString(SEQUENCE + SEQUENCE_EXTENSION);
        assertThat(format.width()).isEqualTo(320);
        assertThat(format.height()).isEqualTo(180);
        describe(SEQUENCE, GROUP, picture(0, 1), SLICE);
        assertThat(((Mpeg2VideoFormat) pictures.format()).mpeg1()).isTrue();
    }

    @Test
    void keepsTheObjectWhileTheHeaderRepeats() {
        describe(SEQUENCE, SEQUENCE_EXTENSION, GROUP, picture(0, 1), FRAME, SLICE);
        Object first = pictures.format();
        describe(SEQUENCE, SEQUENCE_EXTENSION, GROUP, picture(0, 1), FRAME, SLICE);
        assertThat(pictures.format()).isSameAs(first);
    }

    @Test
    void countsAHeaderThatIsCut() {
        describe("000001b31400b4");
        assertThat(pictures.errors()).isEqualTo(1);
    }
}
