package io.holdover.srt.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A caller's handshake packet, each field free to be wrong. */
final class RawHandshake {

    /** SRT draft 3.2.1.1.1: what libsrt's live mode announces. */
    static final int LIVE_FLAGS = 0xBF;
    static final int VERSION_1_5_1 = 0x010501;

    int destination;
    int version = 5;
    int encryption;
    /** Derived from the blocks when negative. */
    int extensionField = -1;
    int initialSequence = 1000;
    int mssBytes = 1500;
    int flowPackets = 8192;
    int request = RawPacket.CONCLUSION;
    int socketId;
    int cookie;

    private final List<Block> blocks = new ArrayList<>();

    private record Block(int command, int lengthWords, byte[] body) {
    }

    static RawHandshake induction(int socketId) {
        RawHandshake handshake = new RawHandshake();
        handshake.version = 4;
        handshake.extensionField = 2;
        handshake.request = RawPacket.INDUCTION;
        handshake.socketId = socketId;
        return handshake;
    }

    static RawHandshake conclusion(int socketId, int cookie) {
        RawHandshake handshake = new RawHandshake();
        handshake.socketId = socketId;
        handshake.cookie = cookie;
        return handshake;
    }

    RawHandshake with(java.util.function.Consumer<RawHandshake> change) {
        change.accept(this);
        return this;
    }

    RawHandshake hsreq() {
        return hsreq(VERSION_1_5_1, LIVE_FLAGS, 120, 0);
    }

    RawHandshake hsreq(int srtVersion, int flags, int receiveLatencyMs, int sendLatencyMs) {
        return block(RawPacket.HSREQ, words(srtVersion, flags, receiveLatencyMs << 16 | sendLatencyMs));
    }

    RawHandshake streamId(String text) {
        return block(RawPacket.SID, RawPacket.reversedString(text));
    }

    RawHandshake block(int command, byte[] body) {
        return block(command, body.length / 4, body);
    }

    RawHandshake block(int command, int lengthWords, byte[] body) {
        blocks.add(new Block(command, lengthWords, body));
        return this;
    }

    static byte[] words(int... words) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            buffer.putInt(word);
        }
        return buffer.array();
    }

    RawPacket packet() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int present = 0;
        for (Block block : blocks) {
            present |= switch (block.command) {
                case RawPacket.HSREQ -> 1;
                case RawPacket.KMREQ -> 2;
                case RawPacket.SID, RawPacket.CONGESTION, RawPacket.FILTER, RawPacket.GROUP -> 4;
                default -> 0;
            };
        }
        int extension = extensionField < 0 ? present : extensionField;
        out.writeBytes(words(0x8000_0000, 0, 0, destination, version, encryption << 16 | extension, initialSequence, mssBytes, flowPackets,
                request, socketId, cookie, 0x0100007F, 0, 0, 0));
        for (Block block : blocks) {
            out.writeBytes(words(block.command << 16 | block.lengthWords));
            out.writeBytes(block.body);
        }
        return new RawPacket(out.toByteArray());
    }
}
