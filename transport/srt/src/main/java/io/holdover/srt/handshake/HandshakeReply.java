package io.holdover.srt.handshake;

import java.net.InetAddress;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.packet.ControlHeader;
import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.PacketHeader;

/** Writes a listener's answers as whole datagrams from index 0 on; each method returns the length. Stateless. SRT draft 4.3.1. */
public final class HandshakeReply {
    private static final int BODY_AT = PacketHeader.BYTES;
    private static final int KEY_LENGTH_UNIT_BYTES = 8;

    private HandshakeReply() {
    }

    /** Answers an induction: version 5, the magic number, the caller's own id, and the cookie. */
    public static int writeInduction(ByteBuffer target, HandshakeBody induction, int cookie, InetAddress peer, int timestampUs) {
        HandshakeBody body = new HandshakeBody(HandshakeBody.VERSION_5, 0, HandshakeBody.EXTENSION_FIELD_MAGIC,
                induction.initialSequence(), induction.mssBytes(), induction.flowWindowPackets(), HandshakeBody.INDUCTION,
                induction.socketId(), cookie);
        return writeBody(target, body, induction.socketId(), peer, timestampUs);
    }

    /** Refuses a conclusion. */
    public static int writeRejection(ByteBuffer target, HandshakeBody conclusion, int wireReason, InetAddress peer, int timestampUs) {
        HandshakeBody body = new HandshakeBody(HandshakeBody.VERSION_5, 0, 0, conclusion.initialSequence(), conclusion.mssBytes(),
                conclusion.flowWindowPackets(), wireReason, conclusion.socketId(), conclusion.cookie());
        return writeBody(target, body, conclusion.socketId(), peer, timestampUs);
    }

    /** Sends away a caller of version 4, which knows no reasons. */
    public static int writeShutdown(ByteBuffer target, HandshakeBody conclusion, int timestampUs) {
        ControlHeader.put(target, 0, ControlType.SHUTDOWN, 0, 0, timestampUs, conclusion.socketId());
        target.putInt(BODY_AT, 0);
        return BODY_AT + Integer.BYTES;
    }

    /**
     * Accepts a conclusion.
     *
     * @param socketId
     *            ours
     * @param mssBytes
     *            negotiated
     * @param flowWindowPackets
     *            ours
     * @param filter
     *            the caller's packet filter to echo, or empty
     * @param keyMaterial
     *            the caller's key material to echo, or null
     * @param keyLengthBytes
     *            0 without key material
     */
    public static int writeConclusion(ByteBuffer target, HandshakeBody conclusion, int socketId, int mssBytes, int flowWindowPackets,
            Capabilities capabilities, String filter, byte @Nullable [] keyMaterial, int keyLengthBytes, InetAddress peer,
            int timestampUs) {
        int extensionField = HandshakeBody.HAS_CAPABILITIES | (keyMaterial == null ? 0 : HandshakeBody.HAS_KEY_MATERIAL)
                | (filter.isEmpty() ? 0 : HandshakeBody.HAS_CONFIGURATION);
        HandshakeBody body = new HandshakeBody(HandshakeBody.VERSION_5, keyLengthBytes / KEY_LENGTH_UNIT_BYTES, extensionField,
                conclusion.initialSequence(), mssBytes, flowWindowPackets, HandshakeBody.CONCLUSION, socketId, conclusion.cookie());
        int at = writeBody(target, body, conclusion.socketId(), peer, timestampUs);
        at = HandshakeExtensions.writeBlockHeader(target, at, ExtensionType.HSRSP, Capabilities.BYTES);
        capabilities.write(target, at);
        at += Capabilities.BYTES;
        if (!filter.isEmpty()) {
            at = HandshakeExtensions.writeString(target, at, ExtensionType.FILTER, filter);
        }
        if (keyMaterial != null) {
            at = HandshakeExtensions.writeBlockHeader(target, at, ExtensionType.KMRSP, keyMaterial.length);
            target.put(at, keyMaterial);
            at += keyMaterial.length;
        }
        return at;
    }

    private static int writeBody(ByteBuffer target, HandshakeBody body, int destination, InetAddress peer, int timestampUs) {
        ControlHeader.put(target, 0, ControlType.HANDSHAKE, 0, 0, timestampUs, destination);
        body.write(target, BODY_AT, peer);
        return BODY_AT + HandshakeBody.BYTES;
    }
}
