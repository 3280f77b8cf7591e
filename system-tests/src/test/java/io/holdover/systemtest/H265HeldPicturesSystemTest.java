package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.holdover.media.codec.h265.H265HeldPictures;
import io.holdover.systemtest.fixture.H265Sample;

/**
 * Streams of x265, and of kvazaar where it is about tiles, that are cut anywhere, held, and followed by another stream of the same encoder:
 * ffmpeg's decoder shows the last picture as long as the hold lasts, and says nothing.
 */
class H265HeldPicturesSystemTest {
    private static final int PICTURES = 34;
    private static final int HELD = 30;
    private static final int SHORT_CUTS = 5;
    private static final long SEED = 265;

    enum Encoding {
        DEFAULT("320x184", "yuv420p", "main", "keyint=20:bframes=4", "BIPb"),
        NO_WAVEFRONT("208x120", "yuv420p", "main", "keyint=20:bframes=3:wpp=0:open-gop=0", "BIPb"),
        CTU_64_WAVEFRONT("264x200", "yuv420p", "main", "keyint=17:min-keyint=17:bframes=3:ctu=64", "BIPb"),
        CTU_32("264x200", "yuv420p", "main", "keyint=17:min-keyint=17:bframes=3:ctu=32:min-cu-size=16", "BIPb"),
        CTU_16("208x120", "yuv420p", "main", "keyint=17:min-keyint=17:bframes=3:ctu=16:wpp=0", "BIPb"),
        DEEP_PYRAMID("208x120", "yuv420p", "main", "keyint=20:bframes=8:b-pyramid=1:open-gop=0", "BIPb"),
        FLAT_B("208x120", "yuv420p", "main", "keyint=20:bframes=3:b-pyramid=0", "IPb"),
        OPEN_GOP("208x120", "yuv420p", "main", "keyint=12:min-keyint=12:bframes=5:open-gop=1", "BIPb"),
        NO_B("208x120", "yuv420p", "main", "keyint=12:min-keyint=12:bframes=0", "IP"),
        SLICES("208x256", "yuv420p", "main", "keyint=20:bframes=3:ctu=32:slices=4", "BIPb"),
        TEN_BIT("208x120", "yuv420p10le", "main10", "keyint=17:min-keyint=17:bframes=3", "BIPb"),
        CHROMA_422_TEN_BIT("208x120", "yuv422p10le", "main422-10", "keyint=17:min-keyint=17:bframes=3:sao=0", "BIPb"),
        SHORT_ORDER("208x120", "yuv420p", "main", "keyint=30:bframes=3:log2-max-poc-lsb=4:temporal-mvp=0", "BIPb"),
        LONG_ORDER("208x120", "yuv420p", "main", "keyint=30:bframes=3:log2-max-poc-lsb=16", "BIPb"),
        EVEN_TILES("tiles-even", 1),
        ODD_TILES("tiles-odd", 1),
        TILES_IN_SLICES("tiles-slices", 6);

        private final String kept;
        private final String size;
        private final String pixelFormat;
        private final String profile;
        private final String parameters;
        private final String sliceTypes;
        private final int slices;

        Encoding(String kept, int slices) {
            this.kept = kept;
            this.size = "";
            this.pixelFormat = "";
            this.profile = "";
            this.parameters = "wpp=0";
            this.sliceTypes = "BIP"; // kvazaar marks B pictures as referred to though none is
            this.slices = slices;
        }

        Encoding(String size, String pixelFormat, String profile, String parameters, String sliceTypes) {
            this.kept = "";
            this.size = size;
            this.pixelFormat = pixelFormat;
            this.profile = profile;
            this.parameters = parameters;
            this.sliceTypes = sliceTypes;
            this.slices = parameters.contains("slices=4") ? 4 : 1;
        }

        H265Sample sample(Path folder, int seed) {
            H265Sample sample = kept.isEmpty() ? H265Sample.encode(folder, size, PICTURES, pixelFormat, profile, parameters, seed)
                    : H265Sample.kept(kept + "-" + seed, folder);
            assertThat(sample.units()).hasSize(PICTURES);
            assertThat(H265Sample.sliceTypes(sample.units())).isEqualTo(sliceTypes);
            assertThat(sample.slices()).isEqualTo(slices);
            assertThat(sample.hasTiles()).isEqualTo(!kept.isEmpty());
            assertThat(sample.hasWavefront()).isEqualTo(!parameters.contains("wpp=0"));
            return sample;
        }
    }

    /** What is sent, and what must be shown. */
    private static final class Broadcast {
        private final H265HeldPictures pictures = new H265HeldPictures();
        private final List<byte[]> sent = new ArrayList<>();
        private final List<String> expected = new ArrayList<>();

        /** The units from one random access point up to a cut. */
        void live(H265Sample sample, int from, int to) {
            hold(pictures.heldBefore(sample.units().get(from)));
            for (int index = from; index < to; index++) {
                byte[] payload = pictures.forward(sample.units().get(index));
                if (payload != null) {
                    sent.add(payload);
                }
            }
            expected.addAll(sample.shown(from, to));
        }

        void hold(int count) {
            assertThat(count == 0 || pictures.canHold()).as(pictures.obstacle()).isTrue();
            for (int index = 0; index < count; index++) {
                sent.add(pictures.next());
                expected.add(expected.getLast());
            }
        }

        /** Sends the key picture again as for a reader that joins; what follows shows it. */
        void key(String hash) {
            sent.add(pictures.keyPicture());
            expected.add(hash);
        }

        void isShownBy(Path folder, String what) {
            H265Sample.Decoded decoded = H265Sample.Decoded.of(folder, sent);
            assertThat(decoded.messages()).as(what).isEmpty();
            assertThat(decoded.hashes()).as(what).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsTheLastPictureUntilTheNextEncoderBegins(Encoding encoding, @TempDir Path folder) {
        H265Sample first = encoding.sample(folder, 1);
        H265Sample second = encoding.sample(folder, 2);
        List<Integer> cuts = new ArrayList<>(IntStream.rangeClosed(1, PICTURES).boxed().toList());
        Collections.shuffle(cuts, new Random(SEED + encoding.ordinal()));
        cutEverywhere(first, second, cuts.subList(0, SHORT_CUTS), folder);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    @Timeout(300)
    void showsTheLastPictureWhereverTheCutIs(Encoding encoding, @TempDir Path folder) {
        H265Sample first = encoding.sample(folder, 1);
        H265Sample second = encoding.sample(folder, 2);
        for (int from = 1; from <= PICTURES; from += SHORT_CUTS) {
            List<Integer> cuts = IntStream.rangeClosed(from, Math.min(from + SHORT_CUTS - 1, PICTURES)).boxed().toList();
            cutEverywhere(first, second, cuts, folder);
        }
    }

    /** One stream after the other, each cut somewhere: the next begins with its first picture, or with one in its middle. */
    private static void cutEverywhere(H265Sample first, H265Sample second, List<Integer> cuts, Path folder) {
        Broadcast broadcast = new Broadcast();
        int round = 0;
        for (int cut : cuts) {
            H265Sample sample = round % 2 == 0 ? first : second;
            broadcast.live(sample, 0, cut);
            broadcast.hold(HELD);
            if (round % 2 == 1) {
                broadcast.key(sample.hashes().get(sample.lastRandomAccess(cut)));
                broadcast.hold(HELD);
            }
            H265Sample next = round % 2 == 0 ? second : first;
            broadcast.live(next, next.lastRandomAccess(PICTURES), PICTURES);
            broadcast.hold(round % 3);
            round++;
        }
        broadcast.isShownBy(folder, "cuts after " + cuts);
        joins(first, Collections.max(cuts), folder);
    }

    /** A decoder that sees the key picture first. */
    private static void joins(H265Sample sample, int cut, Path folder) {
        Broadcast broadcast = new Broadcast();
        broadcast.live(sample, 0, cut);
        broadcast.hold(HELD);
        broadcast.sent.clear();
        broadcast.expected.clear();
        broadcast.key(sample.hashes().get(sample.lastRandomAccess(cut)));
        broadcast.hold(HELD);
        broadcast.live(sample, 0, PICTURES);
        broadcast.isShownBy(folder, "joined after " + cut);
    }
}
