package io.holdover.control.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An Argon2 hash as the reference tool encodes it, {@code $argon2id$v=19$m=4096,t=3,p=1$salt$hash}. Comparing takes milliseconds to seconds
 * and as much memory as the hash asks for: never on a loop.
 *
 * @param encoded
 *            the text of the configuration
 */
record Argon2Secret(String encoded, Kind kind, int version, int memoryKb, int passes, int lanes, byte[] salt, byte[] hash)
        implements
            Secret {
    /** The second recommendation of RFC 9106 4 is 64 MiB; the heap must bear it. */
    static final int LIMIT_MEMORY_KB = 128 * 1_024;
    /** Memory that is passed over: about two seconds. RFC 9106's second recommendation is 192 MiB. */
    static final int LIMIT_WORK_KB = 1_024 * 1_024;
    static final int LIMIT_LANES = 16;
    static final int LIMIT_BYTES = 64;

    // The libargon2 limits: ARGON2_MIN_SALT_LENGTH, ARGON2_MIN_OUTLEN, and 2 * ARGON2_SYNC_POINTS blocks of a KiB for each lane.
    private static final int LEAST_SALT_BYTES = 8;
    private static final int LEAST_HASH_BYTES = 4;
    private static final int LEAST_MEMORY_KB_PER_LANE = 8;

    private static final Pattern ENCODED = Pattern.compile("\\$argon2(id|i)(?:\\$v=([0-9]{1,3}))?"
            + "\\$m=([0-9]{1,9}),t=([0-9]{1,9}),p=([0-9]{1,9})\\$([A-Za-z0-9+/]{1,256})\\$([A-Za-z0-9+/]{1,256})");

    /** The variants that are fit for passwords; Argon2d is not. */
    enum Kind {
        ARGON2I(Argon2Parameters.ARGON2_i), ARGON2ID(Argon2Parameters.ARGON2_id);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    @Override
    public boolean matches(String guess) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(kind.code).withVersion(version).withMemoryAsKB(memoryKb).withIterations(passes)
                .withParallelism(lanes).withSalt(salt).build());
        byte[] guessed = new byte[hash.length];
        generator.generateBytes(guess.getBytes(StandardCharsets.UTF_8), guessed);
        return MessageDigest.isEqual(hash, guessed);
    }

    /** @throws IllegalArgumentException if it cannot be read, or would take too long */
    static Argon2Secret parse(String encoded) {
        Matcher matcher = ENCODED.matcher(encoded);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "what follows 'argon2:' is not an Argon2id or Argon2i hash such as '$argon2id$v=19$m=4096,t=3,p=1$<salt>$<hash>'");
        }
        Kind kind = matcher.group(1).equals("id") ? Kind.ARGON2ID : Kind.ARGON2I;
        int version = matcher.group(2) == null ? Argon2Parameters.ARGON2_VERSION_10 : Integer.parseInt(matcher.group(2));
        if (version != Argon2Parameters.ARGON2_VERSION_10 && version != Argon2Parameters.ARGON2_VERSION_13) {
            throw new IllegalArgumentException("version " + version + " of Argon2 is not known");
        }
        int memoryKb = Integer.parseInt(matcher.group(3));
        int passes = Integer.parseInt(matcher.group(4));
        int lanes = Integer.parseInt(matcher.group(5));
        if (lanes < 1 || lanes > LIMIT_LANES) {
            throw new IllegalArgumentException("the Argon2 hash has " + lanes + " lanes (p), allowed are 1 to " + LIMIT_LANES);
        }
        if (memoryKb < LEAST_MEMORY_KB_PER_LANE * lanes || memoryKb > LIMIT_MEMORY_KB) {
            throw new IllegalArgumentException("the Argon2 hash takes " + memoryKb + " KiB of memory (m), allowed are "
                    + LEAST_MEMORY_KB_PER_LANE * lanes + " to " + LIMIT_MEMORY_KB);
        }
        if (passes < 1 || (long) memoryKb * passes > LIMIT_WORK_KB) {
            throw new IllegalArgumentException(
                    "the Argon2 hash takes " + passes + " passes (t) over " + memoryKb + " KiB, allowed are 1 to "
                            + LIMIT_WORK_KB / memoryKb);
        }
        return new Argon2Secret(encoded, kind, version, memoryKb, passes, lanes, bytes(matcher.group(6), "salt", LEAST_SALT_BYTES),
                bytes(matcher.group(7), "hash", LEAST_HASH_BYTES));
    }

    private static byte[] bytes(String base64, String what, int least) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("the " + what + " of the Argon2 hash is not base64");
        }
        if (bytes.length < least || bytes.length > LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    "the " + what + " of the Argon2 hash has " + bytes.length + " bytes, allowed are " + least + " to " + LIMIT_BYTES);
        }
        return bytes;
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Argon2Secret[" + kind + "]";
    }
}
