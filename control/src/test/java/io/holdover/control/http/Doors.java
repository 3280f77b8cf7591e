package io.holdover.control.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.AuthOutcome;
import io.holdover.control.auth.Authenticator;
import io.holdover.control.config.ListenAddress;

/** Doors on the loopback, and ways to knock. */
public final class Doors {
    public static final Authenticator ANYBODY = _ -> CompletableFuture.completedFuture(new AuthOutcome.Allowed(""));
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Doors() {
    }

    public static HttpDoorOptions loopback(HttpLimits limits) {
        return new HttpDoorOptions("API", "apiAddress", new ListenAddress("127.0.0.1", 0), Optional.empty(), List.of("*"), List.of(),
                AuthAction.API, limits);
    }

    public static HttpDoor open(HttpLimits limits, Authenticator authenticator, Routes routes) throws Exception {
        return HttpDoor.open(loopback(limits), authenticator, routes, System::nanoTime);
    }

    public static HttpResponse<String> send(int port, String method, String path, String body, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public static HttpResponse<String> get(int port, String path, String... fields) throws IOException, InterruptedException {
        return send(port, "GET", path, "", fields);
    }

    /** Sends just these characters and returns everything until the other end closes. */
    static String raw(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return rest(socket);
        }
    }

    static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(answer);
        return answer.toString(StandardCharsets.UTF_8);
    }
}
