package io.holdover.srt;

/** Who decides about callers. Loop thread. */
@FunctionalInterface
public interface SrtListenerHandler {
    /** A caller has proved its address and said what it wants. The request is answered now or later, by exactly one of its answers. */
    void onRequest(ConnectionRequest request);
}
