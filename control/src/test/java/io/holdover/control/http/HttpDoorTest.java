package io.holdover.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.AuthOutcome;
import io.holdover.control.auth.AuthRequest;
import io.holdover.control.config.ListenAddress;

class HttpDoorTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final HttpLimits SHORT_READ = new HttpLimits(1 << 20, 16_384, 1_024, 8, SHORT, LONG, LONG, LONG);
    private static final HttpLimits SHORT_IDLE = new HttpLimits(1 << 20, 16_384, 1_024, 8, LONG, SHORT, LONG, LONG);
    private static final HttpLimits SHORT_HANDLE = new HttpLimits(1 << 20, 16_384, 1_024, 8, LONG, LONG, SHORT, LONG);
    private static final Routes ECHO = new Routes.Builder()
            .on("POST", "/echo", request -> Answer.text("text/plain", new String(request.body(), StandardCharsets.UTF_8)))
            .on("GET", "/name/*", request -> Answer.text("text/plain", request.rest() + "|" + request.query().get("q")))
            .on("GET", "/whoami", request -> Answer.text("text/plain", request.remoteAddress()))
            .on("GET", "/bug", _ -> {
                throw new IllegalStateException("a bug");
            })
            .on("GET", "/refused", _ -> {
                throw Refusal.notFound("no \"such\" thing");
            }).build();

    @Test
    void answersAndSaysWhatItIs() throws Exception {
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, ECHO)) {
            HttpResponse<String> answer = Doors.send(door.port(), "POST", "/echo", "hällo");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hällo");
            assertThat(answer.headers().firstValue("Server")).hasValue("holdover");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        }
    }

    @Test
    void decodesNamesAndParameters() throws Exception {
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, ECHO)) {
            assertThat(Doors.get(door.port(), "/name/a/b%2Fc%20d?q=x%26y+z").body()).isEqualTo("a/b/c d|x&y z");
            assertThat(Doors.get(door.port(), "/name/").body()).isEqualTo("|");
            assertThat(Doors.get(door.port(), "/whoami/").statusCode()).isEqualTo(200);
            assertThat(Doors.raw(door.port(), "GET /name/%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400").contains("invalid URL escape");
            assertThat(Doors.raw(door.port(), "GET /name/%ff HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void tellsFailuresApart() throws Exception {
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, ECHO)) {
            HttpResponse<String> refused = Doors.get(door.port(), "/refused");
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).isEqualTo("{\"status\":\"error\",\"error\":\"no \\\"such\\\" thing\"}");
            HttpResponse<String> bug = Doors.get(door.port(), "/bug");
            assertThat(bug.statusCode()).isEqualTo(500);
            assertThat(bug.body()).contains("internal error").doesNotContain("a bug");
            assertThat(Doors.get(door.port(), "/nothing").statusCode()).isEqualTo(404);
            assertThat(Doors.send(door.port(), "DELETE", "/echo", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void asksForCredentialsOnceAndForwardsWhateverIsGiven() throws Exception {
        AtomicReference<AuthRequest> asked = new AtomicReference<>();
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, request -> {
            asked.set(request);
            boolean given = !request.user().isEmpty() || !request.token().isEmpty();
            return CompletableFuture.completedFuture(request.password().equals("secret")
                    ? new AuthOutcome.Allowed(request.user())
                    : new AuthOutcome.Denied("wrong", given, false));
        }, ECHO)) {
            HttpResponse<String> none = Doors.get(door.port(), "/whoami?token=abc");
            assertThat(none.statusCode()).isEqualTo(401);
            assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"holdover\"");
            assertThat(none.body()).isEqualTo("{\"status\":\"error\",\"error\":\"authentication error\"}");
            assertThat(asked.get().query()).isEqualTo("token=abc");
            assertThat(asked.get().action()).isEqualTo(AuthAction.API);
            assertThat(asked.get().ip()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));

            HttpResponse<String> wrong = Doors.get(door.port(), "/whoami", "Authorization", "Bearer a.b.c");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("WWW-Authenticate")).isEmpty();
            assertThat(asked.get().token()).isEqualTo("a.b.c");

            // adam:secret
            assertThat(Doors.get(door.port(), "/whoami", "Authorization", "Basic YWRhbTpzZWNyZXQ=").statusCode()).isEqualTo(200);
            assertThat(Doors.get(door.port(), "/whoami", "Authorization", "Bearer adam:secret").statusCode()).isEqualTo(200);
            assertThat(Doors.get(door.port(), "/nothing").statusCode()).as("what exists is no business of strangers").isEqualTo(401);
        }
    }

    @Test
    void answersPreflightsOfStrangers() throws Exception {
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS,
                _ -> CompletableFuture.completedFuture(new AuthOutcome.Denied("no", false, false)), ECHO)) {
            HttpResponse<String> answer =
                    Doors.send(door.port(), "OPTIONS", "/echo", "", "Origin", "https://a.example", "Access-Control-Request-Method",
                            "PATCH");
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("OPTIONS, GET, POST, PATCH, DELETE");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).hasValue("Authorization, Content-Type");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            assertThat(Doors.send(door.port(), "OPTIONS", "/echo", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void refusesALongBodyBeforeItCame() throws Exception {
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, ECHO);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 104857600\r\n\r\n".getBytes(
                    StandardCharsets.US_ASCII));
            assertThat(Doors.rest(socket)).startsWith("HTTP/1.1 413").contains("size exceeds maximum allowed");
        }
    }

    @Test
    void refusesAnEndlessBodyAtItsLimit() throws Exception {
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, ECHO);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        out.write(chunk);
                    }
                } catch (IOException _) {
                    // cut off, as it should be
                }
            });
            byte[] head = socket.getInputStream().readNBytes(12);
            assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
            assertThat(sender.join(Duration.ofSeconds(10))).as("the connection is closed").isTrue();
        }
    }

    @Test
    void takesABodyOfTheLimit() throws Exception {
        String body = "x".repeat(HttpLimits.DEFAULTS.bodyBytes());
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, ECHO)) {
            assertThat(Doors.send(door.port(), "POST", "/echo", body).body()).hasSize(body.length());
            assertThat(Doors.send(door.port(), "POST", "/echo", body + "x").statusCode()).isEqualTo(413);
        }
    }

    @Test
    void cutsABodyThatTricklesIn() throws Exception {
        try (HttpDoor door = Doors.open(SHORT_READ, Doors.ANYBODY, ECHO)) {
            assertThat(Doors.raw(door.port(), "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n12"))
                    .startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void cutsAHeaderThatTricklesIn() throws Exception {
        try (HttpDoor door = Doors.open(SHORT_READ, Doors.ANYBODY, ECHO);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /whoami HTTP/1.1\r\nX-A: ".getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(50)).until(() -> {
                try {
                    socket.getOutputStream().write('a'); // never idle
                    return false;
                } catch (IOException _) {
                    return true;
                }
            });
        }
    }

    @Test
    void closesAConnectionThatIsNotUsed() throws Exception {
        try (HttpDoor door = Doors.open(SHORT_READ, Doors.ANYBODY, ECHO)) {
            assertThat(Doors.raw(door.port(), "")).as("from its beginning").isEmpty();
        }
        try (HttpDoor door = Doors.open(SHORT_IDLE, Doors.ANYBODY, ECHO)) {
            assertThat(Doors.raw(door.port(), "GET /whoami HTTP/1.1\r\nHost: h\r\n\r\n")).as("after an answer")
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void refusesAFloodOfHeaders() throws Exception {
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, ECHO)) {
            String flood = "X-Flood: " + "y".repeat(1_000) + "\r\n";
            assertThat(Doors.raw(door.port(), "GET /whoami HTTP/1.1\r\nHost: h\r\n" + flood.repeat(20) + "\r\n"))
                    .startsWith("HTTP/1.1 431");
            assertThat(Doors.raw(door.port(), "GET /" + "z".repeat(9_000) + " HTTP/1.1\r\nHost: h\r\n\r\n")).contains(" 414 ");
            assertThat(Doors.get(door.port(), "/whoami").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void neverWorksOnMoreThanItsLimit() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(HttpLimits.DEFAULTS.handling());
        Routes routes = new Routes.Builder().on("GET", "/work", _ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            full.countDown();
            full.await(); // so that it comes to the limit
            now.decrementAndGet();
            return Answer.ok();
        }).build();
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, routes); HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/work")).build();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        }
        assertThat(most.get()).isEqualTo(HttpLimits.DEFAULTS.handling());
    }

    @Test
    void opensNoMoreConnectionsThanItsLimit() throws Exception {
        HttpLimits few = new HttpLimits(1_024, 16_384, 3, 8, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        try (HttpDoor door = Doors.open(few, Doors.ANYBODY, ECHO)) {
            List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write("GET /whoami HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                sockets.add(socket);
            }
            assertThat(Doors.raw(door.port(), "")).as("the fourth").isEmpty();
            sockets.getFirst().close();
            await().ignoreExceptions().until(() -> Doors
                    .raw(door.port(), "GET /whoami HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 200"));
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void givesUpWorkThatTakesTooLong() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Routes routes = new Routes.Builder().on("GET", "/stuck", _ -> {
            try {
                new CountDownLatch(1).await();
                return Answer.ok();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }).build();
        try (HttpDoor door = Doors.open(SHORT_HANDLE, Doors.ANYBODY, routes)) {
            assertThat(Doors.get(door.port(), "/stuck").statusCode()).isEqualTo(503);
            interrupted.await();
        }
    }

    @Test
    void givesUpAnAuthenticatorThatTakesTooLong() throws Exception {
        try (HttpDoor door = Doors.open(SHORT_HANDLE, _ -> new CompletableFuture<>(), ECHO)) {
            assertThat(Doors.get(door.port(), "/whoami").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws Exception {
        try (HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, ECHO)) {
            String answers = Doors.raw(door.port(), "GET /name/1 HTTP/1.1\r\nHost: h\r\n\r\nGET /name/2 HTTP/1.1\r\nHost: h\r\n\r\n"
                    + "POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 1\r\n\r\n3");
            assertThat(answers.replaceAll("(?s)HTTP/1.1 200 OK.*?\r\n\r\n", "")).isEqualTo("1|2|3");
        }
    }

    @Test
    void saysWhichOptionNamesAnAddressThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpDoorOptions options = new HttpDoorOptions("API", "apiAddress", new ListenAddress("127.0.0.1", taken.getLocalPort()),
                    Optional.empty(), List.of(), List.of(), AuthAction.API, HttpLimits.DEFAULTS);
            assertThatThrownBy(() -> HttpDoor.open(options, Doors.ANYBODY, ECHO, System::nanoTime))
                    .isInstanceOf(CannotListenException.class)
                    .hasMessageStartingWith("API cannot listen on 127.0.0.1:" + taken.getLocalPort() + " (apiAddress): ");
        }
    }

    @Test
    void listensOnEveryAddressWithoutAHost() throws Exception {
        HttpDoorOptions options = new HttpDoorOptions("API", "apiAddress", new ListenAddress("", 0), Optional.empty(), List.of(), List.of(),
                AuthAction.API, HttpLimits.DEFAULTS);
        try (HttpDoor door = HttpDoor.open(options, Doors.ANYBODY, ECHO, System::nanoTime)) {
            HttpResponse<String> answer = Doors.get(door.port(), "/whoami");
            assertThat(answer.body()).as("an IPv4 address stays one").startsWith("127.0.0.1:");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void closesInTimeWhateverIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Routes routes = new Routes.Builder().on("GET", "/stuck", _ -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return Answer.ok();
        }).build();
        HttpDoor door = Doors.open(HttpLimits.DEFAULTS, Doors.ANYBODY, routes);
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), door.port());
                Socket stuck = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            stuck.getOutputStream().write("GET /stuck HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            begun.await();
            long start = System.nanoTime();
            door.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
    }
}
