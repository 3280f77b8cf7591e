package io.holdover.control.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a name or a password of the configuration is compared with. Any thread. */
sealed interface Secret permits Secret.Open, Secret.Plain, Secret.Sha256, Argon2Secret {
    String SHA256_MARK = "sha256:";
    String ARGON2_MARK = "argon2:";

    /** In a time that says nothing about what is right; an {@link Argon2Secret} takes long. */
    boolean matches(String guess);

    /** Whatever is said is right. */
    record Open() implements Secret {
        @Override
        public boolean matches(String guess) {
            return true;
        }
    }

    /** The text itself. */
    record Plain(byte[] text) implements Secret {
        @Override
        public boolean matches(String guess) {
            return MessageDigest.isEqual(text, guess.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Its SHA-256. */
    record Sha256(byte[] digest) implements Secret {
        static final int BYTES = 32;

        @Override
        public boolean matches(String guess) {
            return MessageDigest.isEqual(digest, digestOf(guess.getBytes(StandardCharsets.UTF_8)));
        }

        static byte[] digestOf(byte[] text) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(text);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has it
            }
        }
    }

    /** @throws IllegalArgumentException with a message that does not show the secret */
    static Secret parse(String text) {
        if (text.isEmpty()) {
            return new Open();
        }
        if (text.startsWith(ARGON2_MARK)) {
            return Argon2Secret.parse(text.substring(ARGON2_MARK.length()));
        }
        if (!text.startsWith(SHA256_MARK)) {
            return new Plain(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] digest;
        try {
            digest = Base64.getDecoder().decode(text.substring(SHA256_MARK.length()));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("what follows 'sha256:' is not base64");
        }
        if (digest.length != Sha256.BYTES) {
            throw new IllegalArgumentException(
                    "what follows 'sha256:' must be the 32 bytes of a SHA-256 in base64, it has " + digest.length);
        }
        return new Sha256(digest);
    }
}
