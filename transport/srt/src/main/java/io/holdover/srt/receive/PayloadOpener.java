package io.holdover.srt.receive;

/** Decrypts payloads in place. Loop thread. */
@FunctionalInterface
public interface PayloadOpener {
    /** False, with nothing touched, when there is no key for this packet (yet). */
    boolean open(int keyFlag, int sequence, byte[] bytes, int from, int length);
}
