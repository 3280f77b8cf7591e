package io.holdover.media.codec.aac;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AacFormat;
import io.holdover.media.AacFormat.Transport;
import io.holdover.media.AccessUnit;
import io.holdover.media.Octets;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.codec.FrameSyntax;
import io.holdover.testkit.Seed;
import io.holdover.testkit.SeedExtension;

/** The samples are of ffmpeg's own encoder (lc) and of fdk-aac (he, ps): tones that glide, noise that swells. */
@Timeout(60)
@ExtendWith(SeedExtension.class)
class AacSilenceTest {
    private static final String MONO = "00000007";
    private static final String STEREO = "21000000001c";
    private static final String HE_MONO = "000000068dea0000000003c00e";

    /** The frames of a sample and their format. */
    private record Live(AacFormat format, List<byte[]> frames) {
        static Live sample(String name) {
            byte[] bytes;
            try (InputStream in = AacSilenceTest.class.getResourceAsStream("/samples/aac/" + name)) {
                bytes = in.readAllBytes();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            FrameSyntax syntax = name.endsWith(".loas") ? new LatmFrames() : new AdtsFrames();
            List<byte[]> frames = new ArrayList<>();
            int at = 0;
            while (at < bytes.length) {
                int length = syntax.frameBytes(bytes, at, bytes.length);
                syntax.read(bytes, at, at + length, (payload, samples) -> frames.add(payload));
                at += length;
            }
            return new Live((AacFormat) syntax.format(), frames);
        }

        AacSilence silence() {
            return new AacSilence(format);
        }
    }

    private static AacFormat adts(int objectType, int rateIndex, int channelConfiguration) {
        int config = objectType << 11 | rateIndex << 7 | channelConfiguration << 3;
        return new AacFormat(Transport.ADTS, Octets.of((byte) (config >> 8), (byte) config), AudioSpecificConfig.rateHz(rateIndex),
                AudioSpecificConfig.channels(channelConfiguration), false, false, 1, Octets.empty(), 0);
    }

    private static AccessUnit unit(byte[] payload, boolean damaged) {
        return AccessUnit.audio(new Track(256, AacFormat.unknown(Transport.ADTS), TsDescriptors.none()), 0, 1024, damaged, payload);
    }

    private static void show(AacSilence silence, byte[] payload) {
        silence.observe(unit(payload, false));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] steady(AacSilence silence) {
        silence.next();
        return silence.next();
    }

    @ParameterizedTest
    @CsvSource({"1, " + MONO, "2, " + STEREO, "3, 000000010800000000e0", "4, 00000001080000000002000007",
        "5, 00000001080000000023000000001c", "6, 00000001080000000023000000000c000000e0",
        "7, 000000010800000000230000000004a0000000018000001c"})
    void isTheProvedUnitOfEachChannelConfiguration(int configuration, String golden) {
        Live live = Live.sample("lc-" + configuration + ".adts");
        AacSilence silence = live.silence();
        assertThat(silence.isReady()).isFalse();
        show(silence, live.frames().getFirst());
        assertThat(silence.isReady()).isTrue();
        assertThat(silence.unsupported()).isEmpty();
        assertThat(silence.durationSamples()).isEqualTo(1024);
        assertThat(hex(steady(silence))).isEqualTo(golden);
        assertThat(silence.next()).as("one array for all").isSameAs(silence.next());
    }

    @ParameterizedTest
    @CsvSource({"1, " + HE_MONO, "2, 21000000001b37a8000000000000000079e038", "1, 00000006adea0000000003c4a8000e",
        "6, 000000068dea0000000003c0021000000001b37a8000000000000000079e008c000000006cdea00000000000000001e78060000007"})
    void makesTheProvedHighEfficiencyUnitOfTheSameHeader(int configuration, String golden) {
        AacSilence silence = new AacSilence(adts(2, 6, configuration));
        show(silence, bytes(golden));
        assertThat(silence.isReady()).isTrue();
        assertThat(hex(steady(silence))).isEqualTo(golden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"he-1.adts", "he-2.adts", "he-6.adts", "ps-1.adts", "ps.loas"})
    void repeatsTheLiveHeaderWhereSbrIsOnlyInTheFrames(String name) {
        Live live = Live.sample(name);
        AacSilence silence = live.silence();
        show(silence, live.frames().getFirst());
        assertThat(silence.isReady()).isTrue();
        RawBlock block = new RawBlock(new ScaleFactorBands(live.format().sampleRateHz()));
        SbrPayload payload = new SbrPayload(2 * live.format().sampleRateHz());
        assertThat(block.read(live.frames().getFirst())).isEqualTo(BlockOutcome.WHOLE);
        List<AacElement> elements = List.copyOf(block.elements());
        byte[] frame = steady(silence);
        for (int index = 0; index < elements.size(); index++) {
            SbrMemory liveMemory = memory(payload, live.frames().getFirst(), elements.get(index));
            assertThat(block.read(frame)).isEqualTo(BlockOutcome.WHOLE);
            AacElement silent = block.elements().get(index);
            assertThat(silent.resembles(elements.get(index))).isTrue();
            SbrMemory silentMemory = memory(payload, frame, silent);
            assertThat(silentMemory.header).isEqualTo(liveMemory.header);
            assertThat(silentMemory.stereo() == null).isEqualTo(liveMemory.stereo() == null).isEqualTo(!name.startsWith("ps"));
        }
    }

    private static SbrMemory memory(SbrPayload payload, byte[] frame, AacElement element) {
        SbrMemory memory = new SbrMemory();
        AacElement.SbrFill fill = element.fill();
        assertThat(fill == null).isEqualTo(element.id() == AacElement.LFE);
        assertThat(fill == null || payload.read(frame, fill, element.isPair(), memory)).isTrue();
        return memory;
    }

    @Test
    void waitsForAnSbrHeader() {
        Live live = Live.sample("he-2.adts");
        AacSilence silence = live.silence();
        int shown = 1; // the first frame has one
        while (!silence.isReady() && shown < live.frames().size()) {
            show(silence, live.frames().get(shown++));
        }
        assertThat(silence.isReady()).isTrue();
        assertThat(shown).isBetween(3, 20);
    }

    @Test
    void endsShortWindowsInItsFirstFrame() {
        AacSilence silence = new AacSilence(adts(2, 3, 1));
        // SCE 0: global_gain 8, ics_reserved_bit 1, window_sequence 2, window_shape 1, max_sfb 4, scale_factor_grouping 7, 3 flags
        show(silence,
                new BitWriter().put(0, 3 + 4).put(120, 8).put(0, 1).put(2, 2).put(1, 1).put(0, 4 + 7 + 3).put(7, 3).octets().toArray());
        // LONG_STOP and the shape that was
        assertThat(hex(silence.next())).isEqualTo(hex(new BitWriter().put(0, 3 + 4 + 8 + 1).put(3, 2).put(1, 1).put(0, 6 + 1 + 3).put(7, 3)
                .octets().toArray()));
        assertThat(hex(silence.next())).isEqualTo(MONO);
    }

    @Test
    void keepsTheOrderOfTheFramesNotOfTheConfiguration() {
        AacSilence silence = new AacSilence(adts(2, 3, 3)); // says SCE, CPE
        // CPE 0, SCE 5
        BitWriter live = new BitWriter().put(1, 3).put(0, 4).put(1, 1).put(0, 11 + 2).put(90, 8).put(0, 3).put(91, 8).put(0, 3);
        live.put(0, 3).put(5, 4).put(92, 8).put(0, 11 + 3).put(7, 3);
        show(silence, live.octets().toArray());
        BitWriter expected = new BitWriter().put(1, 3).put(0, 4).put(1, 1).put(0, 11 + 2).put(0, 11).put(0, 11);
        expected.put(0, 3).put(5, 4).put(0, 8 + 11 + 3).put(7, 3);
        assertThat(steady(silence)).isEqualTo(expected.octets().toArray());
    }

    @Test
    void repeatsTheProgramConfigOfTheFrames() {
        Live live = Live.sample("lc-0.adts");
        assertThat(live.format().channels()).isZero();
        AacSilence silence = live.silence();
        byte[] frame = live.frames().getFirst(); // the only one that has it
        show(silence, frame);
        byte[] silent = steady(silence);
        RawBlock block = new RawBlock(new ScaleFactorBands(48_000));
        assertThat(block.read(frame)).isEqualTo(BlockOutcome.WHOLE);
        Octets config = block.programConfig();
        assertThat(config).isNotNull();
        assertThat(Arrays.copyOf(silent, config.length())).isEqualTo(Arrays.copyOf(frame, config.length()));
        assertThat(block.read(silent)).isEqualTo(BlockOutcome.WHOLE);
        assertThat(block.programConfig()).isEqualTo(config);
    }

    @Test
    void isNotReadyWithoutTheProgramConfigThatConfiguration0Needs() {
        AacSilence silence = new AacSilence(adts(2, 3, 0));
        show(silence, bytes(STEREO));
        assertThat(silence.isReady()).isFalse();
        assertThat(silence.unsupported()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, AAC Main", "3, AAC SSR", "4, AAC LTP"})
    void refusesProfilesWithoutAProvedRecipe(int objectType, String words) {
        AacSilence silence = new AacSilence(adts(objectType, 3, 2));
        show(silence, bytes(STEREO));
        assertThat(silence.isReady()).isFalse();
        assertThat(silence.unsupported()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"1194, AAC frames of 960 samples", "B98800, AAC LD", "898800, MPEG-4 audio object type 17"})
    void refusesConfigurationsWithoutAProvedRecipe(String config, String words) {
        AacSilence silence = new AacSilence(
                new AacFormat(Transport.LATM, Octets.fromHex(config), 48_000, 1, false, false, 1, Octets.of((byte) 0), 8));
        show(silence, bytes(MONO));
        assertThat(silence.isReady()).isFalse();
        assertThat(silence.unsupported()).isEqualTo(words);
    }

    @Test
    void refusesSeveralBlocksInOneUnit() {
        AacFormat plain = adts(2, 3, 2);
        AacSilence silence = new AacSilence(new AacFormat(Transport.ADTS, plain.audioSpecificConfig(), 48_000, 2, false, false, 2,
                Octets.empty(), 0));
        assertThat(silence.unsupported()).isEqualTo("several raw data blocks in one ADTS frame");
    }

    @Test
    void saysNothingOfATrackWithoutFrames() {
        AacSilence silence = new AacSilence(AacFormat.unknown(Transport.LATM));
        show(silence, bytes(MONO));
        assertThat(silence.isReady()).isFalse();
        assertThat(silence.unsupported()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4000, AAC with coupling channels", "00000801, AAC with prediction (Main or LTP)",
        "00000001, AAC with gain control (SSR)", "ffff, AAC frames that cannot be followed to their end"})
    void namesWhatIsInTheFramesAfterManyOfThem(String frame, String words) {
        byte[] refused = switch (words.charAt(words.length() - 2)) {
            case 'P' -> new BitWriter().put(0, 7 + 8 + 10).put(1, 1).put(0, 30).octets().toArray(); // predictor_data_present
            case 'R' -> new BitWriter().put(0, 7 + 8 + 11 + 2).put(1, 1).put(0, 30).octets().toArray(); // gain_control_data_present
            default -> bytes(frame);
        };
        AacSilence silence = new AacSilence(adts(2, 3, 1));
        for (int count = 1; count < AacSilence.REFUSALS_MAX; count++) {
            show(silence, refused);
        }
        assertThat(silence.unsupported()).isEmpty();
        show(silence, refused);
        assertThat(silence.unsupported()).isEqualTo(words);
        show(silence, bytes(MONO));
        assertThat(silence.isReady()).isFalse();
    }

    @Test
    void believesNothingOfADamagedFrame() {
        AacSilence silence = new AacSilence(adts(2, 3, 1));
        silence.observe(unit(bytes(MONO), true));
        assertThat(silence.isReady()).isFalse();
    }

    @Test
    void takesAnotherLayoutWhenTwoFramesInARowHaveIt() {
        AacSilence silence = new AacSilence(adts(2, 6, 1));
        show(silence, bytes(MONO));
        for (int count = 0; count < AacSilence.LOOK_INTERVAL_FRAMES; count++) {
            show(silence, bytes(HE_MONO)); // the last of them is looked at
        }
        assertThat(hex(steady(silence))).isEqualTo(MONO);
        show(silence, bytes(HE_MONO));
        assertThat(hex(steady(silence))).isEqualTo(HE_MONO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lc-2.adts", "lc-6.adts"})
    void leavesPlainAacAlone(String name) {
        Live live = Live.sample(name);
        AacSilence silence = live.silence();
        show(silence, live.frames().getFirst());
        silence.next();
        assertThat(silence.mend(live.frames().get(4))).isSameAs(live.frames().get(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"he-1.adts", "he-2.adts", "he-6.adts", "ps-1.adts", "ps.loas"})
    void leavesANewEncoderAlone(String name) {
        Live live = Live.sample(name);
        AacSilence silence = live.silence();
        live.frames().forEach(frame -> show(silence, frame));
        silence.next();
        for (byte[] frame : live.frames()) {
            assertThat(silence.mend(frame)).isSameAs(frame);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"he-1.adts", "he-2.adts", "he-6.adts", "ps-1.adts", "ps.loas"})
    void mutesTheUpperBandOfFramesThatReferToLostOnes(String name) {
        Live live = Live.sample(name);
        AacSilence silence = live.silence();
        live.frames().subList(0, 12).forEach(frame -> show(silence, frame));
        silence.next();
        RawBlock block = new RawBlock(new ScaleFactorBands(live.format().sampleRateHz()));
        SbrPayload payload = new SbrPayload(2 * live.format().sampleRateHz());
        int mended = 0;
        for (byte[] frame : live.frames().subList(15, 35)) {
            byte[] safe = silence.mend(frame);
            if (!Arrays.equals(safe, frame)) {
                mended++;
                assertThat(block.read(safe)).isEqualTo(BlockOutcome.WHOLE);
                assertThat(block.elements()).anyMatch(element -> {
                    AacElement.SbrFill fill = element.fill();
                    return fill != null && payload.read(safe, fill, element.isPair(), new SbrMemory()) && payload.isSelfContained();
                });
            }
        }
        assertThat(mended).isBetween(1, 12);
        assertThat(silence.mend(live.frames().get(16))).as("once it is over").isSameAs(live.frames().get(16));
    }

    @Test
    void givesUpMutingAfterALimit() {
        Live live = Live.sample("he-2.adts");
        AacSilence silence = live.silence();
        live.frames().subList(0, 12).forEach(frame -> show(silence, frame));
        silence.next();
        byte[] referring = live.frames().get(15);
        for (int count = 0; count < AacSilence.MENDED_FRAMES_MAX; count++) {
            assertThat(silence.mend(referring)).isNotSameAs(referring);
        }
        assertThat(silence.mend(referring)).isSameAs(referring);
    }

    @Test
    void survivesFramesOfAnyBits(@Seed long seed) {
        Random random = new Random(seed);
        List<Live> samples = List.of(Live.sample("lc-0.adts"), Live.sample("lc-7.adts"), Live.sample("he-6.adts"),
                Live.sample("ps-1.adts"), Live.sample("he-2.adts"));
        RawBlock judge = new RawBlock(new ScaleFactorBands(24_000));
        int silent = 0;
        for (int round = 0; round < 6000; round++) {
            Live live = samples.get(random.nextInt(samples.size()));
            AacSilence silence = new AacSilence(random.nextInt(3) > 0 ? live.format() : adts(2, random.nextInt(13), random.nextInt(8)));
            for (int count = 0; count < 3; count++) {
                show(silence, spoilt(live, random));
            }
            if (silence.isReady()) {
                silent++;
                assertThat(judge.read(silence.next())).isEqualTo(BlockOutcome.WHOLE);
                assertThat(judge.read(silence.next())).isEqualTo(BlockOutcome.WHOLE);
                for (int count = 0; count < 3; count++) {
                    assertThat(silence.mend(spoilt(live, random))).isNotNull();
                }
                assertThat(judge.read(silence.next())).isEqualTo(BlockOutcome.WHOLE);
            }
        }
        assertThat(silent).isPositive();
    }

    private static byte[] spoilt(Live live, Random random) {
        byte[] frame = live.frames().get(random.nextInt(live.frames().size())).clone();
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(frame);
            case 1 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 2 -> {
                for (int flips = random.nextInt(8); flips >= 0; flips--) {
                    frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            default -> {
                // as it is
            }
        }
        return frame;
    }
}
