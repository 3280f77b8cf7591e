package io.holdover.srt.crypto;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A key material message: the body of KMREQ, and of the KMRSP that confirms it. Immutable, any thread. SRT draft 3.2.2.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |S|  V  |   PT  |              Sign             |   Resv1   | KK|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              KEKI                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Cipher    |      Auth     |       SE      |     Resv2     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |             Resv3             |     SLen/4    |     KLen/4    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              Salt (128 bits)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              Wrapped Key(s)                   |
 * </pre>
 */
public final class KeyMaterialMessage {
    /** The one-word answer for keys that cannot be opened, state BADSECRET, least significant byte first as libsrt writes it. */
    public static final int BYTES_OF_FAILURE = 4;

    static final int SALT_BYTES = 16;

    private static final int BAD_SECRET = 4;
    private static final int VERSION_AND_TYPE = 0x12; // S = 0, V = 1, PT = 2
    private static final int SIGN_1 = 0x20;
    private static final int SIGN_2 = 0x29;
    private static final int KK_MASK = 0b11;
    private static final int CIPHER_AES_CTR = 2;
    private static final int STREAM_SRT = 2;
    private static final int LENGTH_UNIT = 4;
    private static final int KK_AT = 3;
    private static final int CIPHER_AT = 8;
    private static final int AUTH_AT = 9;
    private static final int SE_AT = 10;
    private static final int SLEN_AT = 14;
    private static final int KLEN_AT = 15;
    private static final int SALT_AT = 16;
    private static final int WRAPPED_AT = SALT_AT + SALT_BYTES;

    private final byte[] body;

    private KeyMaterialMessage(byte[] body) {
        this.body = body;
    }

    /** Takes a message apart; null when it is malformed. The array is the message's from now on. */
    public static @Nullable KeyMaterialMessage parse(byte[] body) {
        if (body.length <= WRAPPED_AT || body[0] != VERSION_AND_TYPE || body[1] != SIGN_1 || body[2] != SIGN_2) {
            return null;
        }
        int keyLengthBytes = body[KLEN_AT] * LENGTH_UNIT;
        int keys = Integer.bitCount(body[KK_AT] & KK_MASK);
        boolean keyLengthKnown = keyLengthBytes == 16 || keyLengthBytes == 24 || keyLengthBytes == 32;
        if (!keyLengthKnown || keys == 0 || body[SLEN_AT] * LENGTH_UNIT != SALT_BYTES) {
            return null;
        }
        return body.length == WRAPPED_AT + KeyWrap.OVERHEAD_BYTES + keys * keyLengthBytes ? new KeyMaterialMessage(body) : null;
    }

    /** Composes a message for keys that are wrapped already. */
    static KeyMaterialMessage compose(int keyFlags, int keyLengthBytes, byte[] salt, byte[] wrapped) {
        byte[] body = Arrays.copyOf(new byte[]{VERSION_AND_TYPE, SIGN_1, SIGN_2, (byte) keyFlags}, WRAPPED_AT + wrapped.length);
        body[CIPHER_AT] = CIPHER_AES_CTR;
        body[SE_AT] = STREAM_SRT;
        body[SLEN_AT] = SALT_BYTES / LENGTH_UNIT;
        body[KLEN_AT] = (byte) (keyLengthBytes / LENGTH_UNIT);
        System.arraycopy(salt, 0, body, SALT_AT, SALT_BYTES);
        System.arraycopy(wrapped, 0, body, WRAPPED_AT, wrapped.length);
        return new KeyMaterialMessage(body);
    }

    /** What answers a message that cannot be opened. */
    public static byte[] failure() {
        return new byte[]{BAD_SECRET, 0, 0, 0};
    }

    /** A copy of the whole message, byte for byte; it is also the answer that confirms it. */
    public byte[] toBytes() {
        return body.clone();
    }

    /** 16, 24 or 32. */
    public int keyLengthBytes() {
        return body[KLEN_AT] * LENGTH_UNIT;
    }

    /** Whether the cipher is AES-CTR without authentication, the only one we have. */
    public boolean isCounterMode() {
        return body[CIPHER_AT] == CIPHER_AES_CTR && body[AUTH_AT] == 0;
    }

    /**
     * Opens the message. Pure; about a millisecond of work (PBKDF2), so not for a loop.
     *
     * @param passphrase
     *            raw bytes, 10 to 80
     * @return the keys, or null when the passphrase is not the right one
     */
    public @Nullable SessionKeys unwrap(byte[] passphrase) {
        return unwrapUnder(KeyDerivation.keyEncryptingKey(passphrase, salt(), keyLengthBytes()));
    }

    /** Opens the message with the key-encrypting key of keys opened before; null when it does not fit. Cheap enough for a loop. */
    @Nullable
    SessionKeys unwrapLike(SessionKeys known) {
        if (!isCounterMode() || keyLengthBytes() != known.keyLengthBytes() || !Arrays.equals(salt(), known.salt())) {
            return null;
        }
        return unwrapUnder(known.keyEncryptingKey());
    }

    /** Whether both are the same message. */
    boolean sameAs(KeyMaterialMessage other) {
        return Arrays.equals(body, other.body);
    }

    private @Nullable SessionKeys unwrapUnder(byte[] keyEncryptingKey) {
        byte[] keys = KeyWrap.unwrap(keyEncryptingKey, body, WRAPPED_AT, body.length - WRAPPED_AT);
        if (keys == null) {
            return null;
        }
        int keyFlags = body[KK_AT] & KK_MASK;
        byte[] first = Arrays.copyOf(keys, keyLengthBytes());
        byte[] last = Arrays.copyOfRange(keys, keys.length - keyLengthBytes(), keys.length);
        return new SessionKeys(keyEncryptingKey, salt(), (keyFlags & SessionKeys.EVEN) != 0 ? first : null,
                (keyFlags & SessionKeys.ODD) != 0 ? last : null);
    }

    private byte[] salt() {
        return Arrays.copyOfRange(body, SALT_AT, SALT_AT + SALT_BYTES);
    }
}
