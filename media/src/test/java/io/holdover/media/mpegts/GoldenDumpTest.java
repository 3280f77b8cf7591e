package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real samples against their dumps. {@code -Ddump.write=true} writes the dumps anew; the difference is reviewed. */
class GoldenDumpTest {
    private static final Path DUMPS = Path.of(System.getProperty("holdover.root", ".."), "media", "src", "test", "resources", "dumps");

    static List<Arguments> samplesByPattern() {
        List<Arguments> cases = new ArrayList<>();
        for (String sample : Demuxed.SAMPLES) {
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
