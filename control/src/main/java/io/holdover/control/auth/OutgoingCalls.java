package io.holdover.control.auth;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Requests to HTTP services of the operator: a limited number at a time, each with an end, none redirected. Any thread asks and none waits;
 * answers come on virtual threads.
 */
final class OutgoingCalls implements AutoCloseable {
    /** Requests that are under way at once. */
    static final int LIMIT_RUNNING = 64;
    /** Requests that wait for one of those to end; beyond it they fail. */
    static final int LIMIT_WAITING = 1_024;
    /** The longest answer that is read. */
    static final int LIMIT_ANSWER_BYTES = 128 * 1_024;

    private final Duration timeout;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("auth-http-", 0).factory());
    private final HttpClient client;

    // Guarded by this.
    private final Queue<Call> waiting = new ArrayDeque<>();
    private int running;

    /** What the service said. */
    record Answer(int status, String body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    private record Call(ServiceAddress address, @Nullable String json, CompletableFuture<Answer> answer) {
    }

    /** @param pinned what the service must show to prove itself; null to trust the usual authorities */
    OutgoingCalls(Duration timeout, @Nullable PinnedCertificate pinned) {
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout)
                // A redirected password ends up elsewhere, and the page that a redirection ends at says nothing about a permission.
                .followRedirects(HttpClient.Redirect.NEVER).executor(threads);
        this.client = (pinned == null ? builder : builder.sslContext(pinned.context())).build();
    }

    CompletableFuture<Answer> get(ServiceAddress address) {
        return begin(new Call(address, null, new CompletableFuture<>()));
    }

    CompletableFuture<Answer> post(ServiceAddress address, String json) {
        return begin(new Call(address, json, new CompletableFuture<>()));
    }

    private CompletableFuture<Answer> begin(Call call) {
        boolean atOnce;
        synchronized (this) {
            atOnce = running < LIMIT_RUNNING;
            if (atOnce) {
                running++;
            } else if (waiting.size() >= LIMIT_WAITING || !waiting.add(call)) {
                return CompletableFuture.failedFuture(new IOException("too many requests at once"));
            }
        }
        CompletableFuture<Answer> _ = call.answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (atOnce) {
            threads.execute(() -> run(call));
        }
        return call.answer;
    }

    /** Virtual thread. */
    private void run(Call call) {
        CompletableFuture<HttpResponse<String>> exchange = exchange(call);
        CompletableFuture<HttpResponse<String>> _ = exchange.whenCompleteAsync((response, failure) -> {
            if (response == null) {
                call.answer.completeExceptionally(failure);
            } else {
                call.answer.complete(new Answer(response.statusCode(), response.body()));
            }
            Call next = next();
            if (next != null) {
                run(next);
            }
        }, threads);
    }

    private synchronized @Nullable Call next() {
        Call next = waiting.poll();
        while (next != null && next.answer.isDone()) { // it has waited too long
            next = waiting.poll();
        }
        if (next == null) {
            running--;
        }
        return next;
    }

    private CompletableFuture<HttpResponse<String>> exchange(Call call) {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(call.address.uri()).timeout(timeout);
            if (!call.address.authorization().isEmpty()) {
                builder.header("Authorization", call.address.authorization());
            }
            if (call.json != null) {
                BodyPublisher body = HttpRequest.BodyPublishers.ofString(call.json);
                builder.header("Content-Type", "application/json").POST(body);
            }
            HttpRequest request = builder.build();
            // The service may close an idle connection at the moment in which it is used again; a POST is not repeated by the client.
            return send(call, request).exceptionallyCompose(failure -> mayBeRepeated(failure) && !call.answer.isDone() ? send(call, request)
                    : CompletableFuture.failedFuture(failure));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<HttpResponse<String>> send(Call call, HttpRequest request) {
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LIMIT_ANSWER_BYTES));
        // The timeout of a request ends with its headers: a body that never ends would keep its place for ever.
        CompletableFuture<Answer> _ = call.answer.whenComplete((_, _) -> exchange.cancel(true));
        return exchange;
    }

    private static boolean mayBeRepeated(Throwable failure) {
        Throwable cause = causeOf(failure);
        return cause instanceof IOException && !(cause instanceof HttpTimeoutException || cause instanceof ConnectException);
    }

    /** Why a call failed, for the log. */
    static String reason(Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        String message = cause.getMessage();
        return LogText.of(message == null ? cause.getClass().getSimpleName() : message);
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What is under way is still answered. */
    @Override
    public void close() {
        client.shutdown();
    }
}
