package io.holdover.media.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.StartCodes;

class H264HeldPicturesTest {
    /** 64 x 48, three B pictures in a pyramid, as libx264 writes it: the parameter sets, and the begin of each slice in decoding order. */
    private static final String[] PYRAMID = {
        "000000016764000aacd9447b0110000003001000000303c0f12259600000000168ebe3cb22c0000000016588840067ccff9e30df03ef2a31",
        "00000001419a246c477fc81c0d19bfd089bc", "00000001419e427884bff814d5", "00000001019e617442df7bc0",
        "00000001019e636a42dff872ad2b8a7f5405", "00000001419a6749a84168994c085bffd37f", "00000001419e8545112c25ff7341",
        "00000001019ea66a42df7bc1"};
    /** The same with 64 x 64, MBAFF. */
    private static final String[] MBAFF = {
        "0000000167640015acd9444d8088000003000800000300f0f8a14cb00000000168fba3cb22c00000000165888202047fd2e398691a4bae29",
        "00000001419a2216421fc4124a36f32c1355", "00000001419e411788cff85bcee333939918", "00000001019e60974421fff456790d8b58fb",
        "00000001019e6196a421fff3b72b754d9bff"};
    private static final byte[] OWN_PPS = hex("000000016800804e3c80");

    private final H264HeldPictures held = new H264HeldPictures();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static AccessUnit unit(RandomAccess access, boolean damaged, byte[]... nals) {
        return AccessUnit.video(new Track(1, H264Format.unknown(), TsDescriptors.none()), 0, 0, access, 0, damaged,
                H264Elements.join(nals));
    }

    private static AccessUnit key(byte[]... nals) {
        return unit(RandomAccess.EXACT, false, nals);
    }

    private static AccessUnit picture(byte[]... nals) {
        return unit(RandomAccess.NONE, false, nals);
    }

    private static AccessUnit idr() {
        return key(H264Elements.aud(), H264Elements.sps(true), H264Elements.pps(), H264Elements.slice(true, 0, 0, 20));
    }

    private static AccessUnit inter(int frameNum) {
        return picture(H264Elements.slice(false, 0, frameNum, 20));
    }

    private void play(String[] units, int count) {
        for (int index = 0; index < count; index++) {
            held.forward(index == 0 ? key(hex(units[0])) : picture(hex(units[index])));
        }
    }

    /** Golden values of the recipe's prototype. */
    @ParameterizedTest
    @CsvSource({
        "1, 0000000121980200210a1b, 0000000121980200420a1b",
        "2, 0000000121980200450a1b, 0000000121980200660a1b",
        "3, 00000001219802006534450d80, 0000000121980200860a1b",
        "5, 00000001219802006534450d80, 0000000121980200860a1b",
        "6, 0000000121980200880a1b, 0000000121980200a90a1b",
        "7, 0000000121980200a834450d80, 0000000121980200c90a1b",
        "8, 0000000121980200a834450d80, 0000000121980200c90a1b"})
    void writesThePictureOfTheHighestOrderAgain(int pictures, String first, String second) {
        play(PYRAMID, pictures);
        assertThat(held.obstacle()).isEmpty();
        assertThat(held.next()).isEqualTo(H264Elements.join(OWN_PPS, hex(first)));
        assertThat(held.next()).isEqualTo(hex(second));
    }

    @Test
    void writesFramesOfAStreamWithFields() {
        play(MBAFF, 5);
        assertThat(held.next()).endsWith(hex("0000000121980200629a228230"));
        assertThat(held.next()).isEqualTo(hex("000000012198020083050460"));
        for (int index = 2; index < 600; index++) {
            held.next();
        }
        assertThat(held.next()).isEqualTo(hex("00000001219802016e850460"));
    }

    @Test
    void putsItsParameterSetBehindThePublishersAndTouchesNothingElse() {
        byte[] aud = H264Elements.aud();
        byte[] slice = H264Elements.slice(true, 0, 0, 20);
        byte[] sets = H264Elements.join(H264Elements.sps(true), H264Elements.pps());
        assertThat(held.forward(key(aud, sets, slice))).isEqualTo(H264Elements.join(aud, sets, OWN_PPS, slice));
        AccessUnit inter = inter(1);
        assertThat(held.forward(inter)).isSameAs(inter.payload());
    }

    @Test
    void givesWayWhenThePublisherTakesItsId() {
        held.forward(idr());
        byte[] taken = new byte[OWN_PPS.length - 1];
        System.arraycopy(OWN_PPS, 1, taken, 0, taken.length);
        AccessUnit unit = picture(taken, H264Elements.slice(false, 0, 1, 20));
        assertThat(held.forward(unit)).isSameAs(unit.payload());
        assertThat(held.next()).startsWith(H264HeldSlice.pps(254, 0));
    }

    @Test
    void dropsWhatComesBeforeTheFirstKeyPictureAfterAHold() {
        held.forward(idr());
        held.forward(inter(1));
        held.next();
        assertThat(held.forward(inter(2))).isNull();
        assertThat(held.forward(inter(3))).isNull();
        assertThat(held.forward(idr())).isNotNull();
        assertThat(held.forward(inter(1))).isNotNull();
    }

    @Test
    void goesOnWithoutAKeyPictureWhenNothingWasHeld() {
        held.forward(idr());
        held.forward(inter(1));
        assertThat(held.canHold()).isTrue();
        assertThat(held.forward(inter(2))).isNotNull();
    }

    @Test
    void neverSendsTwoKeyPicturesInARowWithTheSameId() {
        held.forward(idr());
        int before = idrPicId(held.forward(idr()));
        for (int repeat = 0; repeat < 5; repeat++) {
            byte[] key = held.keyPicture();
            assertThat(key).isNotNull();
            int now = idrPicId(key);
            assertThat(now).isNotEqualTo(before);
            before = now;
        }
        byte[] returned = held.forward(key(H264Elements.sps(true), H264Elements.pps(), withId(before)));
        assertThat(returned).isNotNull();
        assertThat(idrPicId(returned)).isNotEqualTo(before);
    }

    private static byte[] withId(int id) {
        BitWriter out = new BitWriter().put(0x65, 8).ue(0).ue(7).ue(0).put(0, 4).ue(id).put(0, 4).put(0, 2).se(0);
        return H264Elements.join(new byte[]{0, 0, 1}, out.put(0x5A5A5A5A, 32).trailing().octets().toArray());
    }

    private static int idrPicId(byte[] unit) {
        H264ParameterSets sets = new H264ParameterSets();
        H264UnitScan scan = new H264UnitScan();
        scan.read(unit, true, sets);
        assertThat(scan.slice.head.idr).isTrue();
        assertThat(scan.slice.whole).isTrue();
        return scan.slice.head.idrPicId;
    }

    @Test
    void continuesFromARepeatedKeyPicture() {
        play(PYRAMID, 8);
        held.next();
        byte[] key = held.keyPicture();
        assertThat(key).isNotNull();
        assertThat(held.next()).as("as after the first picture").isEqualTo(hex("0000000121980200210a1b"));
        assertThat(HexFormat.of().formatHex(key)).startsWith("00000001" + "6764000a").contains(HexFormat.of().formatHex(OWN_PPS));
    }

    @Test
    void needsAKeyPictureForAKeyPicture() {
        assertThat(held.keyPicture()).isNull();
        held.forward(unit(RandomAccess.EXACT, true, H264Elements.sps(true), H264Elements.pps(), H264Elements.slice(true, 0, 0, 20)));
        assertThat(held.keyPicture()).as("a damaged one").isNull();
        byte[] huge = H264Elements.slice(true, 0, 0, H264HeldPictures.KEY_MAX_BYTES);
        held.forward(key(H264Elements.sps(true), H264Elements.pps(), huge));
        assertThat(held.keyPicture()).as("one that is too large").isNull();
    }

    @Test
    void namesWhatIsInTheWay() {
        assertThat(held.obstacle()).contains("no picture");
        assertThatIllegalStateException().isThrownBy(held::next);
        held.forward(unit(RandomAccess.EXACT, true, idr().payload()));
        assertThat(held.obstacle()).contains("damaged");
        held.forward(inter(1));
        assertThat(held.obstacle()).isEmpty();
        held.forward(picture(H264Elements.slice(false, 0, 2, 20), new byte[]{0, 0, 1, 2}));
        assertThat(held.obstacle()).isEmpty();
        held.forward(key(H264Elements.sps(false), H264Elements.pps(), H264Elements.slice(true, 0, 0, 0, 20),
                H264Elements.slice(false, 0, 0, 1, 20)));
        assertThat(held.obstacle()).contains("single fields");
        held.forward(key(H264Elements.sps(true), H264Elements.pps(), new byte[]{0, 0, 1, 0x6F, 1}, H264Elements.slice(true, 0, 0, 20)));
        assertThat(held.obstacle()).contains("layers");
        held.forward(key(H264Elements.sps(true), H264Elements.pps(), H264Elements.slice(true, 30, 0, 20),
                H264Elements.slice(true, 0, 0, 20)));
        assertThat(held.obstacle()).contains("arbitrary order");
        held.forward(idr());
        assertThat(held.obstacle()).isEmpty();
    }

    @Test
    void sendsAKeyPictureOfFieldsAgain() {
        byte[] second = H264Elements.slice(false, 0, 0, 1, 20);
        held.forward(key(H264Elements.sps(false), H264Elements.pps(), H264Elements.slice(true, 0, 0, 0, 20), second));
        assertThat(held.canHold()).isFalse();
        byte[] key = held.keyPicture();
        assertThat(key).isNotNull().endsWith(second);
        assertThat(held.keyPicture()).isNotNull().isEqualTo(key);
        assertThat(held.canHold()).isFalse();
    }

    @Test
    void leavesOutAnEndOfTheStream() {
        byte[] slice = idr().payload();
        byte[] forwarded = held.forward(key(slice, new byte[]{0, 0, 0, 1, 10}, new byte[]{0, 0, 1, 11}));
        assertThat(forwarded).isNotNull().endsWith(Arrays.copyOfRange(slice, slice.length - 10, slice.length));
    }

    @Test
    void readsWithParameterSetsThatDoNotComeInBand() {
        H264Format format = new H264Format(List.of(nal(H264Elements.sps(true))), List.of(nal(H264Elements.pps())), 320, 192);
        H264HeldPictures known = new H264HeldPictures(format);
        known.forward(key(H264Elements.slice(true, 0, 0, 20)));
        assertThat(known.obstacle()).isEmpty();
        byte[] sps = H264Elements.sps(true);
        assertThat(known.keyPicture()).contains(Arrays.copyOfRange(sps, 3, sps.length));
    }

    private static Octets nal(byte[] withStartCode) {
        return Octets.of(withStartCode, StartCodes.PREFIX_BYTES, withStartCode.length - StartCodes.PREFIX_BYTES);
    }

    @Test
    void countsOnForAWeek() {
        held.forward(idr());
        for (int picture = 0; picture < 70_000; picture++) {
            held.next();
        }
        assertThat(held.canHold()).isTrue();
        assertThat(held.next()).hasSizeLessThan(16);
    }
}
