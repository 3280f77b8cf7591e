package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.holdover.media.codec.h264.H264Elements;

/** Real samples against their dumps. {@code -Ddump.write=true} writes the dumps anew; the difference is reviewed. */
class GoldenDumpTest {
    private static final Path DUMPS = Path.of(System.getProperty("holdover.root", ".."), "media", "src", "test", "resources", "dumps");

    /**
     * What no encoder at hand writes: SCTE-35, KLV with and without time, teletext, DVB subtitles, an unknown type, beside a picture.
     * Composed, kept as a
     * sample like the others.
     */
    private static byte[] dataTracks() {
        TsComposer composer = new TsComposer().pat(1, TsComposer.PMT_PID);
        composer.section(TsComposer.PMT_PID, TsComposer.pmtSection(1, 0, 0x100, "050443554549",
                new TsComposer.Stream(StreamType.H264, 0x100, ""),
                new TsComposer.Stream(StreamType.SCTE35, 0x101, ""), new TsComposer.Stream(StreamType.PRIVATE_PES, 0x102, "05044b4c5641"),
                new TsComposer.Stream(StreamType.METADATA_PES, 0x103, "260dffff4b4c5641ff4b4c5641000f"),
                new TsComposer.Stream(StreamType.PRIVATE_PES, 0x104, "5605656e670900"),
                new TsComposer.Stream(StreamType.PRIVATE_PES, 0x105, "5908656e671000010001"), new TsComposer.Stream(0xC5, 0x106, "")));
        Random random = new Random(ArrivalPattern.SEED);
        for (int number = 0; number < 50; number++) {
            long pts = 90_000 + 3600L * number;
            composer.pcr(0x100, pts - 9000, false);
            byte[] picture = H264Elements.slice(number % 25 == 0, 0, number % 16, 700 + random.nextInt(900));
            byte[] head = number % 25 == 0 ? H264Elements.join(H264Elements.sps(true), H264Elements.pps()) : new byte[0];
            composer.unbounded(0x100, pts, -1, H264Elements.join(H264Elements.aud(), head, picture));
            composer.bounded(0x102, 0xBD, number % 2 == 0 ? pts : -1, noise(random, 20 + random.nextInt(400)));
            composer.bounded(0x103, 0xFC, pts, noise(random, 60));
            if (number % 10 == 3) {
                composer.section(0x101, TsComposer.table(0xFC, number, 0, noise(random, 30)));
                composer.section(0x106, TsComposer.table(0x81, number, 0, noise(random, 500)));
                composer.bounded(0x104, 0xBD, pts, noise(random, 46 * 4));
                composer.bounded(0x105, 0xBD, pts, noise(random, 3000));
            }
        }
        return composer.bytes();
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void keepsTheComposedSampleAsItIsComposed() throws IOException {
        if (Boolean.getBoolean("dump.write")) {
            Files.write(DUMPS.resolveSibling("samples").resolve("data-tracks.ts"), dataTracks());
        }
        assertThat(Demuxed.sample("data-tracks")).isEqualTo(dataTracks());
    }

    static List<Arguments> samplesByPattern() {
        List<Arguments> cases = new ArrayList<>();
        List<String> samples = new ArrayList<>(Demuxed.SAMPLES);
        samples.add("data-tracks");
        for (String sample : samples) {
            for (ArrivalPattern pattern : ArrivalPattern.values()) {
                cases.add(Arguments.of(sample, pattern));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("samplesByPattern")
    void givesTheSameDumpHoweverItArrives(String sample, ArrivalPattern pattern) throws IOException {
        Demuxed demuxed = new Demuxed();
        for (ByteBuffer piece : pattern.divide(Demuxed.sample(sample))) {
            demuxed.demuxer.consume(piece);
            assertThat(piece.hasRemaining()).isFalse();
        }
        demuxed.demuxer.endOfInput();
        Path golden = DUMPS.resolve(sample + (pattern == ArrivalPattern.DROP_EVERY_NTH ? ".drop" : "") + ".dump");
        String dump = demuxed.dumper + demuxed.counters().toString().replaceAll("(, )?\\w+=0\\b", "").replace("[, ", "[") + "\n";
        if (Boolean.getBoolean("dump.write") && (pattern == ArrivalPattern.WHOLE || pattern == ArrivalPattern.DROP_EVERY_NTH)) {
            Files.createDirectories(DUMPS);
            Files.writeString(golden, dump);
        }
        assertThat(dump).as("%s, seed %d", pattern, ArrivalPattern.SEED).isEqualTo(Files.readString(golden));
    }
}
