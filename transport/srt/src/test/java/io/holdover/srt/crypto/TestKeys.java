package io.holdover.srt.crypto;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What a caller does to encrypt: makes salt and key, and wraps the key under a passphrase. */
public record TestKeys(SessionKeys keys, KeyMaterialMessage message) {
    /** A fresh even key. */
    public static TestKeys generate(byte[] passphrase, int keyLengthBytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] salt = new byte[KeyMaterialMessage.SALT_BYTES];
        byte[] key = new byte[keyLengthBytes];
        random.nextBytes(salt);
        random.nextBytes(key);
        byte[] kek = KeyDerivation.keyEncryptingKey(passphrase, salt, keyLengthBytes);
        KeyMaterialMessage message = KeyMaterialMessage.compose(SessionKeys.EVEN, keyLengthBytes, salt, KeyWrap.wrap(kek, key));
        return new TestKeys(new SessionKeys(kek, salt, key, null), message);
    }

    /** An announcement of both keys under the same passphrase and salt. */
    public byte[] announce(byte[] evenKey, byte[] oddKey) {
        byte[] both = Arrays.copyOf(evenKey, evenKey.length + oddKey.length);
        System.arraycopy(oddKey, 0, both, evenKey.length, oddKey.length);
        return KeyMaterialMessage.compose(SessionKeys.EVEN | SessionKeys.ODD, keys.keyLengthBytes(), keys.salt(),
                KeyWrap.wrap(keys.keyEncryptingKey(), both)).toBytes();
    }
}
