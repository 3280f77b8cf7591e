package io.holdover.srt;

import java.nio.ByteBuffer;

/**
 * The bytes that a sending connection takes its first transmissions and its repeats from: typically a ring that many readers share. Loop
 * thread only.
 */
@FunctionalInterface
public interface PayloadSource {
    /** What {@link #copyPayload} answers for a payload that is no longer kept. */
    int GONE = -1;

    /**
     * Copies payload {@code index} into {@code target} from its position on and moves the position behind it.
     *
     * @return the length in bytes, the same on every call; or {@link #GONE}: the connection then tells the peer not to wait for it
     */
    int copyPayload(long index, ByteBuffer target);
}
