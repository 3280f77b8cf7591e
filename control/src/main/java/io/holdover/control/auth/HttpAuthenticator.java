package io.holdover.control.auth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import tools.jackson.databind.json.JsonMapper;

import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.OutgoingCalls.Answer;
import io.holdover.gateway.AddressText;

/** Asks an HTTP service: a status from 200 to 299 is yes, everything else and no answer at all is no. Any thread. */
final class HttpAuthenticator implements MethodAuthenticator {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ServiceAddress address;
    private final PermissionSet exclude;
    private final OutgoingCalls calls;

    /** @throws IllegalArgumentException if an option cannot be read */
    HttpAuthenticator(HttpAuthOptions options) {
        this.address = ServiceAddress.parse(options.address());
        this.exclude = new PermissionSet(options.exclude());
        this.calls = new OutgoingCalls(options.timeout(), PinnedCertificate.parse(options.fingerprint()));
    }

    @Override
    public CompletionStage<AuthOutcome> authenticate(AuthRequest request) {
        if (exclude.covers(request)) {
            return CompletableFuture.completedFuture(new Allowed(""));
        }
        Credentials given = Credentials.withToken(request, false);
        return calls.post(address, question(request, given.token())).thenApply(answer -> outcome(answer, request, given))
                .exceptionally(failure -> refused(request, given, "HTTP request failed: " + OutgoingCalls.reason(failure)));
    }

    private static AuthOutcome outcome(Answer answer, AuthRequest request, Credentials given) {
        if (answer.isSuccess()) {
            return new Allowed(request.user());
        }
        String text = LogText.of(answer.body());
        return refused(request, given, "server replied with code " + answer.status() + (text.isEmpty() ? "" : ": " + text));
    }

    /** A service may know secrets in the query of those who are never asked for credentials. */
    private static AuthOutcome refused(AuthRequest request, Credentials given, String reason) {
        return given.given() || Credentials.mayBeAsked(request) || request.query().isEmpty() ? given.refused(reason)
                : new AuthOutcome.Denied(reason, true, false);
    }

    private static String question(AuthRequest request, String token) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ip", AddressText.of(request.ip()));
        fields.put("user", request.user());
        fields.put("password", request.password());
        fields.put("token", token);
        fields.put("action", request.action().name().toLowerCase(Locale.ROOT));
        fields.put("path", request.path());
        fields.put("protocol", request.protocol());
        fields.put("id", request.id().isEmpty() ? null : request.id());
        fields.put("query", request.query());
        fields.put("userAgent", ""); // no request has one yet
        return JSON.writeValueAsString(fields);
    }

    @Override
    public void close() {
        calls.close();
    }
}
