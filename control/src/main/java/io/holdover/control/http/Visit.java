package io.holdover.control.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

import io.holdover.control.auth.AuthOutcome;
import io.holdover.control.auth.AuthRequest;

/** One request, from its last header field to the last byte of its answer. Event loop. */
final class Visit {
    /** How long the rest of a refused body is thrown away, so that its sender comes to read why. */
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int FAILED = 500;
    private static final int BUSY = 503;

    private final DoorRules rules;
    private final Context context;
    private final Seat seat;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final InetSocketAddress caller;
    private final Buffer body = Buffer.buffer();

    private Routes.@Nullable Found found;
    private @Nullable Runnable abandon;
    private boolean complete;
    private boolean answered;

    Visit(DoorRules rules, Context context, Seat seat, HttpServerRequest request) {
        this.rules = rules;
        this.context = context;
        this.seat = seat;
        this.request = request;
        response = request.response();
        caller = rules.callers().of(
                new InetSocketAddress(InetAddress.ofLiteral(request.remoteAddress().hostAddress()), request.remoteAddress().port()),
                request.headers().getAll("X-Forwarded-For"), field("X-Real-IP"));
        seat.visit = this;
    }

    void begin() {
        request.pause();
        request.exceptionHandler(_ -> leave());
        response.exceptionHandler(_ -> leave());
        response.closeHandler(_ -> leave());
        response.putHeader("Server", "holdover");
        rules.origins().allow(field("Origin")).ifPresent(origin -> response.putHeader("Access-Control-Allow-Origin", origin));
        String path = request.path();
        if (path == null || !path.startsWith("/")) {
            send(Answer.error(BAD_REQUEST, "invalid path"));
            return;
        }
        if (request.method().name().equals("OPTIONS") && !field("Access-Control-Request-Method").isEmpty()) {
            response.putHeader("Access-Control-Allow-Methods", Routes.allowedMethods());
            response.putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type");
            send(new Answer(NO_CONTENT, "", new byte[0]));
            return;
        }
        seat.deadline.arm(rules.limits().handle(), () -> send(Answer.error(BUSY, "authentication took too long")));
        Credentials given = Credentials.of(request.headers().getAll("Authorization"));
        rules.authenticator().authenticate(new AuthRequest(rules.action(), "", "", "", caller.getAddress(), given.user(), given.password(),
                given.token(), query()))
                .whenComplete((outcome, failure) -> context.runOnContext(_ -> decided(path, outcome, failure)));
    }

    private void decided(String rawPath, @Nullable AuthOutcome outcome, @Nullable Throwable failure) {
        if (answered) {
            return;
        }
        switch (outcome) {
            case null -> {
                rules.log().failure("authentication failed", failure == null ? new IllegalStateException("no outcome") : failure);
                send(Answer.error(FAILED, "internal error"));
            }
            case AuthOutcome.Denied denied -> {
                if (denied.credentialsGiven()) {
                    rules.log().denied(caller, denied.reason());
                } else {
                    response.putHeader("WWW-Authenticate", "Basic realm=\"holdover\"");
                }
                send(Answer.error(UNAUTHORIZED, "authentication error"));
            }
            case AuthOutcome.Allowed _ -> allowed(rawPath);
        }
    }

    private void allowed(String rawPath) {
        Optional<String> path = PercentText.decode(rawPath, false);
        if (path.isEmpty()) {
            send(Answer.error(BAD_REQUEST, "invalid URL escape"));
            return;
        }
        found = rules.routes().find(request.method().name(), path.get()).orElse(null);
        if (found == null) {
            send(Answer.error(NOT_FOUND, "404 page not found"));
        } else if (declaredBytes() > rules.limits().bodyBytes()) {
            refuseBody();
        } else {
            read();
        }
    }

    private void read() {
        if (field("Expect").equalsIgnoreCase("100-continue")) {
            response.writeContinue();
        }
        seat.deadline.arm(rules.limits().read(), () -> send(Answer.error(TIMEOUT, "the body took too long")));
        request.handler(part -> {
            if (answered) {
                return;
            }
            if (body.length() + part.length() > rules.limits().bodyBytes()) {
                refuseBody();
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> {
            complete = true;
            if (!answered) {
                work();
            }
        });
        request.resume();
    }

    private void refuseBody() {
        send(Answer.error(TOO_LARGE, "size exceeds maximum allowed"));
    }

    private void work() {
        if (found == null) {
            throw new IllegalStateException("nobody to answer");
        }
        Request question = new Request(found.rest(), new Query(query()), body.getBytes(), Callers.text(caller));
        abandon = rules.desk().work(found.responder(), question, answer -> context.runOnContext(_ -> send(answer)));
        seat.deadline.arm(rules.limits().handle(), () -> {
            stopWork();
            send(Answer.error(BUSY, "the server is busy"));
        });
    }

    private void send(Answer answer) {
        if (answered || response.closed()) {
            return;
        }
        answered = true;
        seat.deadline.arm(rules.limits().write(), seat.peer::close);
        response.setStatusCode(answer.status());
        if (!answer.contentType().isEmpty()) {
            response.putHeader("Content-Type", answer.contentType());
        }
        if (complete || !expectsBody()) {
            request.resume();
            response.end(Buffer.buffer(answer.body())).onComplete(_ -> {
                if (seat.visit == this) {
                    seat.deadline.arm(rules.limits().idle(), seat.peer::close);
                }
            });
        } else {
            sendBeforeTheEnd(answer);
        }
    }

    /** The caller is still talking: it is told at once, and listened to a little longer. */
    private void sendBeforeTheEnd(Answer answer) {
        response.putHeader("Connection", "close").putHeader("Content-Length", Integer.toString(answer.body().length));
        response.write(Buffer.buffer(answer.body()));
        seat.deadline.arm(LINGER, seat.peer::close);
        request.handler(_ -> {
        });
        request.endHandler(_ -> response.end().onComplete(_ -> seat.peer.close()));
        request.resume();
    }

    /** The caller is gone: nobody waits for an answer. */
    private void leave() {
        answered = true;
        stopWork();
    }

    private void stopWork() {
        if (abandon != null) {
            abandon.run();
            abandon = null;
        }
    }

    private boolean expectsBody() {
        return declaredBytes() > 0 || request.headers().contains("Transfer-Encoding");
    }

    private long declaredBytes() {
        String declared = field("Content-Length");
        // The parser has refused whatever is no number; a longer one than these is too large in any case.
        return declared.isEmpty() ? 0 : declared.matches("[0-9]{1,18}") ? Long.parseLong(declared) : Long.MAX_VALUE;
    }

    private String query() {
        String query = request.query();
        return query == null ? "" : query;
    }

    private String field(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
