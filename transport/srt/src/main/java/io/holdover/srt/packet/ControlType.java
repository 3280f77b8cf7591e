package io.holdover.srt.packet;

/** Control packet types. SRT draft 3.2, table 1. */
public enum ControlType {
    HANDSHAKE(0x0000),
    KEEPALIVE(0x0001),
    ACK(0x0002),
    NAK(0x0003),
    CONGESTION_WARNING(0x0004),
    SHUTDOWN(0x0005),
    ACKACK(0x0006),
    DROPREQ(0x0007),
    PEERERROR(0x0008),
    /** User-Defined Type: its subtype is the command of a handshake extension. */
    EXTENSION(0x7FFF),
    /** Anything else; never written. */
    UNKNOWN(-1);

    private static final ControlType[] BY_WIRE = {HANDSHAKE, KEEPALIVE, ACK, NAK, CONGESTION_WARNING, SHUTDOWN, ACKACK, DROPREQ, PEERERROR};

    private final int wire;

    ControlType(int wire) {
        this.wire = wire;
    }

    int wire() {
        return wire;
    }

    static ControlType ofWire(int wire) {
        if (wire < BY_WIRE.length) {
            return BY_WIRE[wire];
        }
        return wire == EXTENSION.wire ? EXTENSION : UNKNOWN;
    }
}
