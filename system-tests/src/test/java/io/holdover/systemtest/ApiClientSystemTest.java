package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.holdover.systemtest.fixture.Clip;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.PublisherKind;
import io.holdover.systemtest.fixture.Publishing;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.FreePort;
import io.holdover.testkit.ToolProcess;

/** Programs in JavaScript drive the control API: a client generated from its description, and a user's own with axios. */
class ApiClientSystemTest {
    private static final Path SOURCES = Path.of(System.getProperty("holdover.root"), "system-tests/src/test/node");
    private static final Duration NPM_LIMIT = Duration.ofMinutes(3);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static HoldoverProcess server;
    private static Path programs;
    private static String url;

    @BeforeAll
    @Timeout(240)
    static void start() throws IOException, InterruptedException {
        int port = FreePort.tcp();
        url = "http://127.0.0.1:" + port;
        server = HoldoverProcess.open("""
                api: yes
                apiAddress: 127.0.0.1:%d
                paths:
                  "~^held/.*":
                    srtPersistOnDisconnect: yes
                  all_others:
                """.formatted(port));
        programs = Workplace.folder("node");
        for (String file : List.of("package.json", "tsconfig.json", "client.mts", "axios.mjs")) {
            Files.writeString(programs.resolve(file), Files.readString(SOURCES.resolve(file)));
        }
        Files.writeString(programs.resolve("openapi.yaml"), description());
        run(NPM_LIMIT, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Timeout(180)
    void aGeneratedClientDrivesEveryCall() {
        run(LIMIT, "npm", "run", "generate");
        run(LIMIT, "npm", "run", "compile");
        try (Publishing _ = Publishing.start(PublisherKind.FFMPEG, Clip.of(Content.H264_AAC, 1, 30), server.url("publish:held/live"))) {
            server.awaitAvailable("held/live");
            run(LIMIT, "node", "build/client.mjs", url, "held/live");
        }
    }

    @Test
    @Timeout(120)
    void aProgramWithAxiosAddsAPath() {
        run(LIMIT, "node", "axios.mjs", url);
    }

    private static String description() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(URI.create(url + "/v3/openapi.yaml")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private static void run(Duration limit, String... command) {
        try (ToolProcess tool = ToolProcess.start(List.of(command), Map.of(), programs)) {
            assertThat(tool.awaitExit(limit)).as("%s\n%s%s", String.join(" ", command), tool.output(), tool.errors()).isZero();
        }
    }
}
