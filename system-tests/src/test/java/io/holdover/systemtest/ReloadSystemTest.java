package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

import io.holdover.systemtest.fixture.ControlClient;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LoadTool;
import io.holdover.systemtest.fixture.LoadTool.Result;
import io.holdover.testkit.FreePort;
import io.holdover.testkit.Seed;

/** Configuration that changes while streams run: whom a change does not concern, does not notice it. Alone: nothing may be lost. */
@Isolated
class ReloadSystemTest {

    private static final int CHANGES = 200;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    @Timeout(90)
    void tenStreamsDoNotNoticeTwoHundredChangesOfOtherThings(@Seed long seed) throws Exception {
        int apiPort = FreePort.tcp();
        Path feed = LoadTool.feed("feed1", "testsrc2=s=640x360:r=25:d=6.4,noise=alls=20:allf=t", 850);
        Path file;
        try (HoldoverProcess server = HoldoverProcess.open("api: yes\napiAddress: 127.0.0.1:" + apiPort + "\npaths:\n  ~^load:\n");
                ControlClient api = new ControlClient(apiPort)) {
            file = server.configuration();
            CompletableFuture<Result> load = CompletableFuture.supplyAsync(() -> LoadTool.run(server.port(), Duration.ofSeconds(60),
                    "--file", feed, "--publishers", 10, "--readers", 10, "--light", "--check", "--warmup", 2, "--seconds", 12));
            Awaitility.await().atMost(LIMIT).until(() -> api.get("/v3/srtconns/list").get("itemCount").asInt() == 20);
            storm(api, file, new SplittableRandom(seed));
            assertThat(load).as("streams that ran all the while").isNotDone();
            Result result = load.get();
            for (String count : new String[]{"sendFailures", "wrongUnits", "crossedUnits", "continuityErrors", "readerDrops",
                "closedEarly", "silentReaders"}) {
                assertThat(result.get(count)).as("%s of %s", count, result).isZero();
            }
            assertThat(server.log()).as("log").noneMatch(line -> line.contains("Exception"));
        }
    }

    /** Changes by API and by file, about half of them invalid; each answer is checked. */
    private static void storm(ControlClient api, Path file, SplittableRandom random) throws Exception {
        String original = Files.readString(file);
        for (int i = 0; i < CHANGES; i++) {
            String name = "other/" + random.nextInt(8);
            String path = "/v3/config/paths/";
            boolean exists = api.send("GET", path + "get/" + name, "").status() == 200;
            switch (random.nextInt(10)) {
                case 0 -> expect(api, "POST", path + "add/" + name, "{\"maxReaders\": 3}", 200);
                case 1 -> expect(api, "PATCH", path + "patch/" + name, "{\"srtPersistOnDisconnect\": true}", exists ? 200 : 404);
                case 2 -> expect(api, "POST", path + "replace/" + name, "{\"srtPublishPassphrase\": \"0123456789\"}", 200);
                case 3 -> expect(api, "DELETE", path + "delete/" + name, "", exists ? 200 : 404);
                case 4 -> expect(api, "PATCH", path + "patch/" + name, "{\"maxReaders\": \"many\"}", exists ? 400 : 404);
                case 5 -> expect(api, "POST", path + "add/" + name, "{\"maxReaders\": ", 400);
                case 6 ->
                    expect(api, "PATCH", "/v3/config/global/patch", "{\"logLevel\": \"" + (i % 2 == 0 ? "debug" : "info") + "\"}", 200);
                case 7 -> expect(api, "PATCH", "/v3/config/global/patch", "{\"readTimeout\": \"soon\"}", 400);
                case 8 -> expect(api, "PATCH", "/v3/config/pathdefaults/patch", "{\"maxReaders\": " + (50 + random.nextInt(50)) + "}", 200);
                default -> Files.writeString(file, random.nextBoolean() ? original + "  file" + i + ":\n" : original + "nonsense: [\n");
            }
        }
        Files.writeString(file, original + "  last:\n");
        Awaitility.await("the last state of the file").atMost(LIMIT)
                .until(() -> api.send("GET", "/v3/config/paths/get/last", "").status() == 200);
    }

    private static void expect(ControlClient api, String method, String path, String body, int status) {
        // A file that was read meanwhile may have put the paths back.
        List<Integer> expected = path.contains("/paths/") && status != 400 ? List.of(200, 400, 404) : List.of(status, 404);
        assertThat(api.send(method, path, body).status()).as("%s %s %s", method, path, body).isIn(expected);
    }

    @Test
    @Timeout(60)
    void anInvalidFileChangesNothingAndIsExplained() throws Exception {
        int apiPort = FreePort.tcp();
        try (HoldoverProcess server = HoldoverProcess.open("api: yes\napiAddress: 127.0.0.1:" + apiPort + "\npaths:\n  all_others:\n");
                ControlClient api = new ControlClient(apiPort)) {
            String original = Files.readString(server.configuration());
            Files.writeString(server.configuration(), original + "  one:\n    maxReader: 3\n");
            server.awaitLog("unknown key 'maxReader'", "did you mean 'maxReaders'?");
            assertThat(api.send("GET", "/v3/config/paths/get/one", "").status()).isEqualTo(404);
            Files.writeString(server.configuration(), original + "  one:\n    maxReaders: 3\n");
            Awaitility.await().atMost(LIMIT).until(() -> api.send("GET", "/v3/config/paths/get/one", "").status() == 200);
            assertThat(api.get("/v3/config/paths/get/one").get("maxReaders").asInt()).isEqualTo(3);
        }
    }
}
