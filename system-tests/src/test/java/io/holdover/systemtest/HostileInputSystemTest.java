package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LoadTool;
import io.holdover.systemtest.fixture.LoadTool.Result;
import io.holdover.testkit.FreePort;

/** Whatever is thrown at the API: it says what is wrong, takes no more memory than it may, and the streams do not notice. Alone. */
@Isolated
class HostileInputSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ADMIN = "YWRtaW46c2VjcmV0"; // admin:secret
    private static final String STRANGER = "YWRtaW46d3Jvbmc="; // admin:wrong
    private static final int BODY_BYTES = 100_000_000;
    private static final int CROWD = 2_000;
    private static final int TRICKLES = 100;
    /** Its heap is 512 MB; a body that was kept, or a thread for each caller, would be seen. */
    private static final long LIMIT_GROWTH_KIB = 300_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final int apiPort = FreePort.tcp();

    @Test
    @Timeout(150)
    void nothingThatIsThrownAtTheApiReachesTheStreams() throws Exception {
        Path feed = LoadTool.feed("feed1", "testsrc2=s=640x360:r=25:d=6.4,noise=alls=20:allf=t", 850);
        String settings = """
                api: yes
                apiAddress: 127.0.0.1:%d
                readTimeout: 5s
                authInternalUsers:
                - user: any
                  permissions: [{action: publish}, {action: read}]
                - user: admin
                  pass: secret
                  permissions: [{action: api}]
                paths:
                  ~^load:
                """.formatted(apiPort);
        try (HoldoverProcess server = HoldoverProcess.open(settings)) {
            CompletableFuture<Result> load = CompletableFuture.supplyAsync(() -> LoadTool.run(server.port(), Duration.ofMinutes(2),
                    "--file", feed, "--publishers", 2, "--readers", 4, "--light", "--check", "--warmup", 2, "--seconds", 30));
            server.awaitLog("is reading from path");
            long beforeKib = residentKib(server.pid());

            nonsense();
            List<Socket> trickles = trickle();
            largeBodies();
            headers();
            strangers();
            crowd();
            for (Socket socket : trickles) {
                assertThat(rest(socket)).as("a body that trickles in").startsWith("HTTP/1.1 408");
                socket.close();
            }

            assertThat(ask("GET", "/v3/paths/list", "")).as("an honest question afterwards").startsWith("HTTP/1.1 200");
            assertThat(residentKib(server.pid()) - beforeKib).as("memory, KiB").isLessThan(LIMIT_GROWTH_KIB);
            assertThat(load).as("streams that ran all the while").isNotDone();
            Result result = load.get();
            for (String count : new String[]{"sendFailures", "wrongUnits", "crossedUnits", "continuityErrors", "readerDrops",
                "closedEarly", "silentReaders"}) {
                assertThat(result.get(count)).as("%s of %s", count, result).isZero();
            }
            assertThat(server.log()).as("log").noneMatch(line -> line.contains("Exception") || line.contains("\tat "));
        }
    }

    /** What is no change, and names that are none. */
    private void nonsense() throws IOException {
        for (String body : new String[]{"", "{", "nonsense", "[]", "null", "{\"unknownKey\":1}", "{\"maxReaders\":\"many\"}",
            "{\"maxReaders\":{}}", "{\"maxReaders\":-1}", "{\"maxReaders\":1,\"maxReaders\":2}", "{\"runOnReady\":\"a\\u0000b\"}",
            "{\"srtPublishPassphrase\":\"short\"}", "[".repeat(100_000), "{\"a\":".repeat(100_000)}) {
            expectError(ask("POST", "/v3/config/paths/add/live", body), 400);
        }
        for (String name : new String[]{"../../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cboot.ini", "a%00b", "%ff",
            "a%0d%0aX-Header:%20y"}) {
            expectError(ask("POST", "/v3/config/paths/add/" + name, "{}"), 400);
        }
        for (String path : new String[]{"/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/v3/../../etc/passwd", "//etc/passwd"}) {
            expectError(ask("GET", path, ""), 404);
        }
        expectError(ask("GET", "/v3/paths/list?itemsPerPage=many", ""), 400);
        expectError(ask("POST", "/v3/srtconns/kick/nobody", ""), 400);
    }

    /** Bodies that are begun and never go on. */
    private List<Socket> trickle() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < TRICKLES; i++) {
            Socket socket = connect();
            write(socket, head("PATCH", "/v3/config/global/patch", ADMIN) + "Content-Length: 1000\r\n\r\n{");
            sockets.add(socket);
        }
        return sockets;
    }

    private void largeBodies() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean isAnnounced = i % 2 == 0;
                answers.add(threads.submit(() -> largeBody(isAnnounced)));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isIn("413", "cut off");
            }
            assertThat(answers).as("told why").anyMatch(answer -> answer.resultNow().equals("413"));
        }
    }

    private String largeBody(boolean isAnnounced) throws IOException {
        byte[] piece = new byte[1 << 16];
        try (Socket socket = connect()) {
            write(socket, head("PATCH", "/v3/config/global/patch", ADMIN)
                    + (isAnnounced ? "Content-Length: " + BODY_BYTES : "Transfer-Encoding: chunked") + "\r\n\r\n");
            try {
                for (int sent = 0; sent < BODY_BYTES && socket.getInputStream().available() == 0; sent += piece.length) {
                    if (!isAnnounced) {
                        write(socket, "10000\r\n");
                    }
                    socket.getOutputStream().write(piece);
                    if (!isAnnounced) {
                        write(socket, "\r\n");
                    }
                }
                return rest(socket).startsWith("HTTP/1.1 413") ? "413" : "?";
            } catch (SocketException _) {
                return "cut off"; // it was answered and closed while we were still writing
            }
        }
    }

    private void headers() throws IOException {
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            flood.append("X-").append(i).append(": ").append("y".repeat(20)).append("\r\n");
        }
        assertThat(send(head("GET", "/v3/paths/list", ADMIN) + flood + "\r\n")).isIn("431", "cut off");
        assertThat(send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n")).isIn("414", "cut off");
        assertThat(send("nonsense\r\n\r\n")).isIn("400", "cut off");
        assertThat(send("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n")).as("TLS").isIn("400", "cut off");
    }

    private String send(String text) throws IOException {
        try (Socket socket = connect()) {
            write(socket, text);
            String answer = rest(socket);
            return answer.length() < 12 ? "cut off" : answer.substring(9, 12);
        } catch (SocketException _) {
            return "cut off";
        }
    }

    /** Wrong passwords, many at once: each is delayed, and none of the admin's own questions with it. */
    private void strangers() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(() -> ask("GET", "/v3/config/global/get", "", STRANGER)));
            }
            assertThat(ask("GET", "/v3/info", "")).startsWith("HTTP/1.1 200");
            for (Future<String> answer : answers) {
                expectError(answer.get(), 401);
            }
        }
    }

    /** More at once than there are connections: who gets one is answered, the others are sent away. */
    private void crowd() throws Exception {
        int answered = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                String path = i % 2 == 0 ? "/v3/paths/list" : "/v3/srtconns/list";
                answers.add(threads.submit(() -> send(head("GET", path, ADMIN) + "\r\n")));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isIn("200", "cut off");
                answered += answer.get().equals("200") ? 1 : 0;
            }
        }
        assertThat(answered).isGreaterThan(CROWD / 4);
        Awaitility.await().atMost(LIMIT).until(() -> send(head("GET", "/v3/info", ADMIN) + "\r\n").equals("200"));
    }

    private static void expectError(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        JsonNode error = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(error.get("status").asString()).isEqualTo("error");
        assertThat(error.get("error").asString()).isNotBlank().doesNotContain("Exception", "java.");
    }

    private String ask(String method, String path, String body) throws IOException {
        return ask(method, path, body, ADMIN);
    }

    private String ask(String method, String path, String body, String credentials) throws IOException {
        try (Socket socket = connect()) {
            write(socket, head(method, path, credentials) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            return rest(socket);
        }
    }

    private static String head(String method, String path, String credentials) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic " + credentials + "\r\n";
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), apiPort);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String rest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static long residentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
    }
}
