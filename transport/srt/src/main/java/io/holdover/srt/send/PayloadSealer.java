package io.holdover.srt.send;

import java.nio.ByteBuffer;

/** Encrypts payloads in place. Loop thread. */
public interface PayloadSealer {
    /** KK for the next new packet; counts it, and changes the key when it is time. */
    int nextKeyFlag();

    /** Encrypts by index in a big-endian buffer; the same arguments give the same bytes. */
    void seal(int keyFlag, int sequence, ByteBuffer bytes, int from, int length);
}
