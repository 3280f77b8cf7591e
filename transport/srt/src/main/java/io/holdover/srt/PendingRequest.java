package io.holdover.srt;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.handshake.Capabilities;
import io.holdover.srt.handshake.HandshakeBody;

/** A request as the listener keeps it until it is answered. Loop thread. */
final class PendingRequest implements ConnectionRequest, KnownPeer {
    // for its life
    private final SrtListener listener;
    private final Conclusion conclusion;

    private boolean answered;

    /**
     * A conclusion that passed every check.
     *
     * @param timestampUs
     *            of its header
     */
    record Conclusion(KnownPeer.Key key, HandshakeBody body, Capabilities capabilities, String streamId, String filter,
            @Nullable KeyMaterialMessage keyMaterial, int timestampUs, long arrivalNs) {
    }

    PendingRequest(SrtListener listener, Conclusion conclusion) {
        this.listener = listener;
        this.conclusion = conclusion;
    }

    Conclusion conclusion() {
        return conclusion;
    }

    boolean isExpired(long nowNs) {
        return nowNs - conclusion.arrivalNs >= SrtListener.REQUEST_LIFETIME_NS;
    }

    @Override
    public int initialSequence() {
        return conclusion.body.initialSequence();
    }

    @Override
    public InetSocketAddress peer() {
        return conclusion.key.address();
    }

    @Override
    public int peerSocketId() {
        return conclusion.key.socketId();
    }

    @Override
    public int peerVersion() {
        return conclusion.capabilities.version();
    }

    @Override
    public String streamId() {
        return conclusion.streamId;
    }

    @Override
    public boolean encrypted() {
        return conclusion.keyMaterial != null;
    }

    @Override
    public int keyLengthBytes() {
        KeyMaterialMessage message = conclusion.keyMaterial;
        return message == null ? 0 : message.keyLengthBytes();
    }

    @Override
    public int peerReceiveLatencyMs() {
        return conclusion.capabilities.receiverDelayMs();
    }

    @Override
    public int peerSendLatencyMs() {
        return conclusion.capabilities.senderDelayMs();
    }

    @Override
    public int peerWindowPackets() {
        return conclusion.body.flowWindowPackets();
    }

    @Override
    public int maxPayloadBytes(SrtOptions options) {
        return Negotiation.maxPayloadBytes(conclusion, options);
    }

    @Override
    public @Nullable KeyMaterialMessage keyMaterial() {
        return conclusion.keyMaterial;
    }

    @Override
    public boolean stands(long nowNs) {
        return !answered && listener.stands(this, nowNs);
    }

    @Override
    public @Nullable SrtConnection accept(AcceptOptions options, SrtConnectionHandler handler, long nowNs) {
        if (encrypted() != (options.keys() != null)) {
            throw new IllegalStateException(encrypted() ? "an encrypted request needs keys" : "a request in the clear takes no keys");
        }
        answer();
        return listener.accept(this, options, handler, nowNs);
    }

    @Override
    public void reject(RejectionReason reason, long nowNs) {
        answer();
        listener.reject(this, reason, nowNs);
    }

    private void answer() {
        if (answered) {
            throw new IllegalStateException("the request was answered before");
        }
        answered = true;
    }
}
