package io.holdover.gateway.srt;

import java.nio.charset.StandardCharsets;

import io.holdover.stream.AccessAction;

/**
 * What SRT peers of a path must bring.
 *
 * @param publishPassphrase
 *            "" if publishers must not encrypt
 * @param readPassphrase
 *            "" if readers must not encrypt
 */
public record SrtPathOptions(String publishPassphrase, String readPassphrase) {

    /** Nobody encrypts. */
    public static final SrtPathOptions CLEAR = new SrtPathOptions("", "");

    /** The raw bytes of the passphrase for one direction; empty if there is none. */
    byte[] passphrase(AccessAction action) {
        String passphrase = switch (action) {
            case PUBLISH -> publishPassphrase;
            case READ -> readPassphrase;
        };
        return passphrase.getBytes(StandardCharsets.UTF_8);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SrtPathOptions[publish " + (publishPassphrase.isEmpty() ? "clear" : "encrypted") + ", read "
                + (readPassphrase.isEmpty() ? "clear" : "encrypted") + "]";
    }
}
