package io.holdover.control.auth;

import static io.holdover.control.auth.AuthRequests.await;
import static io.holdover.control.auth.AuthRequests.awaitDenied;
import static io.holdover.control.auth.AuthRequests.publish;
import static io.holdover.control.auth.AuthRequests.withToken;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.AuthOutcome.Denied;

class JwtAuthenticatorTest {
    private static final String CLAIM = "mediamtx_permissions";
    private static final List<Map<String, String>> PUBLISH_P = List.of(Map.of("action", "publish", "path", "p"));

    private static RSAKey rsa;
    private static RSAKey otherRsa;

    private final ManualInstants time = new ManualInstants();
    private final AuthWork work = new AuthWork();
    private volatile String keys = "";
    private volatile int status = 200;
    private AuthServer server;

    @BeforeAll
    static void makeKeys() throws JOSEException {
        rsa = new RSAKeyGenerator(2_048).keyID("one").generate();
        otherRsa = new RSAKeyGenerator(2_048).keyID("two").generate();
    }

    @BeforeEach
    void serveKeys() throws Exception {
        server = AuthServer.http(exchange -> AuthServer.answer(exchange, status, keys));
        publishKeys(rsa);
    }

    @AfterEach
    void stop() {
        server.close();
        work.close();
    }

    @Test
    void permitsWhatTheTokenPermits() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            String token = signed(claims -> claims.subject("anna"));
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed("anna"));
            assertThat(await(authenticator.authenticate(withToken("q", token))))
                    .isEqualTo(new Denied("user has no permission for this", true, true));
            // As password, which is all that SRT has.
            assertThat(await(authenticator.authenticate(publish("p", "whoever", token)))).isEqualTo(new Allowed("anna"));
            assertThat(server.received).hasSize(1);
            assertThat(server.received.getFirst().method()).isEqualTo("GET");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void trustsRsaSignatures(String algorithm) throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            String token = signed(JWSAlgorithm.parse(algorithm), "one", new RSASSASigner(rsa), claims -> claims);
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
        }
    }

    @Test
    void trustsEcdsaSignatures() throws Exception {
        Map<JWSAlgorithm, Curve> curves = Map.of(JWSAlgorithm.ES256, Curve.P_256, JWSAlgorithm.ES384, Curve.P_384, JWSAlgorithm.ES512,
                Curve.P_521);
        for (Map.Entry<JWSAlgorithm, Curve> entry : curves.entrySet()) {
            ECKey key = new ECKeyGenerator(entry.getValue()).keyID("ec").generate();
            publishKeys(rsa, key);
            try (JwtAuthenticator authenticator = authenticator()) {
                String token = signed(entry.getKey(), "ec", new ECDSASigner(key), claims -> claims);
                assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
                assertThat(awaitDenied(authenticator.authenticate(withToken("p", spoiled(token)))).reason())
                        .isEqualTo("token has an invalid signature");
            }
        }
    }

    @Test
    void trustsEd25519Signatures() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        publishKeys(rsa,
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(rawPoint((EdECPublicKey) pair.getPublic()))).keyID("ed").build());
        try (JwtAuthenticator authenticator = authenticator()) {
            for (String algorithm : List.of("EdDSA", "Ed25519")) {
                String text = Base64URL.encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"ed\"}") + "."
                        + Base64URL.encode("{\"" + CLAIM + "\":[{\"action\":\"publish\"}]}");
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(text.getBytes(StandardCharsets.US_ASCII));
                String token = text + "." + Base64URL.encode(signature.sign());
                assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
                assertThat(awaitDenied(authenticator.authenticate(withToken("p", spoiled(token)))).reason())
                        .isEqualTo("token has an invalid signature");
            }
        }
    }

    @Test
    void neverTrustsATokenWithoutSignature() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            String plain = new PlainJWT(claims(claims -> claims)).serialize();
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", plain))).reason()).isEqualTo("token is malformed");
            String capital = Base64URL.encode("{\"alg\":\"None\",\"kid\":\"one\"}") + "." + plain.split("\\.", -1)[1] + ".AA";
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", capital))).reason())
                    .isEqualTo("token is signed with None, which is not trusted");
        }
    }

    @Test
    void neverTakesAPublishedKeyForASecret() throws Exception {
        publishKeys(rsa, new OctetSequenceKey.Builder(new byte[32]).keyID("oct").build());
        try (JwtAuthenticator authenticator = authenticator()) {
            List<byte[]> secrets = List.of(rsa.toRSAPublicKey().getEncoded(), rsa.getModulus().decode(),
                    rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8), new byte[32]);
            for (byte[] secret : secrets) {
                for (String kid : List.of("one", "oct")) {
                    String token = signed(JWSAlgorithm.HS256, kid, new MACSigner(secret), claims -> claims);
                    assertThat(awaitDenied(authenticator.authenticate(withToken("p", token))).reason())
                            .isEqualTo("token is signed with HS256, which is not trusted");
                }
            }
        }
    }

    @Test
    void deniesForgedTokens() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            String forged = signed(JWSAlgorithm.RS256, "one", new RSASSASigner(otherRsa), claims -> claims);
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", forged))).reason())
                    .isEqualTo("token has an invalid signature");
            for (String text : List.of("x", "a.b.c", "..", "{}", ".".repeat(5))) {
                assertThat(awaitDenied(authenticator.authenticate(withToken("p", text))).reason()).isEqualTo("token is malformed");
            }
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", "a".repeat(SignedToken.LIMIT_CHARACTERS + 1)))).reason())
                    .isEqualTo("token is longer than 16384 characters");
            String deep = Base64URL.encode("{\"a\":" + "[".repeat(11_000)) + ".e30.AA";
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", deep))).reason()).isEqualTo("token is malformed");
            String critical = Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"one\",\"crit\":[\"exp\"],\"exp\":1}") + ".e30.AA";
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", critical))).reason())
                    .isEqualTo("token has critical parameters that are not known");
        }
    }

    @Test
    void aTokenHasItsTime() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            Instant now = time.instant();
            String token =
                    signed(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60))).expirationTime(Date.from(now.plusSeconds(120))));
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", token))).reason()).isEqualTo("token is not valid yet");
            time.advance(Duration.ofSeconds(60));
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
            time.advance(Duration.ofSeconds(59));
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
            time.advance(Duration.ofSeconds(1));
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", token))).reason()).isEqualTo("token is expired");
        }
    }

    @Test
    void aTokenHasItsIssuerAndAudience() throws Exception {
        JwtAuthOptions options =
                new JwtAuthOptions(server.url("/jwks"), "", CLAIM, List.of(), "https://id", "media", false, Duration.ofSeconds(20));
        try (JwtAuthenticator authenticator = new JwtAuthenticator(options, work, time)) {
            assertThat(reason(authenticator, claims -> claims.audience("media"))).isEqualTo("token has an invalid issuer");
            assertThat(reason(authenticator, claims -> claims.issuer("https://id/").audience("media")))
                    .isEqualTo("token has an invalid issuer");
            assertThat(reason(authenticator, claims -> claims.issuer("https://id"))).isEqualTo("token has an invalid audience");
            assertThat(reason(authenticator, claims -> claims.issuer("https://id").audience("medium")))
                    .isEqualTo("token has an invalid audience");
            String token = signed(claims -> claims.issuer("https://id").audience(List.of("web", "media")));
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
        }
    }

    @Test
    void readsPermissionsFromAListOrFromItsText() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            for (Object claim : List.of(PUBLISH_P, "[{\"action\":\"read\"},{\"action\":\"publish\",\"path\":\"p\"}]",
                    List.of(Map.of("action", "publish")), List.of(Map.of("action", "publish", "path", "~^p$")),
                    "[{\"action\":\"publish\",\"path\":null}]")) {
                assertThat(await(authenticator.authenticate(withToken("p", signed(claims -> claims.claim(CLAIM, claim))))))
                        .as(claim.toString()).isEqualTo(new Allowed(""));
            }
            String unreadable = "claim 'mediamtx_permissions' of the token is not a list of permissions";
            for (Object claim : List.of("all", 7, Map.of("action", "publish"), List.of("publish"), List.of(Map.of("action", "fly")),
                    List.of(Map.of("action", "PUBLISH")), List.of(Map.of("action", "publish", "paths", "p")),
                    List.of(Map.of("action", "publish", "path", 1)), List.of(Map.of("action", "publish", "path", "~(")), "[1,", "{}",
                    Collections.nCopies(TokenClaims.LIMIT_PERMISSIONS + 1, 1))) {
                assertThat(reason(authenticator, claims -> claims.claim(CLAIM, claim))).as(claim.toString()).isEqualTo(unreadable);
            }
            assertThat(reason(authenticator, claims -> claims.claim(CLAIM, null))).isEqualTo("token has no claim 'mediamtx_permissions'");
        }
    }

    @Test
    void withoutATokenNothingIsFetched() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            assertThat(authenticator.authenticate(withToken("p", ""))).isCompletedWithValue(new Denied("no token provided", false, false));
            assertThat(server.received).isEmpty();
        }
    }

    @Test
    void whatIsExcludedNeedsNoToken() {
        JwtAuthOptions options =
                new JwtAuthOptions(server.url("/jwks"), "", CLAIM, List.of(new Permission(AuthAction.PUBLISH, "p")), "", "",
                        false, Duration.ofSeconds(20));
        try (JwtAuthenticator authenticator = new JwtAuthenticator(options, work, time)) {
            assertThat(authenticator.authenticate(withToken("p", ""))).isCompletedWithValue(new Allowed(""));
            assertThat(authenticator.authenticate(withToken("q", ""))).isCompletedWithValueMatching(Denied.class::isInstance);
        }
    }

    @Test
    void fetchesKeysThatAreNotKnownButNotTooOften() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            assertThat(await(authenticator.authenticate(withToken("p", signed(claims -> claims))))).isEqualTo(new Allowed(""));
            publishKeys(otherRsa);
            String token = signed(JWSAlgorithm.RS256, "two", new RSASSASigner(otherRsa), claims -> claims);
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", token))).reason())
                    .isEqualTo("token is signed with a key that is not known");
            assertThat(server.received).hasSize(1);

            time.advance(KeySource.LEAST_PAUSE);
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", signed(claims -> claims)))).reason())
                    .isEqualTo("token is signed with a key that is not known");
            assertThat(server.received).hasSize(2);
        }
    }

    @Test
    void fetchesKeysBeforeTheyAreTooOldAndUsesNoneThatAre() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            String token = signed(claims -> claims);
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
            time.advance(KeySource.RENEWAL_AGE.minusSeconds(1));
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
            assertThat(server.received).hasSize(1);

            status = 503;
            time.advance(Duration.ofSeconds(1));
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
            Awaitility.await().until(() -> server.received.size() == 2);

            time.advance(Duration.ofMinutes(10));
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", token))).reason())
                    .isEqualTo("keys could not be fetched: server replied with code 503");
            // Of the former fetch, perhaps; now the failure is as old as this.
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", token))).reason()).contains("503");
            status = 200;
            assertThat(awaitDenied(authenticator.authenticate(withToken("p", token))).reason()).contains("503");
            time.advance(KeySource.LEAST_PAUSE_AFTER_FAILURE);
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
        }
    }

    @Test
    void forgetsKeysWhenTold() throws Exception {
        try (JwtAuthenticator authenticator = authenticator()) {
            String token = signed(claims -> claims);
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
            publishKeys(otherRsa);
            authenticator.refreshKeys();
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isInstanceOf(Denied.class);
            assertThat(server.received).hasSize(2);
        }
    }

    @Test
    void deniesWhenTheKeysAreNone() throws Exception {
        keys = "<html>";
        try (JwtAuthenticator authenticator = authenticator()) {
            assertThat(reason(authenticator, claims -> claims)).isEqualTo("keys could not be fetched: the answer is not a set of keys");
        }
    }

    @Test
    void triesTheKeysThatFitWhereATokenNamesNone() throws Exception {
        publishKeys(otherRsa, rsa);
        try (JwtAuthenticator authenticator = authenticator()) {
            String token = signed(JWSAlgorithm.RS256, null, new RSASSASigner(rsa), claims -> claims);
            assertThat(await(authenticator.authenticate(withToken("p", token)))).isEqualTo(new Allowed(""));
        }
    }

    @Test
    void doesNotTrustAKeyThatIsForEncryption() throws Exception {
        publishKeys(new RSAKey.Builder(rsa).keyUse(KeyUse.ENCRYPTION).build());
        try (JwtAuthenticator authenticator = authenticator()) {
            assertThat(reason(authenticator, claims -> claims)).isEqualTo("token is signed with a key that is not known");
        }
    }

    private JwtAuthenticator authenticator() {
        return new JwtAuthenticator(new JwtAuthOptions(server.url("/jwks"), "", CLAIM, List.of(), "", "", false, Duration.ofSeconds(20)),
                work, time);
    }

    private void publishKeys(JWK... jwks) {
        keys = new JWKSet(Arrays.asList(jwks)).toString(false);
    }

    private static String reason(JwtAuthenticator authenticator, UnaryOperator<JWTClaimsSet.Builder> claims) throws Exception {
        return awaitDenied(authenticator.authenticate(withToken("p", signed(claims)))).reason();
    }

    private static String signed(UnaryOperator<JWTClaimsSet.Builder> claims) throws JOSEException {
        return signed(JWSAlgorithm.RS256, "one", new RSASSASigner(rsa), claims);
    }

    private static String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> claims)
            throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims(claims));
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return claims.apply(new JWTClaimsSet.Builder().claim(CLAIM, PUBLISH_P)).build();
    }

    /** With another bit in the middle of the signature. */
    private static String spoiled(String token) {
        int middle = token.lastIndexOf('.') + 20;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        return token.substring(0, middle) + other + token.substring(middle + 1);
    }

    private static byte[] rawPoint(EdECPublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }
}
