package io.holdover.control.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Remembers how guesses at {@link Argon2Secret}s turned out, so that peers who return all at once cost next to nothing. Guesses are kept as
 * hashes under a key of this object alone. Right and wrong ones are forgotten apart: no number of wrong guesses makes it forget a right
 * one. Any thread.
 */
final class SecretMemory {
    /** Guesses of each kind; the one that was used longest ago is forgotten first. */
    static final int LIMIT_GUESSES = 1_024;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Map<String, Boolean> right = bounded();
    private final Map<String, Boolean> wrong = bounded();

    SecretMemory() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** How it turned out; null if nobody remembers. */
    @Nullable
    Boolean recall(Argon2Secret secret, String guess) {
        String mark = mark(secret, guess);
        if (right.get(mark) != null) {
            return true;
        }
        return wrong.get(mark) == null ? null : false;
    }

    void keep(Argon2Secret secret, String guess, boolean matched) {
        (matched ? right : wrong).put(mark(secret, guess), true);
    }

    private String mark(Argon2Secret secret, String guess) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(secret.encoded().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0); // no encoded hash contains one
            return HexFormat.of().formatHex(mac.doFinal(guess.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e); // every Java has it, and takes any key
        }
    }

    private static Map<String, Boolean> bounded() {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > LIMIT_GUESSES;
            }
        });
    }
}
