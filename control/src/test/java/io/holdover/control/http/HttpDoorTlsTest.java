package io.holdover.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.holdover.control.auth.AuthAction;
import io.holdover.control.config.ListenAddress;

class HttpDoorTlsTest {
    private static final Routes ROUTES = new Routes.Builder().on("GET", "/", _ -> Answer.ok()).build();

    @TempDir
    private Path directory;
    private TlsFiles files;

    @BeforeEach
    void firstCertificate() throws IOException {
        files = new TlsFiles(directory.resolve("server.crt"), directory.resolve("server.key"));
        install("first");
    }

    @Test
    void takesANewCertificateWhenItsFilesChange() throws Exception {
        try (HttpDoor door = HttpDoor.open(options(), Doors.ANYBODY, ROUTES, System::nanoTime)) {
            assertThat(commonName(door.port())).isEqualTo("CN=first");
            Files.writeString(files.certificate(), "half a certificate");
            install("second");
            // For a moment, the certificate of one may stand beside the key of the other.
            await().ignoreExceptions().atMost(Duration.ofSeconds(20)).until(() -> commonName(door.port()).equals("CN=second"));
        }
    }

    @Test
    void keepsItsCertificateWhenTheNewOneIsNone() throws Exception {
        try (HttpDoor door = HttpDoor.open(options(), Doors.ANYBODY, ROUTES, System::nanoTime)) {
            Files.writeString(files.certificate(), "no certificate");
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(20)).until(() -> commonName(door.port()).equals("CN=first"));
        }
    }

    @Test
    void doesNotSpeakPlainly() throws Exception {
        try (HttpDoor door = HttpDoor.open(options(), Doors.ANYBODY, ROUTES, System::nanoTime)) {
            assertThat(Doors.raw(door.port(), "GET / HTTP/1.1\r\nHost: h\r\n\r\n")).doesNotContain("ok");
        }
    }

    @Test
    void saysThatTheCertificateIsMissing() throws Exception {
        Files.delete(files.key());
        assertThatThrownBy(() -> HttpDoor.open(options(), Doors.ANYBODY, ROUTES, System::nanoTime))
                .isInstanceOf(CannotListenException.class).hasMessageContaining("server.key");
    }

    @Test
    void saysThatTheKeyIsNone() throws Exception {
        Files.writeString(files.key(), "no key");
        assertThatThrownBy(() -> HttpDoor.open(options(), Doors.ANYBODY, ROUTES, System::nanoTime))
                .isInstanceOf(CannotListenException.class);
    }

    private HttpDoorOptions options() {
        return new HttpDoorOptions("API", "apiAddress", new ListenAddress("127.0.0.1", 0), Optional.of(files), List.of(), List.of(),
                AuthAction.API, HttpLimits.DEFAULTS);
    }

    private void install(String name) throws IOException {
        try (InputStream certificate = Objects.requireNonNull(getClass().getResourceAsStream(name + ".crt"));
                InputStream key = Objects.requireNonNull(getClass().getResourceAsStream(name + ".key"))) {
            Files.copy(certificate, files.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(key, files.key(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Whose certificate it shows, after a request was answered. */
    private static String commonName(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{new Anybody()}, new SecureRandom());
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(Doors.rest(socket)).startsWith("HTTP/1.1 200");
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
