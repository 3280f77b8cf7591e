package io.holdover.control.config;

import java.util.Base64;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A password, in plain text or as a hash: {@code sha256:...}, {@code argon2:...}. Nobody is shown it. */
final class SecretType implements ScalarType<String> {
    /** What stands in its place in the answers of the API. */
    static final String REDACTED = "<redacted>";

    private static final String SHA256_MARK = "sha256:";
    private static final String ARGON2_MARK = "argon2:";
    private static final int SHA256_BYTES = 32;
    private static final int LIMIT_CHARACTERS = 1_024;

    @Override
    public String name() {
        return "password";
    }

    @Override
    public String expectation() {
        return "a password, or its hash after 'sha256:' or 'argon2:',";
    }

    @Override
    public String example() {
        return "correct-horse-battery";
    }

    @Override
    public String parse(String text) throws InvalidOptionException {
        if (text.equals(REDACTED)) {
            // Whoever sends back what the API printed would give everybody this password.
            throw new InvalidOptionException("'" + REDACTED + "' is what the API prints in place of a password, not a password");
        }
        if (text.length() > LIMIT_CHARACTERS) {
            throw new InvalidOptionException("longer than " + LIMIT_CHARACTERS + " characters");
        }
        if (text.startsWith(SHA256_MARK) && !isSha256(text.substring(SHA256_MARK.length()))) {
            throw new InvalidOptionException("what follows 'sha256:' must be the 32 bytes of the hash in base64");
        }
        if (text.startsWith(ARGON2_MARK) && !text.startsWith(ARGON2_MARK + "$argon2")) {
            throw new InvalidOptionException("what follows 'argon2:' must begin with '$argon2'");
        }
        return text;
    }

    private static boolean isSha256(String text) {
        try {
            return Base64.getDecoder().decode(text).length == SHA256_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String show(String value) {
        return value;
    }

    @Override
    public String display(String value) {
        return value.isEmpty() ? "" : "(hidden)";
    }

    @Override
    public JsonNode toApi(String value) {
        return StringNode.valueOf(value.isEmpty() ? "" : REDACTED);
    }
}
