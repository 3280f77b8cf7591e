package io.holdover.srt.crypto;

import org.jspecify.annotations.Nullable;

/**
 * Keys of one session with what is needed to open and to make the next ones. Made by {@link KeyMaterialMessage#unwrap}. Immutable, any
 * thread.
 */
public final class SessionKeys {
    /** The flag of the even key in KK fields. */
    static final int EVEN = 1;
    /** The flag of the odd key in KK fields. */
    static final int ODD = 2;

    private final byte[] keyEncryptingKey;
    private final byte[] salt;
    private final byte @Nullable [] even;
    private final byte @Nullable [] odd;

    SessionKeys(byte[] keyEncryptingKey, byte[] salt, byte @Nullable [] even, byte @Nullable [] odd) {
        this.keyEncryptingKey = keyEncryptingKey;
        this.salt = salt;
        this.even = even;
        this.odd = odd;
    }

    /** 16, 24 or 32. */
    public int keyLengthBytes() {
        return keyEncryptingKey.length;
    }

    byte[] keyEncryptingKey() {
        return keyEncryptingKey;
    }

    byte[] salt() {
        return salt;
    }

    /** The key with this flag, {@link #EVEN} or {@link #ODD}; null when there is none. */
    byte @Nullable [] key(int flag) {
        return flag == EVEN ? even : odd;
    }
}
