package io.holdover.srt;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.crypto.SessionKeys;

/**
 * How a request is accepted.
 *
 * @param options
 *            settings of this connection; they may differ from the listener's
 * @param keys
 *            the unwrapped keys when the request is encrypted, null when it is not
 */
public record AcceptOptions(SrtOptions options, @Nullable SessionKeys keys) {
    /** A connection in the clear. */
    public static AcceptOptions clear(SrtOptions options) {
        return new AcceptOptions(options, null);
    }
}
