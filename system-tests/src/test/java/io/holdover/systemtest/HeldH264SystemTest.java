package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.RandomAccess;
import io.holdover.media.codec.h264.H264HeldPictures;
import io.holdover.systemtest.fixture.DecodedPictures;
import io.holdover.systemtest.fixture.H264Clip;
import io.holdover.testkit.Seed;

/** Held pictures of H.264 in front of a decoder that forgives nothing: each looks like the last one shown, to the last bit. */
class HeldH264SystemTest {
    private static final String INTERLACED = "-flags +ildct+ilme";
    private static final String TOP_FIRST = "tinterlace=interleave_top,fieldorder=tff";

    /** Configurations of libx264 and the kinds of slices that they must have given: a small letter where the picture is no reference. */
    enum Encoding {
        PYRAMID("bframes=3:b-pyramid=normal:b-adapt=0:keyint=60", "PBb"),
        STRICT_PYRAMID("bframes=3:b-pyramid=strict:b-adapt=0", "PBb"),
        NO_PYRAMID("bframes=2:b-pyramid=none:b-adapt=0", "Pb"),
        NO_B_PICTURES("bframes=0:sync-lookahead=0:rc-lookahead=0", "P"),
        DEFAULTS("ref=3", "Pb"),
        OPEN_GOP("open-gop=1:keyint=15:bframes=8:b-adapt=0", "PBb"),
        OPEN_GOP_CAVLC("cabac=0:open-gop=1:keyint=12:bframes=3:b-pyramid=strict:b-adapt=0", "PBb"),
        BASELINE("keyint=30", "P", "yuv420p", "null", "-profile:v baseline"),
        MAIN("keyint=30:bframes=2:b-adapt=0", "Pb", "yuv420p", "null", "-profile:v main"),
        FOUR_SLICES("slices=4:keyint=40:b-adapt=0", "PBb"),
        CAVLC("cabac=0:bframes=3:b-adapt=0", "PBb"),
        WEIGHTED("bframes=3:weightp=2:weightb=1:b-adapt=0", "PBb", "yuv420p", "fade=in:0:60", ""),
        TEN_BIT("bframes=3:b-adapt=0", "PBb", "yuv420p10le", "null", ""),
        CHROMA_422("bframes=3:b-adapt=0", "PBb", "yuv422p", "null", ""),
        MBAFF_PYRAMID("tff=1:bframes=3:b-adapt=0", "PBb", "yuv420p", TOP_FIRST, INTERLACED),
        MBAFF("tff=1:bframes=2:b-pyramid=none:b-adapt=0", "Pb", "yuv420p", TOP_FIRST, INTERLACED),
        MBAFF_BOTTOM_FIRST("bff=1:bframes=2:b-adapt=0", "Pb", "yuv420p", "tinterlace=interleave_bottom,fieldorder=bff", INTERLACED),
        FAKE_INTERLACED("fake-interlaced=1:b-adapt=0", "PBb");

        private final String x264;
        private final String kinds;
        private final String pixels;
        private final String filter;
        private final String more;

        Encoding(String x264, String kinds) {
            this(x264, kinds, "yuv420p", "null", "");
        }

        Encoding(String x264, String kinds, String pixels, String filter, String more) {
            this.x264 = x264;
            this.kinds = kinds;
            this.pixels = pixels;
            this.filter = filter;
            this.more = more;
        }

        /** Two clips that hold what the test is about. */
        List<H264Clip> clips(Path folder, int pictures, String size) {
            List<H264Clip> clips = H264Clip.two(folder, pictures, size, pixels, x264, filter,
                    more.isEmpty() ? List.of() : List.of(more.split(" ", -1)));
            for (int index = 0; index < kinds.length(); index++) {
                assertThat(clips.getFirst().slices()).as("kinds of slices").containsKey(kinds.charAt(index));
            }
            return clips;
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void showsTheLastPictureAgain(Encoding encoding, @Seed long seed) {
        new Rehearsal(folder, encoding.clips(folder, 48, "320x192")).play(3, 30, seed);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    @Timeout(400)
    void showsTheLastPictureAgainWhereverItIsCut(Encoding encoding, @Seed long seed) {
        new Rehearsal(folder, encoding.clips(folder, 90, "640x384")).play(20, 100, seed);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN_GOP", "OPEN_GOP_CAVLC"})
    @Timeout(60)
    void goesOnAtARecoveryPoint(Encoding encoding) {
        List<H264Clip> clips = encoding.clips(folder, 60, "320x192");
        List<AccessUnit> returning = clips.getLast().units();
        DecodedPictures alone = DecodedPictures.of(folder, "h264", returning.stream().map(AccessUnit::payload).toList());
        int begin = 1;
        while (returning.get(begin).randomAccess() == RandomAccess.NONE) {
            begin++;
        }
        H264HeldPictures held = new H264HeldPictures();
        List<byte[]> sent = new ArrayList<>();
        clips.getFirst().units().subList(0, 20).forEach(unit -> sent.add(held.forward(unit)));
        for (int picture = 0; picture < 10; picture++) {
            sent.add(held.next());
        }
        for (AccessUnit unit : returning.subList(1, begin)) {
            assertThat(held.forward(unit)).as("unit before the recovery point").isNull();
        }
        for (AccessUnit unit : returning.subList(begin, returning.size())) {
            byte[] forwarded = held.forward(unit);
            if (forwarded != null) {
                sent.add(forwarded);
            }
        }
        assertThat(sent.size()).as("units sent").isGreaterThan(30 + (returning.size() - begin) / 2);
        for (int picture = 0; picture < 10; picture++) {
            sent.add(held.next());
        }
        DecodedPictures shown = DecodedPictures.of(folder, "h264", sent);
        assertThat(shown.messages()).isEmpty();
        assertThat(shown.hashes()).hasSameSizeAs(sent);
        assertThat(alone.hashes()).as("pictures of the new encoder").containsAll(shown.hashes().subList(30, sent.size()));
        assertThat(new HashSet<>(shown.hashes().subList(30, sent.size()))).as("different ones").hasSizeGreaterThan(15);
        assertThat(new HashSet<>(shown.hashes().subList(sent.size() - 11, sent.size()))).as("held at the end").hasSize(1);
    }

    /** Losses and returns one after another through the same object, then all of it through one decoder. */
    private static final class Rehearsal {
        private final Path folder;
        private final List<AccessUnit> first;
        private final List<AccessUnit> second;
        private final H264HeldPictures held = new H264HeldPictures();
        private final List<byte[]> sent = new ArrayList<>();
        private final List<byte[]> joined = new ArrayList<>();
        /** What is sent, as indexes of what a decoder shows of the publisher alone. */
        private final List<byte[]> published = new ArrayList<>();
        private final List<Integer> expected = new ArrayList<>();

        Rehearsal(Path folder, List<H264Clip> clips) {
            this.folder = folder;
            this.first = clips.getFirst().units();
            this.second = clips.getLast().units();
        }

        void play(int cuts, int pictures, long seed) {
            Random random = new Random(seed);
            for (int cut = 0; cut < cuts; cut++) {
                List<AccessUnit> clip = cut % 2 == 0 ? first : second;
                publish(clip.subList(0, clip.size() - random.nextInt(clip.size() / 2)));
                assertThat(held.obstacle()).isEmpty();
                hold(pictures);
            }
            publish(second);
            DecodedPictures alone = DecodedPictures.of(folder, "h264", published);
            assertThat(alone.messages()).as("messages on the clip itself").isEmpty();
            assertThat(alone.hashes()).hasSameSizeAs(published);

            DecodedPictures shown = DecodedPictures.of(folder, "h264", sent);
            assertThat(shown.messages()).isEmpty();
            assertThat(shown.hashes()).isEqualTo(expected.stream().map(alone.hashes()::get).toList());

            joinInTheHold(pictures);
        }

        private void publish(List<AccessUnit> units) {
            for (AccessUnit unit : units) {
                byte[] forwarded = held.forward(unit);
                assertThat(forwarded).isNotNull();
                sent.add(forwarded);
                expected.add(published.size());
                published.add(unit.payload());
            }
        }

        private void hold(int pictures) {
            for (int picture = 0; picture < pictures; picture++) {
                sent.add(held.next());
                expected.add(published.size() - 1);
            }
        }

        /** Those who join begin with the key picture, those who watched go on with it. */
        private void joinInTheHold(int pictures) {
            for (int reader = 0; reader < 3; reader++) {
                byte[] key = held.keyPicture();
                assertThat(key).isNotNull();
                joined.add(key);
                for (int picture = 0; reader != 1 && picture < pictures; picture++) {
                    joined.add(held.next());
                }
            }
            sent.addAll(joined);
            DecodedPictures joining = DecodedPictures.of(folder, "h264", joined);
            DecodedPictures watching = DecodedPictures.of(folder, "h264", sent);
            assertThat(joining.messages()).isEmpty();
            assertThat(joining.hashes()).hasSameSizeAs(joined);
            assertThat(new HashSet<>(joining.hashes())).hasSize(1);
            assertThat(watching.messages()).isEmpty();
            assertThat(watching.hashes().subList(expected.size(), watching.hashes().size())).isEqualTo(joining.hashes());
        }
    }
}
