package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LoadTool;
import io.holdover.systemtest.fixture.LoadTool.Result;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.RealTime;

/** Many peers and extreme pictures; every access unit is compared by the hash of its payload. Alone on the machine: it takes all of it. */
@Isolated
class LoadSystemTest {

    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
    /**
     * What a heap may vary between two collections with the same streams running: code that is compiled later, buffers that grow to
     * their size.
     */
    private static final long HEAP_GROWTH_LIMIT_KB = 24 * 1024;

    @Test
    @Timeout(90)
    void thirtyPublishersAndAHundredReadersLoseNothing() throws Exception {
        manyPeers(10);
    }

    @Test
    @Tag("slow")
    @Timeout(180)
    void thirtyPublishersAndAHundredReadersLoseNothingInAMinute() throws Exception {
        manyPeers(60);
    }

    private static void manyPeers(int seconds) throws Exception {
        Path feed = LoadTool.feed("feed1", "testsrc2=s=640x360:r=25:d=6.4,noise=alls=20:allf=t", 850);
        try (HoldoverProcess server = HoldoverProcess.open()) {
            long[] heapKb = new long[2];
            Thread sampler = Thread.ofVirtual().start(() -> {
                RealTime.pass(Duration.ofSeconds(10));
                heapKb[0] = heapAfterCollectionKb(server);
                RealTime.pass(Duration.ofSeconds(seconds - 4));
                heapKb[1] = heapAfterCollectionKb(server);
            });
            // 100 readers take their time to connect: the warm-up counts from then.
            Result result = LoadTool.run(server.port(), Duration.ofSeconds(seconds + 60), "--file", feed, "--publishers", 30, "--readers",
                    100, "--light",
                    "--check", "--warmup", 3, "--seconds", seconds, "--watch-pid", server.pid());
            sampler.join();
            assertNothingLost(result);
            assertThat(result.get("silentReaders")).as("readers without a packet: %s", result).isZero();
            // 25 pictures and 47 audio frames a second for each reader
            assertThat(result.get("units")).as("units compared: %s", result).isGreaterThan(100 * 70 * (seconds + 2));
            assertThat(heapKb[1]).as("heap in use in the last seconds, %d kB after ten", heapKb[0])
                    .isLessThan(heapKb[0] + HEAP_GROWTH_LIMIT_KB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smooth", "picture"})
    @Timeout(90)
    void hundredMegabitsWithKeyPicturesOfMegabytesArriveWhole(String pace) {
        // A key picture of 3.4 MB every 0.4 s and hardly anything between.
        Path feed = LoadTool.feed("feed100-keys", "testsrc2=s=1920x1080:r=25:d=6.4,noise=alls=100", 98_000, "-x264-params",
                "keyint=10:scenecut=0:qp=14");
        try (HoldoverProcess server = HoldoverProcess.open()) {
            Result result = LoadTool.run(server.port(), Duration.ofSeconds(60), "--file", feed, "--pace", pace, "--readers", 2,
                    "--light", "--check",
                    "--latency-ms", 500, "--warmup", 1, "--seconds", 4);
            assertNothingLost(result);
            assertThat(result.get("units")).isGreaterThan(2 * 70 * 4);
        }
    }

    @Test
    @Timeout(60)
    void hundredKilobitsArriveWholeAtEitherPace() {
        Path feed = LoadTool.feed("feed0.1", "testsrc2=s=160x90:r=25:d=6.4", 40, "-b:a", "48k");
        List<CompletableFuture<Result>> results = Stream.of("smooth", "picture")
                .map(pace -> CompletableFuture.supplyAsync(() -> {
                    try (HoldoverProcess server = HoldoverProcess.open()) {
                        return LoadTool.run(server.port(), Duration.ofSeconds(60), "--file", feed, "--pace", pace, "--readers", 2,
                                "--check",
                                "--warmup", 1, "--seconds", 4);
                    }
                })).toList();
        for (CompletableFuture<Result> result : results) {
            assertNothingLost(result.join());
            assertThat(result.join().get("units")).isGreaterThan(2 * 70 * 4);
        }
    }

    private static void assertNothingLost(Result result) {
        for (String count : new String[]{"sendFailures", "wrongUnits", "crossedUnits", "continuityErrors", "readerDrops", "closedEarly"}) {
            assertThat(result.get(count)).as("%s of %s", count, result).isZero();
        }
        // Two pictures of 40 ms: the last one is complete only when the stream ends.
        assertThat(result.get("tailTicks")).as("missing at the end: %s", result).isLessThanOrEqualTo(7200);
        assertThat(result.get("ended")).as("readers told of the end: %s", result).isEqualTo(result.get("readers"));
    }

    /** Runs a collection in the server and reads what is left. */
    private static long heapAfterCollectionKb(HoldoverProcess server) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Workplace.run(Duration.ofSeconds(20), List.of(jcmd, "" + server.pid(), "GC.run"));
        String heap = Workplace.run(Duration.ofSeconds(20), List.of(jcmd, "" + server.pid(), "GC.heap_info"));
        Matcher matcher = HEAP_USED.matcher(heap);
        assertThat(matcher.find()).as(heap).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
