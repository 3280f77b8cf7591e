package io.holdover.control.auth;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/** An HTTP service on loopback that answers as a test wants it to, and remembers what it was sent. */
final class AuthServer implements AutoCloseable {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    final List<Received> received = new CopyOnWriteArrayList<>();
    final String certificateSha256;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A request. */
    record Received(String method, String path, String contentType, String authorization, String body) {
    }

    private AuthServer(HttpServer server, String certificateSha256, HttpHandler handler) {
        this.server = server;
        this.certificateSha256 = certificateSha256;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String contentType = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            received.add(new Received(exchange.getRequestMethod(), exchange.getRequestURI().toString(), contentType, authorization,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            handler.handle(exchange);
        });
        server.start();
    }

    static AuthServer http(HttpHandler handler) throws IOException {
        return new AuthServer(HttpServer.create(loopback(), 1_024), "", handler);
    }

    /** With a certificate that nobody signed, for a name that nobody has. */
    static AuthServer https(Path folder, HttpHandler handler) throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        if (!Files.exists(file)) {
            Process keytool =
                    new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                            "server", "-keyalg", "EC", "-dname", "CN=auth.example", "-validity", "2", "-storetype", "PKCS12", "-keystore",
                            file.toString(), "-storepass", new String(STORE_PASSWORD)).redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, STORE_PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, STORE_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new AuthServer(server,
                HexFormat.of().formatHex(Secret.Sha256.digestOf(store.getCertificate("server").getEncoded())), handler);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    String url(String path) {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
