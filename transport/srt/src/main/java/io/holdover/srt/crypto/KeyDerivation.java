package io.holdover.srt.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** PBKDF2 with HMAC-SHA1 over raw bytes (RFC 8018 5.2); the one in the JDK takes characters only. Stateless, any thread. */
final class KeyDerivation {
    private static final String HMAC = "HmacSHA1";
    private static final int HMAC_BYTES = 20;
    private static final int ITERATIONS = 2048; // SRT draft 6.1.4
    private static final int SALT_BYTES = 8; // only the last 8 bytes of the salt: SRT draft 6.1.4

    private KeyDerivation() {
    }

    /** The key that wraps the session's keys. */
    static byte[] keyEncryptingKey(byte[] passphrase, byte[] salt, int lengthBytes) {
        return pbkdf2(passphrase, Arrays.copyOfRange(salt, salt.length - SALT_BYTES, salt.length), ITERATIONS, lengthBytes);
    }

    static byte[] pbkdf2(byte[] password, byte[] salt, int iterations, int lengthBytes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            // HMAC pads keys with zeros, so that one zero stands for the empty key, which the JDK refuses
            mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, HMAC));
            byte[] derived = new byte[lengthBytes];
            byte[] u = new byte[HMAC_BYTES];
            for (int block = 1, at = 0; at < lengthBytes; block++, at += HMAC_BYTES) {
                mac.update(salt);
                mac.update(new byte[]{(byte) (block >>> 24), (byte) (block >>> 16), (byte) (block >>> 8), (byte) block});
                mac.doFinal(u, 0);
                byte[] t = u.clone();
                for (int i = 1; i < iterations; i++) {
                    mac.update(u);
                    mac.doFinal(u, 0);
                    for (int k = 0; k < HMAC_BYTES; k++) {
                        t[k] ^= u[k];
                    }
                }
                System.arraycopy(t, 0, derived, at, Math.min(HMAC_BYTES, lengthBytes - at));
            }
            return derived;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
