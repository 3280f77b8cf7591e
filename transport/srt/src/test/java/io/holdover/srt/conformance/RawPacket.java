package io.holdover.srt.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An SRT packet as plain words, written and read here without the code under test.
 *
 * @param bytes the whole datagram
 */
record RawPacket(byte[] bytes) {

    static final int HANDSHAKE = 0;
    static final int KEEPALIVE = 1;
    static final int ACK = 2;
    static final int NAK = 3;
    static final int SHUTDOWN = 5;
    static final int ACKACK = 6;
    static final int DROP_REQUEST = 7;
    static final int EXTENSION = 0x7FFF;

    static final int INDUCTION = 1;
    static final int CONCLUSION = -1;

    static final int HSREQ = 1;
    static final int HSRSP = 2;
    static final int KMREQ = 3;
    static final int KMRSP = 4;
    static final int SID = 5;
    static final int CONGESTION = 6;
    static final int FILTER = 7;
    static final int GROUP = 8;

    private static final int HEADER_BYTES = 16;
    private static final int HANDSHAKE_BYTES = 48;
    private static final int HANDSHAKE_WORDS = 12;

    static RawPacket control(int type, int subtype, int w1, int timestampUs, int destination, int... words) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + 4 * words.length);
        buffer.putInt(0x8000_0000 | type << 16 | subtype).putInt(w1).putInt(timestampUs).putInt(destination);
        for (int word : words) {
            buffer.putInt(word);
        }
        return new RawPacket(buffer.array());
    }

    static RawPacket data(int sequence, int w1, int timestampUs, int destination, byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        buffer.putInt(sequence).putInt(w1).putInt(timestampUs).putInt(destination).put(payload);
        return new RawPacket(buffer.array());
    }

    int word(int index) {
        return ByteBuffer.wrap(bytes).getInt(4 * index);
    }

    boolean isControl() {
        return word(0) < 0;
    }

    boolean isControl(int type) {
        return isControl() && type() == type;
    }

    int type() {
        return word(0) >>> 16 & 0x7FFF;
    }

    int subtype() {
        return word(0) & 0xFFFF;
    }

    boolean isData() {
        return !isControl();
    }

    int sequence() {
        return word(0);
    }

    boolean isRetransmission() {
        return isData() && (word(1) & 1 << 26) != 0;
    }

    /** KK: 0 clear, 1 even, 2 odd. */
    int keyFlags() {
        return word(1) >>> 27 & 3;
    }

    int timestampUs() {
        return word(2);
    }

    int destination() {
        return word(3);
    }

    byte[] payload() {
        byte[] payload = new byte[bytes.length - HEADER_BYTES];
        System.arraycopy(bytes, HEADER_BYTES, payload, 0, payload.length);
        return payload;
    }

    /** Word of the control information field. */
    int field(int index) {
        return word(HEADER_BYTES / 4 + index);
    }

    int fields() {
        return (bytes.length - HEADER_BYTES) / 4;
    }

    boolean isHandshake(int request) {
        return isControl(HANDSHAKE) && fields() >= HANDSHAKE_WORDS && request() == request;
    }

    int version() {
        return field(0);
    }

    int extensionField() {
        return field(1) & 0xFFFF;
    }

    int initialSequence() {
        return field(2);
    }

    int request() {
        return field(5);
    }

    int socketId() {
        return field(6);
    }

    int cookie() {
        return field(7);
    }

    /** The handshake's extension blocks in their order. */
    Map<Integer, byte[]> extensions() {
        Map<Integer, byte[]> found = new LinkedHashMap<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(HEADER_BYTES + HANDSHAKE_BYTES);
        while (buffer.remaining() >= 4) {
            int command = buffer.getShort() & 0xFFFF;
            byte[] body = new byte[4 * (buffer.getShort() & 0xFFFF)];
            buffer.get(body);
            found.put(command, body);
        }
        return found;
    }

    /** The datagram with another word in one place. */
    RawPacket withWord(int index, int value) {
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).putInt(4 * index, value);
        return new RawPacket(copy);
    }

    /** A string as SRT extensions carry it: zero-padded, bytes reversed in each word. */
    static byte[] reversedString(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[Math.ceilDiv(plain.length, 4) * 4];
        for (int i = 0; i < plain.length; i++) {
            body[i ^ 3] = plain[i];
        }
        return body;
    }

    @Override
    public String toString() {
        if (bytes.length < HEADER_BYTES) {
            return bytes.length + " bytes";
        }
        return isControl() ? "control " + type() + "/" + subtype() + " w1=" + word(1) + " fields=" + fields()
                : "data " + sequence() + (isRetransmission() ? " R" : "");
    }
}
