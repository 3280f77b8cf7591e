package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.testkit.TsPackets;

/**
 * Real samples through ingest, timeline, rings and packager. {@code -Ddump.write=true} writes the dumps anew; the difference is
 * reviewed.
 */
class SampleRiverTest {

    private static final Path DUMPS = Path.of(System.getProperty("holdover.root", ".."), "stream", "src", "test", "resources", "dumps");
    private static final long CLOCK_LIMIT_27MHZ = 40 * 27_000L;

    @ParameterizedTest
    @FieldSource("io.holdover.stream.SampleRiver#SAMPLES")
    void arrivesAsItWasPublished(String sample) throws IOException {
        SampleRiver river = new SampleRiver().flow(SampleRiver.sample(sample));
        SampleRiver.Demuxed output = new SampleRiver.Demuxed().feed(river.reader.bytes());

        for (MediaKind kind : List.of(MediaKind.VIDEO, MediaKind.AUDIO)) {
            List<AccessUnit> sent = of(river.input.units, kind);
            List<AccessUnit> got = of(output.units, kind);
            if (sent.isEmpty()) {
                assertThat(got).isEmpty();
                continue;
            }
            assertThat(got.size()).as("units of " + kind).isBetween(sent.size() - 25, sent.size());
            int missing = sent.size() - got.size();
            for (int i = 0; i < got.size(); i++) {
                assertSame(got.get(i), sent.get(i + missing));
            }
        }
        assertThat(output.units).noneMatch(AccessUnit::damaged);
    }

    @ParameterizedTest
    @FieldSource("io.holdover.stream.SampleRiver#SAMPLES")
    void keepsTheRulesOfTransportStreams(String sample) throws IOException {
        SampleRiver river = new SampleRiver().flow(SampleRiver.sample(sample));
        TsPackets packets = TsPackets.of(river.reader.bytes());

        assertThat(packets.continuityErrors()).isEmpty();
        List<Long> clock = packets.clockReferences();
        for (int i = 1; i < clock.size(); i++) {
            assertThat(clock.get(i) - clock.get(i - 1)).as("clock step %d of %d", i, clock.size()).isBetween(1L, CLOCK_LIMIT_27MHZ);
        }
        assertThat(clock.size()).isGreaterThan(10);
        assertNothingComesLate(packets);
        assertThat(river.reader.lengths()).allMatch(length -> length % 188 == 0 && length <= 1316);
        assertThat(packets.packets().getFirst().pid()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac", "h265-aac", "h264-refresh", "mpeg2-mp2", "aac-44k", "gst-h264-aac"})
    void matchesItsDump(String sample) throws IOException {
        SampleRiver river = new SampleRiver().flow(SampleRiver.sample(sample));
        String dump = new SampleRiver.Demuxed().feed(river.reader.bytes()).dumper.toString();
        Path golden = DUMPS.resolve(sample + ".river.dump");
        if (Boolean.getBoolean("dump.write")) {
            Files.createDirectories(DUMPS);
            Files.writeString(golden, dump);
        }
        assertThat(dump).isEqualTo(Files.readString(golden));
    }

    private static void assertSame(AccessUnit got, AccessUnit sent) {
        boolean video = sent.track().kind() == MediaKind.VIDEO;
        assertThat(got.dtsTicks()).isCloseTo(sent.dtsTicks(), Offset.offset(video ? 0L : 1L));
        assertThat(got.ptsTicks() - got.dtsTicks()).isEqualTo(sent.ptsTicks() - sent.dtsTicks());
        assertThat(got.randomAccess()).isEqualTo(sent.randomAccess());
        assertThat(got.durationSamples()).isEqualTo(sent.durationSamples());
        if (video) {
            assertThat(got.payload().length).isGreaterThanOrEqualTo(sent.payload().length);
        } else {
            assertThat(Arrays.equals(got.payload(), sent.payload())).isTrue();
        }
    }

    private static void assertNothingComesLate(TsPackets packets) {
        long clock = Long.MIN_VALUE;
        int position = 0;
        Map<Integer, Integer> seen = new HashMap<>();
        for (TsPackets.Packet packet : packets.packets()) {
            if (packet.pcr27MHz() != TsPackets.NO_PCR) {
                clock = packet.pcr27MHz();
            }
            if (packet.unitStart() && packet.pid() >= 0x100 && packet.pid() < 0x1000) {
                int index = seen.merge(packet.pid(), 1, Integer::sum) - 1;
                long dts = packets.pes(packet.pid()).get(index).dts();
                assertThat(clock == Long.MIN_VALUE || dts * 300 >= clock).as("packet %d", position).isTrue();
            }
            position++;
        }
    }

    private static List<AccessUnit> of(List<AccessUnit> units, MediaKind kind) {
        return units.stream().filter(unit -> unit.track().kind() == kind).toList();
    }
}
