package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import io.holdover.systemtest.fixture.Clip;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.ControlClient;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.FreePort;
import io.holdover.testkit.ToolProcess;

/** An operator at the control API, with real streams behind it. */
@Timeout(90)
class ControlSystemTest {

    private static final String PATTERN = "~^(story|manual|kicked)$";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static int apiPort;
    private static HoldoverProcess server;
    private static ControlClient api;

    @BeforeAll
    static void start() {
        apiPort = FreePort.tcp();
        server = HoldoverProcess.open("api: yes\napiAddress: 127.0.0.1:" + apiPort + "\npathDefaults:\n  srtPersistOnDisconnect: yes\n"
                + "  srtPersistStallTimeout: 700ms\n"
                + "paths:\n  " + PATTERN + ":\n");
        api = new ControlClient(apiPort);
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    /** A clip over and over again, without an encoder's load. */
    private static ToolProcess publisher(String path, String... options) {
        return Workplace.start(List.of("ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i",
                Clip.of(Content.H264_AAC, 1, 5).file().toString(), "-c", "copy", "-f", "mpegts",
                server.url("publish:" + path, options) + "&pkt_size=1316"));
    }

    private static ToolProcess reader(String path) {
        return Workplace.start(
                List.of("sh", "-c", "exec srt-live-transmit -q -a:no \"$1\" file://con > /dev/null", "sh", server.url("read:" + path)));
    }

    private static boolean holdIs(JsonNode path, String state, String reason) {
        return path.path("hold").path("state").asString("").equals(state) && path.path("hold").path("reason").asString("").equals(reason);
    }

    @Test
    void tellsTheStoryOfAHold() throws Exception {
        try (ToolProcess publisher = publisher("story"); ToolProcess reader = readerOnceAvailable("story")) {
            JsonNode live = api.awaitPath("story", path -> path.get("online").asBoolean() && path.get("readers").size() == 1);
            assertThat(live.get("ready").asBoolean()).isTrue();
            assertThat(live.get("confName").asString()).isEqualTo(PATTERN);
            assertThat(live.get("source").get("type").asString()).isEqualTo("srtConn");
            assertThat(live.get("tracks").toString()).isEqualTo("[\"H264\",\"MPEG-4 Audio\"]");
            assertThat(live.get("hold").get("state").asString()).isEqualTo("live");

            publisher.kill();
            JsonNode held = api.awaitPath("story", path -> holdIs(path, "holding", "timeout"));
            assertThat(held.get("ready").asBoolean()).isTrue();
            assertThat(held.get("online").asBoolean()).isFalse();
            assertThat(held.get("source").isNull()).isTrue();
            assertThat(held.get("hold").get("cycles").asInt()).isEqualTo(1);
            long inbound = held.get("inboundBytes").asLong();
            JsonNode later = api.awaitPath("story",
                    path -> path.get("hold").get("silenceFrames").asLong() > held.get("hold").get("silenceFrames").asLong() + 20);
            assertThat(later.get("hold").get("heldPictures").asLong()).isGreaterThan(held.get("hold").get("heldPictures").asLong());
            assertThat(later.get("inboundBytes").asLong()).as("filler is nothing that came in").isEqualTo(inbound);

            try (ToolProcess _ = publisher("story")) {
                JsonNode resumed = api.awaitPath("story", path -> path.path("hold").path("state").asString("").equals("live"));
                assertThat(resumed.get("online").asBoolean()).isTrue();
                assertThat(resumed.get("hold").get("totalHeldMs").asLong()).isGreaterThan(0);
                assertThat(reader.isAlive()).isTrue();
            }
        }
    }

    @Test
    void hooksRunThroughAHold() {
        api.post("/v3/config/paths/add/hooked", """
                {"srtPersistOnDisconnect": true, "runOnInit": "echo init $MTX_PATH", "runOnReady": "sh -c 'echo ready; exec sleep 1000'",
                "runOnNotReady": "echo not ready", "runOnOnline": "sh -c 'echo online; exec sleep 1000'", "runOnOffline": "echo offline",
                "runOnRead": "sh -c 'echo read; exec sleep 1000'", "runOnUnread": "echo unread"}""");
        server.awaitLog("[runOnInit] init hooked");
        try (ToolProcess publisher = publisher("hooked"); ToolProcess reader = readerOnceAvailable("hooked")) {
            server.awaitLog("[runOnAvailable] ready");
            server.awaitLog("[runOnRead] read");
            publisher.kill();
            api.awaitPath("hooked", path -> holdIs(path, "holding", "timeout"));
            server.awaitLog("runOnOnline command stopped");
            server.awaitLog("[runOnOffline] offline");
            try (ToolProcess _ = publisher("hooked")) {
                api.awaitPath("hooked", path -> path.path("hold").path("state").asString("").equals("live"));
                Awaitility.await("the second publisher's").atMost(LIMIT).until(() -> linesOf("[runOnOnline] online").size() == 2);
                for (String one : List.of("[runOnAvailable] ready", "[runOnRead] read")) {
                    assertThat(linesOf(one)).as(one).hasSize(1);
                }
                for (String none : List.of("[runOnUn", "runOnAvailable command stopped", "runOnRead command stopped")) {
                    assertThat(linesOf(none)).as(none).isEmpty();
                }
                api.post("/v3/paths/close/hooked", "");
                reader.awaitExit(LIMIT);
                server.awaitLog("[runOnUnread] unread");
                server.awaitLog("[runOnUnavailable] not ready");
                server.awaitLog("runOnAvailable command stopped");
                server.awaitLog("runOnRead command stopped");
            }
        }
    }

    private static List<String> linesOf(String words) {
        return server.log().stream().filter(line -> line.contains(words)).toList();
    }

    @Test
    void holdsByHandReleasesAndCloses() {
        try (ToolProcess publisher = publisher("manual"); ToolProcess reader = readerOnceAvailable("manual")) {
            api.post("/v3/paths/hold/manual", "");
            JsonNode held = api.awaitPath("manual", path -> holdIs(path, "holding", "manual"));
            assertThat(held.get("online").asBoolean()).isTrue();
            api.post("/v3/paths/release/manual", "");
            api.awaitPath("manual", path -> path.get("hold").get("state").asString().equals("live"));
            assertThat(publisher.isAlive()).isTrue();
            assertThat(reader.isAlive()).isTrue();
            api.post("/v3/paths/close/manual", "");
            reader.awaitExit(LIMIT);
            assertThat(api.send("POST", "/v3/paths/hold/nowhere", "").status()).isEqualTo(404);
        }
    }

    @Test
    void aKickedPublisherLeavesAHeldStreamBehind() {
        try (ToolProcess _ = publisher("kicked"); ToolProcess reader = readerOnceAvailable("kicked")) {
            String id = api.awaitPath("kicked", path -> path.get("online").asBoolean()).get("source").get("id").asString();
            assertThat(api.get("/v3/srtconns/get/" + id).get("state").asString()).isEqualTo("publish");
            api.post("/v3/srtconns/kick/" + id, "");
            api.awaitPath("kicked", path -> holdIs(path, "holding", "kicked"));
            assertThat(reader.isAlive()).isTrue();
            assertThat(api.send("POST", "/v3/srtconns/kick/" + id, "").status()).isEqualTo(404);
        }
    }

    @Test
    void persistenceIsSwitchedWhileTheStreamRuns() {
        api.post("/v3/config/paths/add/switched", "{\"srtPersistOnDisconnect\": false}");
        ToolProcess publisher = publisher("switched");
        try (publisher; ToolProcess reader = readerOnceAvailable("switched")) {
            api.patch("/v3/config/paths/patch/switched", "{\"srtPersistOnDisconnect\": true}");
            api.awaitPath("switched", path -> path.path("hold").path("state").asString("").equals("live"));
            publisher.interrupt();
            api.awaitPath("switched", path -> holdIs(path, "holding", "shutdown"));
            assertThat(reader.isAlive()).isTrue();
            api.patch("/v3/config/paths/patch/switched", "{\"srtPersistOnDisconnect\": false}");
            reader.awaitExit(LIMIT);
            server.awaitLog("[path switched] stream is not available anymore: persistence was switched off");
        }
    }

    @Test
    void theCallsOfTheDocumentationWorkAsTheyStand() throws Exception {
        List<String> calls = Files.readString(Workplace.root().resolve("docs/api.md")).replace("\\\n", " ").lines()
                .filter(line -> line.startsWith("curl ")).toList();
        assertThat(calls).hasSizeGreaterThan(8);
        for (String call : calls) {
            String here = call.replace("127.0.0.1:9997", "127.0.0.1:" + apiPort).replace("-o openapi.yaml", "-o /dev/null -w {}");
            assertThat(Workplace.run(LIMIT, List.of("sh", "-c", here + " -sS --max-time 10"))).as(call).startsWith("{");
        }
    }

    @Test
    void aPathThatIsDeletedInAHoldIsGone() {
        api.post("/v3/config/paths/add/deleted/in/a/hold",
                "{\"srtPersistOnDisconnect\": true, \"srtPublishPassphrase\": \"correct-horse\", \"runOnReady\": \"\"}");
        ToolProcess publisher = publisher("deleted/in/a/hold", "passphrase=correct-horse");
        try (publisher; ToolProcess reader = readerOnceAvailable("deleted/in/a/hold")) {
            publisher.interrupt();
            api.awaitPath("deleted/in/a/hold", path -> holdIs(path, "holding", "shutdown"));
            assertThat(api.send("DELETE", "/v3/config/paths/delete/deleted/in/a/hold", "").status()).isEqualTo(200);
            reader.awaitExit(LIMIT);
            Awaitility.await().atMost(LIMIT).until(() -> api.send("GET", "/v3/paths/get/deleted/in/a/hold", "").status() == 404);
        }
    }

    private static ToolProcess readerOnceAvailable(String path) {
        api.awaitPath(path, item -> item.get("ready").asBoolean());
        ToolProcess reader = reader(path);
        server.awaitReaders(path, 1);
        return reader;
    }
}
