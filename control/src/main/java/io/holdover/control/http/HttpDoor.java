package io.holdover.control.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import org.jspecify.annotations.Nullable;

import io.holdover.control.auth.Authenticator;
import io.holdover.control.config.ListenAddress;

/**
 * A listener for HTTP/1.1, plain or with TLS, behind which routes are answered to whoever is allowed to ask. It has one event loop, which
 * nothing blocks: callers are authenticated before a byte of their body is read, and answered on virtual threads. Any thread.
 */
public final class HttpDoor implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 8_192;
    private static final int LISTEN_SECONDS = 10;
    /** Requests under way are waited for this long. */
    private static final int CLOSE_SECONDS = 2;
    private static final int HANDSHAKE_SECONDS = 5;
    private static final long CERTIFICATE_CHECK_MS = 1_000;

    // For life
    private final Vertx vertx;
    private final HttpServer server;
    private final Desk desk;

    // Until they change; each visit goes by those it began with
    private volatile DoorRules rules;

    // Event loop
    private final Map<HttpConnection, Seat> seats = new HashMap<>();

    private HttpDoor(HttpDoorOptions options, Authenticator authenticator, Routes routes, LongSupplier nowNs,
            @Nullable PemKeyCertOptions certificate) {
        DoorLog log = new DoorLog(options.name(), nowNs);
        HttpLimits limits = options.limits();
        desk = new Desk(options.name(), limits.handling(), log);
        rules = new DoorRules(limits, new Origins(options.allowOrigins()), new Callers(options.trustedProxies()), options.action(),
                authenticator, routes, desk, log);
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
        HttpServerOptions http = new HttpServerOptions().setHttp2ClearTextEnabled(false).setUseAlpn(false)
                .setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(limits.headerBytes());
        if (certificate != null) {
            http.setSsl(true).setKeyCertOptions(certificate).setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        }
        server = vertx.createHttpServer(http).connectionHandler(this::welcome).requestHandler(this::hear)
                .exceptionHandler(failure -> log.log(Level.DEBUG, "a connection failed: " + failure));
    }

    /**
     * Opens a door; it listens when this returns.
     *
     * @param nowNs
     *            the time, for the log's patience
     * @throws CannotListenException
     *             when the address is taken or no address, or the certificate cannot be used
     */
    public static HttpDoor open(HttpDoorOptions options, Authenticator authenticator, Routes routes, LongSupplier nowNs)
            throws CannotListenException, InterruptedException {
        InetSocketAddress address;
        try {
            address = options.address().host().isEmpty()
                    ? new InetSocketAddress(options.address().port())
                    : new InetSocketAddress(InetAddress.getByName(options.address().host()), options.address().port());
        } catch (UnknownHostException e) {
            throw new CannotListenException(options, "unknown host", e);
        }
        CertificateFiles certificate = null;
        PemKeyCertOptions keyAndChain = null;
        if (options.tls().isPresent()) {
            try {
                certificate = new CertificateFiles(options.tls().get());
                keyAndChain = certificate.load();
            } catch (IOException e) {
                throw new CannotListenException(options, "cannot read the certificate: " + e, e);
            }
        }
        HttpDoor door = new HttpDoor(options, authenticator, routes, nowNs, keyAndChain);
        try {
            door.listen(address, options);
        } catch (CannotListenException | InterruptedException e) {
            door.close();
            throw e;
        }
        if (certificate != null) {
            door.watch(certificate);
        }
        door.rules.log().log(Level.INFO,
                "started with listener on " + new ListenAddress(options.address().host(), door.port()) + (certificate == null
                        ? " (TCP/HTTP)"
                        : " (TCP/HTTPS)"));
        return door;
    }

    private void listen(InetSocketAddress address, HttpDoorOptions options) throws CannotListenException, InterruptedException {
        Future<HttpServer> listening = server.listen(address.getPort(), address.getAddress().getHostAddress());
        try {
            listening.toCompletionStage().toCompletableFuture().get(LISTEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
            throw new CannotListenException(options, Optional.ofNullable(cause.getMessage()).orElse(cause.toString()), cause);
        } catch (TimeoutException e) {
            throw new CannotListenException(options, "the system does not answer", e);
        }
    }

    /** Goes by these from the next request on, but for the address, the certificate and how many requests are worked on at once. */
    public void apply(HttpDoorOptions present) {
        rules = rules.with(present);
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    private void welcome(HttpConnection peer) {
        HttpLimits limits = rules.limits();
        if (seats.size() >= limits.connections()) {
            rules.log().caused(String.valueOf(peer.remoteAddress()), "closed: " + limits.connections() + " connections are open");
            peer.close();
            return;
        }
        Seat seat = new Seat(peer, new Deadline(vertx));
        seats.put(peer, seat);
        peer.closeHandler(_ -> {
            seat.deadline.cancel();
            seats.remove(peer);
        });
        seat.deadline.arm(limits.read(), peer::close);
    }

    private void hear(HttpServerRequest request) {
        Seat seat = seats.get(request.connection());
        if (seat != null) {
            seat.deadline.cancel();
            new Visit(rules, vertx.getOrCreateContext(), seat, request).begin();
        }
    }

    private void watch(CertificateFiles certificate) {
        vertx.setPeriodic(CERTIFICATE_CHECK_MS, _ -> desk.run(() -> reload(certificate)));
    }

    private void reload(CertificateFiles certificate) {
        synchronized (certificate) { // one check may outlast the next
            try {
                if (certificate.haveChanged()) {
                    ServerSSLOptions tls = new ServerSSLOptions().setKeyCertOptions(certificate.load());
                    tls.setUseAlpn(false).setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
                    server.updateSSLOptions(tls)
                            .onSuccess(_ -> rules.log().log(Level.INFO, "certificate reloaded"))
                            .onFailure(e -> rules.log().log(Level.WARNING, "the new certificate cannot be used, the old one stays: " + e));
                }
            } catch (IOException e) {
                rules.log().log(Level.DEBUG, "certificate not readable at present: " + e);
            }
        }
    }

    /**
     * Closes the listener and every connection; requests under way have {@value #CLOSE_SECONDS} s to be answered. Returns after three times
     * that at most. A request's own thread must not call it: it would wait for itself that long.
     */
    @Override
    public void close() {
        await(server.shutdown(CLOSE_SECONDS, TimeUnit.SECONDS));
        desk.close();
        await(vertx.close());
    }

    private static void await(Future<?> future) {
        CompletableFuture<?> done = future.toCompletionStage().toCompletableFuture();
        try {
            done.get(CLOSE_SECONDS + 1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // whatever is left goes with the process
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
