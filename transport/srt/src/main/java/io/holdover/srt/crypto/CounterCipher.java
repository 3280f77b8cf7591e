package io.holdover.srt.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-CTR for one key, as packets need it: the key stream of a sequence number, combined with a payload in place. Setting the cipher up for
 * each packet allocates about a hundred bytes inside the JCA; encrypting prepared counter blocks in ECB mode would allocate nothing, but
 * takes
 * half as long again on processors without AVX-512, where only counter mode is interleaved. Not thread-safe; loop thread.
 */
final class CounterCipher {
    /** The longest payload. */
    static final int MAX_PAYLOAD_BYTES = 1472;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] ZEROS = new byte[MAX_PAYLOAD_BYTES];
    private static final int BLOCK_BYTES = 16;
    private static final int SEQUENCE_SHIFT = 16; // bytes 10..13 of the counter block hold the sequence number
    private static final long BLOCK_COUNTER_MASK = 0xFFFF; // bytes 14..15 count the blocks, from 0

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final long saltTail;
    private final byte[] iv = new byte[BLOCK_BYTES];

    private final byte[] keyStream = new byte[MAX_PAYLOAD_BYTES];

    CounterCipher(byte[] key, byte[] salt) {
        this.key = new SecretKeySpec(key, "AES");
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
        LONGS.set(iv, 0, (long) LONGS.get(salt, 0));
        saltTail = (long) LONGS.get(salt, Long.BYTES) & ~BLOCK_COUNTER_MASK; // only 14 bytes of the salt: SRT draft 6.2.2
    }

    /** Encrypts or decrypts {@code length} bytes from {@code from} on, at most {@link #MAX_PAYLOAD_BYTES}. */
    void apply(int sequence, byte[] bytes, int from, int length) {
        prepareKeyStream(sequence, length);
        int whole = length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            LONGS.set(bytes, from + i, (long) LONGS.get(bytes, from + i) ^ (long) LONGS.get(keyStream, i));
        }
        for (int i = whole; i < length; i++) {
            bytes[from + i] ^= keyStream[i];
        }
    }

    /** The same in a big-endian buffer, by index. */
    void apply(int sequence, ByteBuffer bytes, int from, int length) {
        prepareKeyStream(sequence, length);
        int whole = length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            bytes.putLong(from + i, bytes.getLong(from + i) ^ (long) LONGS.get(keyStream, i));
        }
        for (int i = whole; i < length; i++) {
            bytes.put(from + i, (byte) (bytes.get(from + i) ^ keyStream[i]));
        }
    }

    private void prepareKeyStream(int sequence, int length) {
        LONGS.set(iv, Long.BYTES, saltTail ^ ((long) sequence << SEQUENCE_SHIFT));
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.update(ZEROS, 0, length, keyStream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key stream has the size of the zeros", e);
        }
    }
}
