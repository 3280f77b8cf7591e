package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.holdover.media.AacFormat;
import io.holdover.media.AacFormat.Transport;
import io.holdover.media.AccessUnit;
import io.holdover.media.H265Format;
import io.holdover.media.MediaKind;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;

/** The second judge: ffprobe sees the same packets with the same times, sizes and key flags. */
@Tag("interop")
class FfprobeInteropTest {
    @TempDir
    Path folder;

    static List<String> samples() {
        return Demuxed.SAMPLES;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void agreesWithFfprobeOnEveryPacket(String sample) throws Exception {
        assumeTrue(isInstalled(), "ffprobe is not installed");
        byte[] stream = Demuxed.sample(sample);
        Path file = Files.write(folder.resolve(sample + ".ts"), stream);
        Demuxed demuxed = Demuxed.whole(stream);
        for (Track track : demuxed.tracks()) {
            List<AccessUnit> ours = demuxed.unitsOf(track.id());
            List<Probed> theirs = probe(file, track);
            assertThat(ours).as("track %d of %s", track.id(), sample).isNotEmpty().hasSameSizeAs(theirs);
            for (int index = 0; index < ours.size(); index++) {
                AccessUnit unit = ours.get(index);
                Probed probed = theirs.get(index);
                // ffprobe truncates the time of frames that it counts on.
                int toleranceTicks = track.kind() == MediaKind.AUDIO ? 1 : 0;
                assertThat(unit.ptsTicks()).as("pts %d", index).isCloseTo(probed.pts, within((long) toleranceTicks));
                assertThat(unit.dtsTicks()).as("dts %d", index).isCloseTo(probed.dts, within((long) toleranceTicks));
                assertThat(isKey(unit)).as("key %d", index).isEqualTo(probed.key);
                if (framing(track) >= 0) {
                    assertThat(unit.payload().length + framing(track)).as("size %d", index)
                            .isEqualTo(probed.size + zeroByte(track, index, ours.size()));
                }
            }
        }
    }

    private static boolean isKey(AccessUnit unit) {
        return unit.durationSamples() > 0 || unit.randomAccess() != RandomAccess.NONE;
    }

    /**
     * ffprobe counts the zero_byte that opens an H.265 unit to the unit before (B.1.2 says otherwise): the first is one longer, the last
     * shorter.
     */
    private static int zeroByte(Track track, int index, int count) {
        if (!(track.format() instanceof H265Format)) {
            return 0;
        }
        return (index == 0 ? -1 : 0) + (index == count - 1 ? 1 : 0);
    }

    /** ffprobe counts the ADTS header; LATM it leaves whole: -1, not comparable. */
    private static int framing(Track track) {
        if (track.format() instanceof AacFormat aac) {
            return aac.transport() == Transport.LATM ? -1 : 7;
        }
        return 0;
    }

    private record Probed(long pts, long dts, int size, boolean key) {
    }

    private static List<Probed> probe(Path file, Track track) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("ffprobe", "-v", "error", "-select_streams", "i:" + track.id(), "-show_entries",
                "packet=pts,dts,size,flags", "-of", "csv=p=0", file.toString()).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<Probed> packets = new ArrayList<>();
        for (String row : text.lines().filter(line -> !line.isBlank()).toList()) {
            String[] columns = row.split(",", -1);
            packets.add(new Probed(Long.parseLong(columns[0]), Long.parseLong(columns[1]), Integer.parseInt(columns[2]),
                    columns[3].contains("K")));
        }
        return packets;
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("ffprobe", "-version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
