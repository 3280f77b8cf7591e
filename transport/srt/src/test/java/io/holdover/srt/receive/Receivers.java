package io.holdover.srt.receive;

/** Limits of the receiving half, for tests in other packages. */
public final class Receivers {
    public static final int MAX_JUMP_PACKETS = Receiver.MAX_JUMP_PACKETS;

    private Receivers() {
    }
}
