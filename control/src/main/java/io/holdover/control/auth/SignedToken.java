package io.holdover.control.auth;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * A JSON Web Token whose signature is yet to be checked. Only signatures that a public key checks are known: with {@code none} there is
 * none, and with {@code HS256} and its like the published key would be the secret.
 */
record SignedToken(SignedJWT jwt) {
    /** Characters of the text; no header or stream id holds as many. */
    static final int LIMIT_CHARACTERS = 16_384;
    /** Keys that one token is tried with. */
    static final int LIMIT_KEYS_TRIED = 16;

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512,
            JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    // RFC 8410 4: what stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int ED25519_KEY_BYTES = 32;

    static SignedToken parse(String text) throws InvalidTokenException {
        if (text.length() > LIMIT_CHARACTERS) {
            throw new InvalidTokenException("token is longer than " + LIMIT_CHARACTERS + " characters");
        }
        SignedJWT jwt;
        try {
            jwt = SignedJWT.parse(text);
        } catch (ParseException | IllegalArgumentException _) {
            throw new InvalidTokenException("token is malformed");
        }
        if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
            throw new InvalidTokenException(
                    "token is signed with " + LogText.of(jwt.getHeader().getAlgorithm().getName()) + ", which is not trusted");
        }
        if (jwt.getHeader().getCriticalParams() != null) {
            throw new InvalidTokenException("token has critical parameters that are not known");
        }
        return new SignedToken(jwt);
    }

    /** The keys that may have signed it. */
    List<JWK> candidates(JWKSet keys) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(jwt.getHeader());
        return keys.getKeys().stream().filter(matcher::matches).limit(LIMIT_KEYS_TRIED).toList();
    }

    /** What it claims, if one of the keys has signed it. Takes up to a millisecond for each key. */
    JWTClaimsSet claims(List<JWK> keys) throws InvalidTokenException {
        for (JWK key : keys) {
            if (isSignedWith(key)) {
                try {
                    return jwt.getJWTClaimsSet();
                } catch (ParseException _) {
                    throw new InvalidTokenException("token is malformed");
                }
            }
        }
        throw new InvalidTokenException("token has an invalid signature");
    }

    private boolean isSignedWith(JWK key) {
        try {
            return switch (key) {
                case OctetKeyPair pair -> pair.getCurve().equals(Curve.Ed25519) && isSignedWith(publicKey(pair));
                case AsymmetricJWK pair -> jwt
                        .verify(new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), pair.toPublicKey()));
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException | IllegalStateException _) {
            return false; // a key or a signature that is none
        }
    }

    private boolean isSignedWith(PublicKey ed25519) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(ed25519);
        signature.update(jwt.getSigningInput());
        return signature.verify(jwt.getSignature().decode());
    }

    /** By hand: the library would need another library for it. */
    private static PublicKey publicKey(OctetKeyPair pair) throws GeneralSecurityException {
        byte[] point = pair.getX().decode();
        if (point.length != ED25519_KEY_BYTES) {
            throw new GeneralSecurityException("an Ed25519 key has " + ED25519_KEY_BYTES + " bytes");
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + ED25519_KEY_BYTES];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, ED25519_KEY_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** Without the signature. */
    @Override
    public String toString() {
        return "SignedToken[" + jwt.getHeader().getAlgorithm() + "]";
    }
}
