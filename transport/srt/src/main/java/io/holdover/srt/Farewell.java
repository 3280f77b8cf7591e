package io.holdover.srt;

import java.time.Duration;

import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.PacketWriter;

/** How the peer is told of the end: by SHUTDOWN, several times since nobody confirms it. Loop thread. SRT draft 3.2.7. */
final class Farewell {
    static final int SHUTDOWNS = 3;
    static final long INTERVAL_NS = Duration.ofMillis(40).toNanos();

    private int left;
    private long dueNs = SrtConnection.NEVER;

    /** The peer is to be told. */
    void begin(long nowNs) {
        left = SHUTDOWNS;
        dueNs = nowNs;
    }

    /** Whether nothing is left to send. */
    boolean isOver() {
        return left == 0;
    }

    long dueNs() {
        return dueNs;
    }

    void flush(PacketWriter writer, long nowNs) {
        if (nowNs >= dueNs) {
            writer.writeEmpty(ControlType.SHUTDOWN, 0, nowNs);
            left--;
            dueNs = isOver() ? SrtConnection.NEVER : nowNs + INTERVAL_NS;
        }
    }
}
