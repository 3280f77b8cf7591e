package io.holdover.media.codec.h265;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.H265Format;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;

class H265HeldPicturesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String START = "00000001";
    private static final String EOS = START + "4801";
    private static final String CRA_SLICE = START + "2a01";
    private static final String BLA_SLICE = START + "2201";
    private static final Track TRACK = new Track(256, H265Format.unknown(), TsDescriptors.none());

    private record Sample(List<String> units, List<String> held) {
    }

    private final H265HeldPictures pictures = new H265HeldPictures();

    /** Access units whose slices end behind their headers, and three held pictures after each. */
    private static Sample sample(String name) {
        List<String> units = new ArrayList<>();
        List<String> held = new ArrayList<>();
        String current = "";
        try (InputStream in = H265HeldPicturesTest.class.getResourceAsStream("held-pictures.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("stream")) {
                    current = words[1];
                } else if (current.equals(name) && words[0].equals("unit")) {
                    StringBuilder unit = new StringBuilder();
                    for (int index = 1; index < words.length; index++) {
                        unit.append(START).append(words[index]);
                    }
                    units.add(unit.toString());
                } else if (current.equals(name)) {
                    held.add(words[1] + words[2] + words[3]);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Sample(units, held);
    }

    private static AccessUnit unit(String hex, boolean damaged) {
        return AccessUnit.video(TRACK, 0, 0, RandomAccess.NONE, 0, damaged, HEX.parseHex(hex));
    }

    private String forward(String hex) {
        return HEX.formatHex(pictures.forward(unit(hex, false)));
    }

    private boolean passes(String hex) {
        return pictures.forward(unit(hex, false)) != null;
    }

    private String next() {
        return HEX.formatHex(pictures.next());
    }

    private void forwardAll(List<String> units) {
        units.forEach(this::passes);
    }

    private static int firstCra(Sample sample) {
        int index = 1;
        while (!sample.units.get(index).contains(CRA_SLICE)) {
            index++;
        }
        return index;
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-gop", "b-pyramid", "slices-10-bit", "422"})
    void holdsAfterEveryUnitOfAStream(String name) {
        Sample sample = sample(name);
        assertThat(sample.units).hasSizeGreaterThanOrEqualTo(20);
        for (int cut = 1; cut <= sample.units.size(); cut++) {
            H265HeldPictures fresh = new H265HeldPictures();
            for (String unit : sample.units.subList(0, cut)) {
                fresh.forward(unit(unit, false));
            }
            assertThat(fresh.obstacle()).isEmpty();
            String held = HEX.formatHex(fresh.next()) + HEX.formatHex(fresh.next()) + HEX.formatHex(fresh.next());
            assertThat(held).as("after %d units", cut).isEqualTo(sample.held.get(cut - 1));
        }
    }

    @Test
    void putsItsParameterSetBeforeTheSlicesOfEveryRandomAccessPointAndNowhereElse() {
        Sample sample = sample("open-gop");
        int cra = firstCra(sample);
        String own = START + "44010204060c860a92";
        for (int index = 0; index <= cra + 1; index++) {
            AccessUnit unit = unit(sample.units.get(index), false);
            if (index == 0 || index == cra) {
                assertThat(HEX.formatHex(pictures.forward(unit)))
                        .isEqualTo(sample.units.get(index).replaceFirst(START + "2", own + START + "2"));
            } else {
                assertThat(pictures.forward(unit)).isSameAs(unit.payload());
            }
        }
    }

    @Test
    void takesAnotherIdWhenThePublisherTakesItsOwn() {
        Sample sample = sample("open-gop");
        String publishers = START + "44010204060c860a92"; // pps_pic_parameter_set_id 63
        String unit = sample.units.getFirst().replaceFirst(CRA_SLICE + "|" + START + "2801", publishers + "$0");
        assertThat(forward(unit)).contains(publishers + START + "440107f0"); // ue(62): 00000 111111
        assertThat(next()).contains(START + "440107f0");
    }

    @Test
    void waitsForARandomAccessPointAfterAHoldAndMakesItABeginning() {
        Sample sample = sample("open-gop");
        int cra = firstCra(sample);
        forwardAll(sample.units.subList(0, 3));
        next();
        assertThat(passes(sample.units.get(3))).isFalse();
        assertThat(pictures.canHold()).isTrue();
        assertThat(pictures.heldBefore(unit(sample.units.get(cra), false))).isZero();
        assertThat(forward(sample.units.get(cra))).contains(BLA_SLICE).doesNotContain(CRA_SLICE);
        int index = cra + 1;
        for (; index < cra + 4; index++) { // x265 sends its leading pictures, which refer to what was before
            assertThat(passes(sample.units.get(index))).as("leading picture %d", index).isFalse();
        }
        AccessUnit trailing = unit(sample.units.get(index), false);
        assertThat(pictures.forward(trailing)).isSameAs(trailing.payload());
        assertThat(next()).contains(START + "0201");
    }

    @Test
    void leavesAnIdrPictureAfterAHoldAsItIs() {
        Sample sample = sample("422");
        forwardAll(sample.units.subList(0, 5));
        next();
        assertThat(pictures.heldBefore(unit(sample.units.getFirst(), false))).isZero();
        assertThat(forward(sample.units.getFirst())).contains(START + "28").doesNotContain(BLA_SLICE);
        assertThat(passes(sample.units.get(1))).isTrue();
    }

    @Test
    void asksForMorePicturesBeforeABeginningOfTheSameOrder() {
        Sample sample = sample("open-gop");
        int cra = firstCra(sample);
        AccessUnit again = unit(sample.units.get(cra), false);
        forwardAll(sample.units.subList(0, cra + 1));
        next();
        assertThat(pictures.heldBefore(again)).isEqualTo(1); // the held picture copies the one of the same order
        next();
        assertThat(pictures.heldBefore(again)).isZero();
        assertThat(pictures.forward(again)).isNotNull();
    }

    @Test
    void takesAwayTheEndOfASequenceAndBeginsAnewAfterIt() {
        Sample sample = sample("open-gop");
        int cra = firstCra(sample);
        forwardAll(sample.units.subList(0, cra - 1));
        assertThat(forward(sample.units.get(cra - 1) + EOS + START + "4a01")).isEqualTo(sample.units.get(cra - 1));
        assertThat(pictures.canHold()).isTrue();
        assertThat(forward(sample.units.get(cra))).contains(BLA_SLICE);
        assertThat(passes(sample.units.get(cra + 1))).isFalse();
        assertThat(forward(EOS + sample.units.get(cra))).contains(BLA_SLICE).doesNotContain(EOS);
    }

    @Test
    void sendsTheKeyPictureWithItsParameterSetsAndHoldsIt() {
        Sample sample = sample("open-gop");
        assertThat(pictures.keyPicture()).isNull();
        int cra = firstCra(sample);
        forwardAll(sample.units.subList(0, cra + 6));
        String first = next();
        String key = HEX.formatHex(pictures.keyPicture());
        assertThat(key).contains(START + "4001", START + "4201", START + "4401", START + "2401").doesNotContain(CRA_SLICE);
        assertThat(next()).isNotEqualTo(first).contains(START + "44010204060c860a92");
        assertThat(passes(sample.units.get(cra + 6))).isFalse();
        assertThat(HEX.formatHex(pictures.keyPicture())).isEqualTo(key);
    }

    @Test
    void addsToTheKeyPictureTheParameterSetsThatCameEarlier() {
        Sample sample = sample("open-gop");
        int cra = firstCra(sample);
        forwardAll(sample.units.subList(0, cra));
        String bare = sample.units.get(cra);
        forward(bare.substring(bare.indexOf(CRA_SLICE)));
        String sets = bare.substring(bare.indexOf(START + "4001"), bare.indexOf(CRA_SLICE));
        assertThat(HEX.formatHex(pictures.keyPicture())).startsWith(sets + START + "44010204060c860a92" + START + "24");
    }

    @Test
    void cannotHoldBeforeARandomAccessPoint() {
        assertThat(pictures.obstacle()).isEqualTo("no random access point came yet");
        AccessUnit trailing = unit(sample("open-gop").units.get(1), false);
        assertThat(pictures.forward(trailing)).isSameAs(trailing.payload());
        assertThat(pictures.canHold()).isFalse();
        assertThatIllegalStateException().isThrownBy(pictures::next);
    }

    @Test
    void cannotHoldAfterAnIncompletePictureUntilTheKeyPictureCameAgain() {
        Sample sample = sample("b-pyramid");
        forwardAll(sample.units.subList(0, 3));
        pictures.forward(unit(sample.units.get(3), true));
        assertThat(pictures.obstacle()).isEqualTo("the last picture is incomplete");
        assertThat(pictures.keyPicture()).isNotNull();
        assertThat(pictures.canHold()).isTrue();
        assertThat(next()).contains(START + "0201");
    }

    @Test
    void cannotHoldAPictureOfSeveralLayers() {
        Sample sample = sample("b-pyramid");
        AccessUnit layered = unit(sample.units.getFirst() + START + "0209d0094e", false);
        assertThat(pictures.forward(layered)).isSameAs(layered.payload());
        assertThat(pictures.obstacle()).isEqualTo("the stream has several layers");
    }

    @Test
    void saysWhenAHeaderCannotBeRead() {
        Sample sample = sample("b-pyramid");
        forwardAll(sample.units.subList(0, 2));
        forward(START + "0201ffffff");
        assertThat(pictures.obstacle()).isEqualTo("a parameter set or a slice header could not be read");
    }

    @Test
    void keepsNoMorePicturesThanADecoder() {
        H265PictureOrder order = new H265PictureOrder();
        H265SliceHeader header = new H265SliceHeader();
        header.coding = SkipSliceWriterTest.coding(64, 64, 6, 3);
        header.pps = new H265Pps(0, 0, false, 0, null, false);
        header.output = true;
        header.type = H265NalType.IDR_N_LP;
        order.add(header);
        header.type = H265NalType.TRAIL_R;
        header.longTermCount = 1; // Every picture of the same lsb stays.
        for (int picture = 0; picture < 100; picture++) {
            order.add(header);
        }
        assertThat(order.keptCount()).isEqualTo(H265PictureOrder.KEPT_MAX);
    }
}
