package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.holdover.media.Timebase;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LadderClip;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Recording;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.Seed;
import io.holdover.testkit.ToolProcess;

/** An encoder that is killed and comes back again and again, as many times as {@code holdover.cycles} says. */
class CyclesSystemTest {

    private static final int CYCLES = Integer.getInteger("holdover.cycles", 1_000);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LATENCY_MS = 600;
    private static final int LEAST_ON_AIR_MS = 700;
    private static final double HALF_FRAME_TICKS = 960;
    /** What lives after a collection: anything that stays behind from each cycle would be beyond it in the end. */
    private static final long GROWTH_LIMIT_BYTES = 10 << 20;
    /** Of the process, with what is outside the heap; the heap may fill up to a collection. */
    private static final long RESIDENT_GROWTH_LIMIT_KIB = 200 << 10;
    /** A reader begins up to a group of pictures back, and what is on its way at the end is missing. */
    private static final long WALL_LIMIT_MS = 2_000;
    private static final int WARM_UP_CYCLES = 5;
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    @Test
    @Tag("slow")
    @Timeout(value = 110, unit = TimeUnit.MINUTES)
    void soundAndPicturesStayTogetherHoweverOftenTheEncoderIsKilled(@Seed long seed) throws Exception {
        Random random = new Random(seed);
        LadderClip clip = LadderClip.of("first", 1);
        Path file;
        long warmBytes = 0;
        long warmKib = 0;
        long readingSinceNs = 0;
        long readNs;
        try (HoldoverProcess server = HoldoverProcess.open("pathDefaults:\n  srtPersistOnDisconnect: yes\npaths:\n  all_others:\n");
                Running tools = new Running()) {
            file = Workplace.folder("received/cycles");
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                // Each start at another time, some of them shortly before the 33 bits end.
                String[] start = {"-output_ts_offset", "" + random.nextInt(95_443)};
                try (ToolProcess publisher = Workplace.start(clip.publisher(server.url("publish:cycles",
                        "latency=" + LATENCY_MS * 1_000), start))) {
                    if (cycle == 0) {
                        server.awaitAvailable("cycles");
                        file = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT,
                                server.url("read:cycles", ReaderKind.SRT_LIVE_TRANSMIT.latency(LATENCY_MS)), file);
                        server.awaitReaders("cycles", 1);
                        readingSinceNs = System.nanoTime();
                    } else {
                        server.awaitStory("cycles", "silence generator stopped", cycle);
                    }
                    RealTime.pass(Duration.ofMillis(LEAST_ON_AIR_MS + random.nextInt(400)));
                    publisher.kill();
                }
                server.awaitStory("cycles", "silence generator started", cycle + 1);
                if (cycle == Math.min(WARM_UP_CYCLES, CYCLES - 1)) {
                    warmBytes = liveBytes(server.pid());
                    warmKib = residentKib(server.pid());
                }
            }
            long grownBytes = liveBytes(server.pid()) - warmBytes;
            System.out.println("live objects of the server: " + warmBytes + " bytes after " + WARM_UP_CYCLES + " cycles, " + grownBytes
                    + " more after " + CYCLES);
            assertThat(grownBytes).as("bytes by which the server's live objects grew after %d cycles", WARM_UP_CYCLES)
                    .isLessThan(GROWTH_LIMIT_BYTES);
            assertThat(residentKib(server.pid()) - warmKib).as("KiB by which the server grew after %d cycles", WARM_UP_CYCLES)
                    .isLessThan(RESIDENT_GROWTH_LIMIT_KIB);
            RealTime.pass(Duration.ofMillis(2L * LATENCY_MS));
            readNs = System.nanoTime() - readingSinceNs;
            tools.interruptReaders(LIMIT);
        }
        Recording got = Recording.of(file);
        assertThat(got.continuityErrors()).isEmpty();
        assertThat(got.soundGaps()).as("gaps in the sound").isEmpty();
        for (int i = 1; i < got.pictures().size(); i++) {
            assertThat(got.pictures().get(i).dtsTicks()).as("DTS of picture %d", i).isGreaterThan(got.pictures().get(i - 1).dtsTicks());
        }
        long lengthTicks = Math.round(got.sound().getLast().ptsTicks() - got.sound().getFirst().ptsTicks());
        long aheadMs = Timebase.msFromTicks(lengthTicks - Timebase.ticksFromNs(readNs));
        System.out.println("stream longer than the time it took, ms: " + aheadMs);
        assertThat(aheadMs).as("ms that the stream has gone ahead of the wall").isBetween(-WALL_LIMIT_MS, WALL_LIMIT_MS);
        List<Double> skews = skews(got, Recording.of(clip.file()));
        System.out.println("skew in ticks by cycle: " + skews);
        assertThat(skews).as("cycles with live sound and live pictures").hasSize(CYCLES)
                .allMatch(ticks -> Math.abs(ticks) <= HALF_FRAME_TICKS);
    }

    /** For each cycle by how much its pictures moved against its sound, at most; a cycle is known by how far it moved the clip's sound. */
    private static List<Double> skews(Recording got, Recording clip) {
        Map<Integer, Long> pictureTimes = new HashMap<>();
        clip.pictures().forEach(picture -> pictureTimes.put(picture.crc(), picture.ptsTicks()));
        Map<Integer, Double> soundTimes = new HashMap<>();
        clip.sound().forEach(frame -> soundTimes.put(frame.crc(), frame.ptsTicks()));
        List<Double> skews = new ArrayList<>();
        int nextSound = 0;
        List<Recording.Sound> liveSound = got.sound().stream().filter(frame -> soundTimes.containsKey(frame.crc())).toList();
        double cycleShift = Double.NaN;
        for (Recording.Picture picture : got.pictures()) {
            Long sent = pictureTimes.get(picture.crc());
            if (sent == null) {
                continue;
            }
            double shift = picture.ptsTicks() - sent;
            while (nextSound < liveSound.size() - 1 && liveSound.get(nextSound).ptsTicks() < picture.ptsTicks()) {
                nextSound++;
            }
            Recording.Sound beside = liveSound.get(nextSound);
            double soundShift = beside.ptsTicks() - soundTimes.getOrDefault(beside.crc(), Double.NaN);
            boolean sameCycle = Math.abs(soundShift - shift) < 45_000;
            if (!sameCycle) {
                continue; // the cut parts them: the sound beside it is the next cycle's
            }
            if (Double.isNaN(cycleShift) || Math.abs(soundShift - cycleShift) > 9_000) {
                skews.add(shift - soundShift);
                cycleShift = soundShift;
            } else if (Math.abs(shift - soundShift) > Math.abs(skews.getLast())) {
                skews.set(skews.size() - 1, shift - soundShift);
            }
        }
        return skews;
    }

    private static long liveBytes(long pid) {
        String histogram = Workplace.run(LIMIT,
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + pid, "GC.class_histogram"));
        Matcher total = TOTAL.matcher(histogram);
        assertThat(total.find()).as("total in %s", histogram).isTrue();
        return Long.parseLong(total.group(1));
    }

    private static long residentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }
}
