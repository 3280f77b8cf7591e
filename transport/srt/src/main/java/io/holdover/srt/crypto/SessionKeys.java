package io.holdover.srt.crypto;

/** Unwrapped keys of one session, made by {@link KeyMaterialMessage#unwrap}. Immutable, any thread. */
public final class SessionKeys {
    SessionKeys() {
    }
}
