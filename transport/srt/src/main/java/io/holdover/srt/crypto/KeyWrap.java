package io.holdover.srt.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/** AES key wrap, RFC 3394. Stateless, any thread. */
final class KeyWrap {
    /** What wrapping adds. */
    static final int OVERHEAD_BYTES = 8;

    private static final String AES = "AES";
    private static final String TRANSFORMATION = "AES/KW/NoPadding";

    private KeyWrap() {
    }

    static byte[] wrap(byte[] keyEncryptingKey, byte[] keys) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(keyEncryptingKey, AES));
            return cipher.wrap(new SecretKeySpec(keys, AES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 17 has " + TRANSFORMATION, e);
        }
    }

    /** The keys; null when they were wrapped under another key. */
    static byte @Nullable [] unwrap(byte[] keyEncryptingKey, byte[] wrapped, int from, int length) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(keyEncryptingKey, AES));
            return cipher.unwrap(Arrays.copyOfRange(wrapped, from, from + length), AES, Cipher.SECRET_KEY).getEncoded();
        } catch (InvalidKeyException e) {
            return null; // the integrity check value does not fit: RFC 3394 2.2.3
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 17 has " + TRANSFORMATION, e);
        }
    }
}
