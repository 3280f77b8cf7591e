package io.holdover.control.config;

import java.nio.charset.StandardCharsets;

/** A secret of 10 to 79 bytes of UTF-8; the empty text means none. */
final class PassphraseType implements ScalarType<String> {
    // SRT draft 6.1.4: the passphrase has 10 to 79 bytes (libsrt counts bytes, not characters).
    static final int LEAST_BYTES = 10;
    static final int LIMIT_BYTES = 79;

    @Override
    public String name() {
        return "passphrase";
    }

    @Override
    public String expectation() {
        return "a passphrase of " + LEAST_BYTES + " to " + LIMIT_BYTES + " bytes, or nothing for none,";
    }

    @Override
    public String example() {
        return "correct-horse-battery";
    }

    @Override
    public String parse(String text) throws InvalidOptionException {
        int lengthBytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (lengthBytes != 0 && (lengthBytes < LEAST_BYTES || lengthBytes > LIMIT_BYTES)) {
            // Not the text itself: an almost right secret is still one.
            throw InvalidOptionException.insteadOf(this, lengthBytes + (lengthBytes == 1 ? " byte" : " bytes"));
        }
        return text;
    }

    @Override
    public String show(String value) {
        return value;
    }

    @Override
    public String display(String value) {
        return value.isEmpty() ? "" : "(hidden)";
    }
}
