package io.holdover.srt;

import java.nio.ByteBuffer;

import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.handshake.Capabilities;
import io.holdover.srt.handshake.HandshakeBody;
import io.holdover.srt.handshake.HandshakeExtensions;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.packet.SequenceNumber;

/**
 * What a conclusion is worth before the application sees it. Missing abilities of the peer are no reason to refuse it, only contradictions
 * and what we cannot do at all.
 */
sealed interface ConclusionCheck {
    /** The application may see it. */
    record Passed(PendingRequest.Conclusion conclusion) implements ConclusionCheck {
    }

    /** It may not. */
    record Refused(RejectionReason reason) implements ConclusionCheck {
    }

    /** The first SRT version with this handshake; what announces itself as older contradicts itself. */
    int FIRST_VERSION_WITH_HANDSHAKE_5 = 0x010300;
    /** Room for IP, UDP and SRT headers and a little payload. */
    int MIN_MSS_BYTES = 172;
    int MIN_FLOW_WINDOW_PACKETS = 2;

    static ConclusionCheck of(ByteBuffer datagram, HandshakeBody body, KnownPeer.Key key, int minimumPeerVersion, long nowNs) {
        int at = datagram.position();
        boolean plausible = body.version() == HandshakeBody.VERSION_5 && body.initialSequence() >= 0
                && body.initialSequence() < SequenceNumber.MAX && body.mssBytes() >= MIN_MSS_BYTES
                && body.flowWindowPackets() >= MIN_FLOW_WINDOW_PACKETS;
        HandshakeExtensions extensions = HandshakeExtensions.parse(datagram, at + PacketHeader.BYTES + HandshakeBody.BYTES,
                datagram.limit());
        Capabilities capabilities = extensions == null ? null : extensions.capabilities();
        if (!plausible || extensions == null || capabilities == null) {
            return refused(RejectionReason.ROGUE);
        }
        if (capabilities.has(Capabilities.STREAM)) {
            return refused(RejectionReason.MESSAGEAPI);
        }
        if (capabilities.version() < Math.max(minimumPeerVersion, FIRST_VERSION_WITH_HANDSHAKE_5)) {
            return refused(RejectionReason.VERSION);
        }
        if (!extensions.congestion().equals(HandshakeExtensions.LIVE)) {
            return refused(RejectionReason.CONGESTION);
        }
        if (extensions.group()) {
            return refused(RejectionReason.GROUP);
        }
        KeyMaterialMessage keyMaterial = null;
        byte[] keyMaterialBody = extensions.keyMaterial();
        if (keyMaterialBody != null) {
            keyMaterial = KeyMaterialMessage.parse(keyMaterialBody);
            if (keyMaterial == null) {
                return refused(RejectionReason.ROGUE);
            }
            if (!keyMaterial.isCounterMode()) {
                return refused(RejectionReason.CRYPTO);
            }
        }
        return new Passed(new PendingRequest.Conclusion(key, body, capabilities, extensions.streamId(),
                extensions.filter(), keyMaterial, PacketHeader.timestampUs(datagram, at), nowNs));
    }

    private static ConclusionCheck refused(RejectionReason reason) {
        return new Refused(reason);
    }
}
