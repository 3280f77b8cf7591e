package io.holdover.srt.handshake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** SipHash-2-4, a keyed hash for short messages (Aumasson and Bernstein, 2012). Immutable, any thread. */
public final class SipHash {
    /** Length of the key. */
    public static final int KEY_BYTES = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK_BYTES = 8;
    private static final int LENGTH_SHIFT = 56;
    private static final int FINAL_ROUNDS = 4;

    private final long k0;
    private final long k1;

    /**
     * @throws IllegalArgumentException
     *             when the key has not {@link #KEY_BYTES} bytes
     */
    public SipHash(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key has " + key.length + " bytes, must have " + KEY_BYTES);
        }
        k0 = (long) LONGS.get(key, 0);
        k1 = (long) LONGS.get(key, BLOCK_BYTES);
    }

    /** The hash of all bytes. */
    public long hash(byte[] message) {
        long[] v = {k0 ^ 0x736f6d6570736575L, k1 ^ 0x646f72616e646f6dL, k0 ^ 0x6c7967656e657261L, k1 ^ 0x7465646279746573L};
        int whole = message.length & -BLOCK_BYTES;
        for (int at = 0; at < whole; at += BLOCK_BYTES) {
            compress(v, (long) LONGS.get(message, at));
        }
        long tail = (long) message.length << LENGTH_SHIFT;
        for (int i = whole; i < message.length; i++) {
            tail |= (message[i] & 0xFFL) << (Byte.SIZE * (i - whole));
        }
        compress(v, tail);
        v[2] ^= 0xFF;
        for (int i = 0; i < FINAL_ROUNDS; i++) {
            round(v);
        }
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void compress(long[] v, long block) {
        v[3] ^= block;
        round(v);
        round(v);
        v[0] ^= block;
    }

    private static void round(long[] v) {
        v[0] += v[1];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[3];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[2] = Long.rotateLeft(v[2], 32);
    }
}
