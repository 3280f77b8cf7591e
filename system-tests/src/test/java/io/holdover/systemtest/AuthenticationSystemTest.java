package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.systemtest.fixture.Clip;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.ToolProcess;

/** Who may publish and read is decided elsewhere: by an HTTP service, or by whoever signs tokens. Over SRT, from end to end. */
@Timeout(90)
class AuthenticationSystemTest {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int COORDINATE_BYTES = 32;
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> questions = new CopyOnWriteArrayList<>();
    private KeyPair keys;
    private HttpServer service;

    @BeforeEach
    void serve() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/auth", this::decide);
        service.createContext("/jwks", exchange -> answer(exchange, 200, jwks()));
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void anHttpServiceDecides() {
        try (HoldoverProcess server = HoldoverProcess.open("authMethod: http\nauthHTTPAddress: http://127.0.0.1:"
                + service.getAddress().getPort() + "/auth\npaths:\n  all_others:\n");
                ToolProcess _ = publisher(server, "publish:live:camera:right")) {
            server.awaitAvailable("live");
            try (LibsrtPeer reader = to(server, "#!::m=request,r=live,u=viewer,s=right").connect()) {
                assertThat(reader.receive()).isNotNull();
            }
            assertThat(to(server, "read:live:viewer:wrong").connectRefused()).isEqualTo(1401);
            assertThat(to(server, "publish:other:viewer:right").connectRefused()).as("a viewer publishes").isEqualTo(1401);

            assertThat(questions).anySatisfy(question -> {
                assertThat(question.get("action").asString()).isEqualTo("publish");
                assertThat(question.get("path").asString()).isEqualTo("live");
                assertThat(question.get("protocol").asString()).isEqualTo("srt");
                assertThat(question.get("ip").asString()).isEqualTo("127.0.0.1");
                assertThat(question.get("id").asString()).hasSize(36);
            });
            assertThat(server.log()).as("passwords").noneMatch(line -> line.contains(":right") || line.contains("s=right"));
        }
    }

    @Test
    void aTokenDecides() throws GeneralSecurityException {
        try (HoldoverProcess server = HoldoverProcess.open("authMethod: jwt\nauthJWTJWKS: http://127.0.0.1:"
                + service.getAddress().getPort() + "/jwks\npaths:\n  all_others:\n");
                ToolProcess _ = publisher(server, "publish:live:x:" + token("publish", Duration.ofHours(1)))) {
            server.awaitAvailable("live");
            String mayRead = token("read", Duration.ofHours(1));
            try (LibsrtPeer asPassword = to(server, "read:live:x:" + mayRead).connect();
                    LibsrtPeer inQuery = to(server, "read:live?token=" + mayRead).connect()) {
                assertThat(asPassword.receive()).isNotNull();
                assertThat(inQuery.receive()).isNotNull();
            }
            assertThat(to(server, "publish:other:x:" + mayRead).connectRefused()).as("a token for readers").isEqualTo(1403);
            assertThat(to(server, "read:live:x:" + token("read", Duration.ofHours(-1))).connectRefused()).as("expired").isEqualTo(1401);
            assertThat(to(server, "read:live").connectRefused()).as("none").isEqualTo(1401);
            assertThat(server.log()).as("tokens").noneMatch(line -> line.contains(mayRead));
        }
    }

    private static ToolProcess publisher(HoldoverProcess server, String streamId) {
        return Workplace.start(List.of("ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i",
                Clip.of(Content.H264_AAC, 1, 5).file().toString(), "-c", "copy", "-f", "mpegts", server.url(streamId, "pkt_size=1316")));
    }

    private static LibsrtPeer.Call to(HoldoverProcess server, String streamId) {
        return LibsrtPeer.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())).streamId(streamId);
    }

    /** The camera may publish, the viewer may read. */
    private void decide(HttpExchange exchange) throws IOException {
        JsonNode question = JSON.readTree(exchange.getRequestBody().readAllBytes());
        questions.add(question);
        String user = question.get("user").asString();
        boolean isUsersPart = question.get("action").asString().equals(user.equals("camera") ? "publish" : "read");
        answer(exchange, isUsersPart && question.get("password").asString().equals("right") ? 200 : 401, "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    // RFC 7517, RFC 7518 6.2
    private String jwks() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"alg\":\"ES256\",\"kid\":\"k\",\"x\":\""
                + coordinate(key.getW().getAffineX()) + "\",\"y\":\"" + coordinate(key.getW().getAffineY()) + "\"}]}";
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray(); // with a sign, or without leading zeroes
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return BASE64.encodeToString(fixed);
    }

    // RFC 7515 3.1
    private String token(String action, Duration validity) throws GeneralSecurityException {
        String claims = "{\"exp\":" + Instant.now().plus(validity).getEpochSecond() + ",\"mediamtx_permissions\":[{\"action\":\"" + action
                + "\",\"path\":\"\"}]}";
        String signed = String.join(".", Arrays.asList(encoded("{\"alg\":\"ES256\",\"kid\":\"k\"}"), encoded(claims)));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
