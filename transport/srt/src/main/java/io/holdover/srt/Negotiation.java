package io.holdover.srt;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.handshake.Capabilities;
import io.holdover.srt.handshake.HandshakeExtensions;
import io.holdover.srt.handshake.HandshakeReply;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.receive.ReceiverOptions;
import io.holdover.srt.send.SenderOptions;

/** What both ends have agreed on. Immutable. SRT draft 4.3.1, 4.4. */
final class Negotiation {
    private static final String REPORT_AT_ONCE = ",arq:always"; // libsrt, packet filtering: the default is arq:onreq
    private static final int IPV4_UDP_BYTES = 28;
    private static final int IPV6_UDP_BYTES = 48;
    private static final long NS_PER_MS = 1_000_000;

    private final PendingRequest.Conclusion conclusion;
    private final AcceptOptions accepted;
    private final int socketId;
    private final Capabilities answer;

    Negotiation(PendingRequest.Conclusion conclusion, AcceptOptions accepted, int socketId) {
        this.conclusion = conclusion;
        this.accepted = accepted;
        this.socketId = socketId;
        this.answer = conclusion.capabilities().answer(options().receiveLatencyMs(), options().peerLatencyMs());
    }

    PendingRequest.Conclusion conclusion() {
        return conclusion;
    }

    AcceptOptions accepted() {
        return accepted;
    }

    SrtOptions options() {
        return accepted.options();
    }

    int socketId() {
        return socketId;
    }

    int receiveLatencyMs() {
        return answer.receiverDelayMs();
    }

    int sendLatencyMs() {
        return answer.senderDelayMs();
    }

    int mssBytes() {
        return Math.min(options().mssBytes(), conclusion.body().mssBytes());
    }

    /** Longest datagram we send. */
    int maxDatagramBytes() {
        return maxPayloadBytes() + PacketHeader.BYTES;
    }

    int maxPayloadBytes() {
        return maxPayloadBytes(conclusion, options());
    }

    static int maxPayloadBytes(PendingRequest.Conclusion conclusion, SrtOptions options) {
        boolean v6 = conclusion.key().address().getAddress() instanceof Inet6Address;
        return Math.min(options.mssBytes(), conclusion.body().mssBytes()) - (v6 ? IPV6_UDP_BYTES : IPV4_UDP_BYTES) - PacketHeader.BYTES;
    }

    ReceiverOptions receiverOptions() {
        Capabilities peer = conclusion.capabilities();
        int maxReceivedPayloadBytes = options().mssBytes() - IPV4_UDP_BYTES - PacketHeader.BYTES;
        return new ReceiverOptions(conclusion.body().initialSequence(), options().receiveBufferPackets(), maxReceivedPayloadBytes,
                maxDatagramBytes(), receiveLatencyMs() * NS_PER_MS, peer.has(Capabilities.TSBPDSND), peer.has(Capabilities.TLPKTDROP),
                peer.has(Capabilities.REXMITFLG), options().reorderTolerancePackets());
    }

    SenderOptions senderOptions() {
        Capabilities peer = conclusion.capabilities();
        return new SenderOptions(conclusion.body().initialSequence(), options().sendBufferPackets(),
                conclusion.body().flowWindowPackets(), maxPayloadBytes(), sendLatencyMs() * NS_PER_MS, peer.has(Capabilities.TLPKTDROP),
                peer.has(Capabilities.PERIODICNAK), peer.has(Capabilities.REXMITFLG), options().retransmissionPercent());
    }

    /**
     * The caller's packet filter goes back to it, with what it left open: its losses are to be reported at once. We send no filter packets,
     * and a receiver that waits for them first would report too late.
     */
    private String answeredFilter() {
        String filter = conclusion.filter();
        String answered = filter + REPORT_AT_ONCE;
        boolean open = !filter.isEmpty() && !filter.contains("arq:");
        return open && answered.length() <= HandshakeExtensions.MAX_FILTER_BYTES ? answered : filter;
    }

    /** The answer to the conclusion as a whole datagram; its timestamp is set whenever it is sent. */
    byte[] response() {
        KeyMaterialMessage keyMaterial = conclusion.keyMaterial();
        byte @Nullable [] echo = keyMaterial == null ? null : keyMaterial.toBytes();
        ByteBuffer target = ByteBuffer.allocate(DatagramOutput.MAX_DATAGRAM_BYTES);
        int length = HandshakeReply.writeConclusion(target, conclusion.body(), socketId, mssBytes(), options().receiveBufferPackets(),
                answer, answeredFilter(), echo, keyMaterial == null ? 0 : keyMaterial.keyLengthBytes(),
                conclusion.key().address().getAddress(), 0);
        return Arrays.copyOf(target.array(), length);
    }
}
