package io.holdover.control.auth;

import static io.holdover.control.auth.AuthRequests.await;
import static io.holdover.control.auth.AuthRequests.awaitDenied;
import static io.holdover.control.auth.AuthRequests.publish;
import static io.holdover.control.auth.AuthRequests.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.AuthOutcome.Denied;
import io.holdover.testkit.FreePort;

class HttpAuthenticatorTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    @Test
    void asksWithEverythingThatIsKnown() throws Exception {
        try (AuthServer server = AuthServer.http(exchange -> AuthServer.answer(exchange, 200, "welcome"));
                HttpAuthenticator authenticator = authenticator(server.url("/auth?app=live"), "", LONG)) {
            AuthRequest request =
                    new AuthRequest(AuthAction.PUBLISH, "studio/one", "srt", "5b1f", InetAddress.ofLiteral("2001:db8::1"), "anna",
                            "apple\"", "", "a=b");
            assertThat(await(authenticator.authenticate(request))).isEqualTo(new Allowed("anna"));

            AuthServer.Received received = server.received.getFirst();
            assertThat(received.method()).isEqualTo("POST");
            assertThat(received.path()).isEqualTo("/auth?app=live");
            assertThat(received.contentType()).isEqualTo("application/json");
            assertThat(JsonMapper.shared().readTree(received.body())).isEqualTo(JsonMapper.shared().readTree("""
                    {"ip": "2001:db8::1", "user": "anna", "password": "apple\\"", "token": "apple\\"", "action": "publish",
                     "path": "studio/one", "protocol": "srt", "id": "5b1f", "query": "a=b", "userAgent": ""}"""));
        }
    }

    @Test
    void asksWithoutCredentialsToo() throws Exception {
        try (AuthServer server = AuthServer.http(exchange -> AuthServer.answer(exchange, 401, ""));
                HttpAuthenticator authenticator = authenticator(server.url("/auth"), "", LONG)) {
            AuthRequest request = new AuthRequest(AuthAction.API, "", "", "", AuthRequests.LOOPBACK, "", "", "", "token=t");
            assertThat(await(authenticator.authenticate(request))).isEqualTo(new Denied("server replied with code 401", false, false));

            JsonNode body = JsonMapper.shared().readTree(server.received.getFirst().body());
            assertThat(body.get("user").stringValue()).isEmpty();
            assertThat(body.get("token").stringValue()).isEmpty();
            assertThat(body.get("id").isNull()).isTrue();
        }
    }

    @Test
    void aQueryMayHoldSecretsOfThoseWhoCannotBeAsked() throws Exception {
        try (AuthServer server = AuthServer.http(exchange -> AuthServer.answer(exchange, 401, ""));
                HttpAuthenticator authenticator = authenticator(server.url("/auth"), "", LONG)) {
            assertThat(awaitDenied(authenticator.authenticate(withQuery("srt"))).credentialsGiven()).isTrue();
            assertThat(awaitDenied(authenticator.authenticate(withQuery("hls"))).credentialsGiven()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void twoHundredsAllow(int status) throws Exception {
        assertThat(outcomeOf(status)).isEqualTo(new Allowed("anna"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 400, 401, 403, 404, 500, 503})
    void everythingElseDenies(int status) throws Exception {
        assertThat(outcomeOf(status)).isEqualTo(new Denied("server replied with code " + status, true, false));
    }

    private static AuthOutcome outcomeOf(int status) throws Exception {
        try (AuthServer elsewhere = AuthServer.http(exchange -> AuthServer.answer(exchange, 200, ""));
                AuthServer server = AuthServer.http(exchange -> {
                    exchange.getResponseHeaders().set("Location", elsewhere.url("/welcome"));
                    AuthServer.answer(exchange, status, "");
                });
                HttpAuthenticator authenticator = authenticator(server.url("/auth"), "", LONG)) {
            AuthOutcome outcome = await(authenticator.authenticate(publish("p", "anna", "apple")));
            assertThat(elsewhere.received).isEmpty();
            return outcome;
        }
    }

    @Test
    void tellsWhatTheServiceSaidOnOneLine() throws Exception {
        try (AuthServer server = AuthServer.http(exchange -> AuthServer.answer(exchange, 403, "no\nsuch\u0007user" + "!".repeat(300)));
                HttpAuthenticator authenticator = authenticator(server.url("/"), "", LONG)) {
            assertThat(awaitDenied(authenticator.authenticate(publish("p", "anna", "apple"))).reason())
                    .isEqualTo("server replied with code 403: no?such?user" + "!".repeat(LogText.LIMIT_CHARACTERS - 12) + "...");
        }
    }

    @Test
    void answersThatAreTooLongDeny() throws Exception {
        try (AuthServer server =
                AuthServer.http(exchange -> AuthServer.answer(exchange, 200, "x".repeat(OutgoingCalls.LIMIT_ANSWER_BYTES + 1)));
                HttpAuthenticator authenticator = authenticator(server.url("/"), "", LONG)) {
            assertThat(awaitDenied(authenticator.authenticate(publish("p", "anna", "apple"))).reason()).startsWith("HTTP request failed: ");
        }
    }

    @Test
    void aServiceThatIsNotThereDenies() throws Exception {
        try (HttpAuthenticator authenticator = authenticator("http://127.0.0.1:" + FreePort.tcp() + "/", "", LONG)) {
            assertThat(awaitDenied(authenticator.authenticate(publish("p", "anna", "apple"))).reason()).startsWith("HTTP request failed: ");
        }
    }

    @Test
    void aServiceThatDoesNotAnswerDenies() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (AuthServer server = AuthServer.http(_ -> waitFor(never));
                HttpAuthenticator authenticator = authenticator(server.url("/"), "", SHORT)) {
            assertThat(awaitDenied(authenticator.authenticate(publish("p", "anna", "apple"))).reason())
                    .isEqualTo("HTTP request failed: no answer in time");
        } finally {
            never.countDown();
        }
    }

    @Test
    void placesOfAnswersThatNeverEndAreFreed() throws Exception {
        AtomicBoolean endless = new AtomicBoolean(true);
        CountDownLatch never = new CountDownLatch(1);
        try (AuthServer server = AuthServer.http(exchange -> {
            if (endless.get()) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                waitFor(never);
            } else {
                AuthServer.answer(exchange, 200, "");
            }
        }); HttpAuthenticator authenticator = authenticator(server.url("/"), "", Duration.ofSeconds(3))) {
            List<CompletionStage<AuthOutcome>> stages = new ArrayList<>();
            for (int i = 0; i < OutgoingCalls.LIMIT_RUNNING; i++) {
                stages.add(authenticator.authenticate(publish("p", "anna", "apple")));
            }
            for (CompletionStage<AuthOutcome> stage : stages) {
                assertThat(awaitDenied(stage).reason()).isEqualTo("HTTP request failed: no answer in time");
            }
            endless.set(false);
            for (int i = 0; i < OutgoingCalls.LIMIT_RUNNING; i++) {
                assertThat(await(authenticator.authenticate(publish("p", "anna", "apple")))).isEqualTo(new Allowed("anna"));
            }
        } finally {
            never.countDown();
        }
    }

    @Test
    void asksForAFewAtATimeAndLetsTheOthersWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (AuthServer server = AuthServer.http(exchange -> {
            waitFor(gate);
            AuthServer.answer(exchange, 200, "");
        }); HttpAuthenticator authenticator = authenticator(server.url("/"), "", Duration.ofSeconds(50))) {
            List<CompletionStage<AuthOutcome>> stages = new ArrayList<>();
            for (int i = 0; i < OutgoingCalls.LIMIT_RUNNING + OutgoingCalls.LIMIT_WAITING; i++) {
                stages.add(authenticator.authenticate(publish("p", "anna", "apple")));
            }
            await().until(() -> server.received.size() == OutgoingCalls.LIMIT_RUNNING);
            assertThat(awaitDenied(authenticator.authenticate(publish("p", "anna", "apple"))).reason())
                    .isEqualTo("HTTP request failed: too many requests at once");
            assertThat(server.received).hasSize(OutgoingCalls.LIMIT_RUNNING);

            gate.countDown();
            for (CompletionStage<AuthOutcome> stage : stages) {
                assertThat(await(stage)).isEqualTo(new Allowed("anna"));
            }
        } finally {
            gate.countDown();
        }
    }

    @Test
    void asksAgainWhenAnIdleConnectionWasClosed() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (AuthServer server = AuthServer.http(exchange -> {
            if (broken.getAndSet(false)) {
                exchange.close(); // without an answer
            } else {
                AuthServer.answer(exchange, 200, "");
            }
        }); HttpAuthenticator authenticator = authenticator(server.url("/"), "", LONG)) {
            assertThat(await(authenticator.authenticate(publish("p", "anna", "apple")))).isEqualTo(new Allowed("anna"));
        }
    }

    @Test
    void whatIsExcludedIsNotAsked() throws Exception {
        try (AuthServer server = AuthServer.http(exchange -> AuthServer.answer(exchange, 403, ""));
                HttpAuthenticator authenticator = new HttpAuthenticator(new HttpAuthOptions(server.url("/"), "",
                        List.of(new Permission(AuthAction.READ, "~^open"), new Permission(AuthAction.METRICS, "")), LONG))) {
            assertThat(authenticator.authenticate(read("open/air", "anna", "apple"))).isCompletedWithValue(new Allowed(""));
            assertThat(server.received).isEmpty();
            assertThat(await(authenticator.authenticate(read("closed", "anna", "apple")))).isInstanceOf(Denied.class);
            assertThat(await(authenticator.authenticate(publish("open/air", "anna", "apple")))).isInstanceOf(Denied.class);
        }
    }

    @Test
    void trustsTheCertificateWithTheFingerprintAlone() throws Exception {
        try (AuthServer server = AuthServer.https(folder, exchange -> AuthServer.answer(exchange, 200, ""))) {
            String colons = server.certificateSha256.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
            for (String fingerprint : List.of(server.certificateSha256, colons)) {
                try (HttpAuthenticator authenticator = authenticator(server.url("/"), fingerprint, LONG)) {
                    assertThat(await(authenticator.authenticate(publish("p", "anna", "apple")))).isEqualTo(new Allowed("anna"));
                }
            }
            server.received.clear();
            for (String fingerprint : List.of("", "0".repeat(64))) {
                try (HttpAuthenticator authenticator = authenticator(server.url("/"), fingerprint, LONG)) {
                    assertThat(await(authenticator.authenticate(publish("p", "anna", "apple")))).isInstanceOf(Denied.class);
                }
            }
            assertThat(server.received).isEmpty();
        }
    }

    @Test
    void provesItselfAsTheAddressSays() throws Exception {
        try (AuthServer server = AuthServer.http(exchange -> AuthServer.answer(exchange, 200, ""));
                HttpAuthenticator authenticator = authenticator("http://media:p%40ss@127.0.0.1:" + server.port() + "/", "", LONG)) {
            assertThat(await(authenticator.authenticate(publish("p", "anna", "apple")))).isEqualTo(new Allowed("anna"));
            assertThat(server.received.getFirst().authorization()).isEqualTo("Basic bWVkaWE6cEBzcw=="); // media:p@ss
        }
    }

    private static AuthRequest withQuery(String protocol) {
        return new AuthRequest(AuthAction.READ, "p", protocol, "", AuthRequests.LOOPBACK, "", "", "", "secret=x");
    }

    private static HttpAuthenticator authenticator(String address, String fingerprint, Duration timeout) {
        return new HttpAuthenticator(new HttpAuthOptions(address, fingerprint, List.of(), timeout));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
