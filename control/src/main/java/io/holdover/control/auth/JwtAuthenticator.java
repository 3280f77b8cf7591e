package io.holdover.control.auth;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;

import io.holdover.control.auth.AuthOutcome.Allowed;

/** Judges by tokens that an identity server has signed. Any thread. */
final class JwtAuthenticator implements MethodAuthenticator {
    private final JwtAuthOptions options;
    private final PermissionSet exclude;
    private final OutgoingCalls calls;
    private final KeySource keys;
    private final AuthWork work;
    private final InstantSource time;

    /** @throws IllegalArgumentException if an option cannot be read */
    JwtAuthenticator(JwtAuthOptions options, AuthWork work, InstantSource time) {
        this.options = options;
        this.exclude = new PermissionSet(options.exclude());
        ServiceAddress address = ServiceAddress.parse(options.jwks());
        this.calls = new OutgoingCalls(options.timeout(), PinnedCertificate.parse(options.jwksFingerprint()));
        this.keys = new KeySource(address, calls, time);
        this.work = work;
        this.time = time;
    }

    @Override
    public CompletionStage<AuthOutcome> authenticate(AuthRequest request) {
        if (exclude.covers(request)) {
            return CompletableFuture.completedFuture(new Allowed(""));
        }
        Credentials given = Credentials.withToken(request, options.inHttpQuery());
        if (given.token().isEmpty()) {
            return CompletableFuture.completedFuture(given.refused("no token provided"));
        }
        SignedToken token;
        try {
            token = SignedToken.parse(given.token());
        } catch (InvalidTokenException e) {
            return CompletableFuture.completedFuture(given.refused(e.reason()));
        }
        return keys.keys().thenCompose(known -> candidates(token, known))
                .thenCompose(candidates -> work.judge(given, () -> judge(request, given, token, candidates)))
                .exceptionally(failure -> given.refused("keys could not be fetched: " + OutgoingCalls.reason(failure)));
    }

    private CompletionStage<List<JWK>> candidates(SignedToken token, JWKSet known) {
        List<JWK> candidates = token.candidates(known);
        return candidates.isEmpty() ? keys.newerThan(known).thenApply(token::candidates) : CompletableFuture.completedFuture(candidates);
    }

    private AuthOutcome judge(AuthRequest request, Credentials given, SignedToken token, List<JWK> candidates) {
        try {
            if (candidates.isEmpty()) {
                throw new InvalidTokenException("token is signed with a key that is not known");
            }
            JWTClaimsSet claims = token.claims(candidates);
            TokenClaims.check(claims, options, time.instant());
            if (!TokenClaims.permissions(claims, options.claimKey()).covers(request)) {
                return given.forbidden();
            }
            String subject = claims.getSubject();
            return new Allowed(subject == null ? "" : subject);
        } catch (InvalidTokenException e) {
            return given.refused(e.reason());
        }
    }

    @Override
    public void refreshKeys() {
        keys.refresh();
    }

    @Override
    public void close() {
        calls.close();
    }
}
