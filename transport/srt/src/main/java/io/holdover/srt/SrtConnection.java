package io.holdover.srt;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.crypto.SessionKeys;
import io.holdover.srt.handshake.HandshakeBody;
import io.holdover.srt.packet.Acknowledgement;
import io.holdover.srt.packet.ControlHeader;
import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.packet.PacketWriter;
import io.holdover.srt.receive.Delivery;
import io.holdover.srt.receive.PlayClock;
import io.holdover.srt.receive.ReceiveMemory;
import io.holdover.srt.receive.Receiver;
import io.holdover.srt.send.Sender;
import io.holdover.srt.timing.RoundTrip;

/**
 * One established connection; both directions may carry data. Made by {@link ConnectionRequest#accept}, driven by an {@link SrtDriver}.
 * Handler calls happen inside {@link #onDatagram}, {@link #onTimer} and {@link #close}, never inside {@link #flush}. Loop thread.
 */
public final class SrtConnection {
    /** {@link #nextDeadlineNs()} of a connection that waits for nothing. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long KEEPALIVE_NS = Duration.ofSeconds(1).toNanos(); // SRT draft 3.2.3
    private static final long NS_PER_MS = 1_000_000;
    private static final double NS_PER_US = 1_000;
    private static final double US_PER_MS = 1_000;

    /** Told of the end, before the application is. */
    @FunctionalInterface
    interface ClosedListener {
        void onClosed(SrtConnection connection, long nowNs);
    }

    // for the connection's life
    private final Negotiation negotiation;
    private final InetSocketAddress peer;
    private final byte[] handshakeResponse;
    private final long startNs;
    private final SrtDriver driver;
    private final SrtConnectionHandler handler;
    private final ClosedListener closedListener;
    private final PacketWriter writer;
    private final RoundTrip roundTrip = new RoundTrip();
    private final PlayClock playClock;
    private final Receiver receiver;
    private final Sender sender;
    private final @Nullable KeyExchange keyExchange;
    private final Farewell farewell = new Farewell();

    // changes with packets
    private boolean active;
    private boolean answerDue;
    private long lastHeardNs;
    private long nextDeadlineNs = NEVER;

    // the end
    private @Nullable CloseReason closeReason;

    // since the start; the halves count the rest
    private long malformedPackets;
    private long foreignPackets;
    private long receivedAcknowledgements;
    private long receivedLossReports;

    SrtConnection(Negotiation negotiation, SrtDriver driver, SrtConnectionHandler handler, ClosedListener closedListener,
            ReceiveMemory receiveMemory, long nowNs) {
        this.negotiation = negotiation;
        this.peer = negotiation.conclusion().key().address();
        this.handshakeResponse = negotiation.response();
        this.startNs = nowNs;
        this.driver = driver;
        this.handler = handler;
        this.closedListener = closedListener;
        this.lastHeardNs = nowNs;
        writer = new PacketWriter(driver.outputTo(peer), peerSocketId(), nowNs);
        playClock = new PlayClock(negotiation.conclusion().arrivalNs(), negotiation.conclusion().timestampUs(),
                receiveLatencyMs() * NS_PER_MS);
        SessionKeys keys = negotiation.accepted().keys();
        KeyMaterialMessage message = negotiation.conclusion().keyMaterial();
        keyExchange = keys == null || message == null ? null
                : new KeyExchange(keys, message, negotiation.options(), writer, roundTrip, nowNs);
        receiver = new Receiver(negotiation.receiverOptions(), keyExchange == null ? null : keyExchange.decryptor(), delivery(),
                playClock, roundTrip, writer, receiveMemory, nowNs);
        sender = new Sender(negotiation.senderOptions(), keyExchange == null ? null : keyExchange.encryptor(), roundTrip, writer, nowNs);
    }

    private Delivery delivery() {
        return new Delivery() {
            @Override
            public void onPayload(ByteBuffer payload, long playNs) {
                handler.onPayload(SrtConnection.this, payload, playNs);
            }

            @Override
            public void onGap(int packets) {
                handler.onGap(SrtConnection.this, packets);
            }

            @Override
            public boolean isOver() {
                return isClosed();
            }
        };
    }

    /** Our id, the destination of the peer's datagrams. */
    public int socketId() {
        return negotiation.socketId();
    }

    /** The peer's id. */
    public int peerSocketId() {
        return negotiation.conclusion().key().socketId();
    }

    /** Where the peer is. */
    public InetSocketAddress peer() {
        return peer;
    }

    /** The peer's SRT version, 0x00MMmmpp. */
    public int peerVersion() {
        return negotiation.conclusion().capabilities().version();
    }

    /** As the caller sent it; empty when it sent none. */
    public String streamId() {
        return negotiation.conclusion().streamId();
    }

    /** Whether payloads are encrypted. */
    public boolean encrypted() {
        return keyExchange != null;
    }

    /** Negotiated delay of what we receive, in milliseconds. */
    public int receiveLatencyMs() {
        return negotiation.receiveLatencyMs();
    }

    /** Negotiated delay of what we send, in milliseconds. */
    public int sendLatencyMs() {
        return negotiation.sendLatencyMs();
    }

    /** The largest payload that may be offered, in bytes; 1456 over IPv4 unless a smaller MSS was negotiated. */
    public int maxPayloadBytes() {
        return negotiation.maxPayloadBytes();
    }

    /** Room at the peer as it last told us, in packets. */
    public int peerWindowPackets() {
        return sender.windowPackets();
    }

    /** When the last datagram of any kind came from the peer. */
    public long lastHeardNs() {
        return lastHeardNs;
    }

    /** When the last data packet came from the peer; the connection's start if none did. */
    public long lastDataNs() {
        return receiver.lastDataNs();
    }

    /** How many payloads {@link #offer} would take now; limited by our buffer and the peer's window. */
    public int sendableCount() {
        return isClosed() ? 0 : sender.sendableCount();
    }

    /** What was offered and is still unsent or unacknowledged, in packets. */
    public int bufferedPackets() {
        return sender.bufferedPackets();
    }

    /**
     * Queues payload {@code index} of {@code source}; it leaves at one of the next {@link #flush flushes}, as pacing allows. The payload is
     * fetched then, and again for each repeat.
     *
     * @param lengthBytes
     *            1 to {@link #maxPayloadBytes()}
     * @param originNs
     *            when the payload came to be; becomes its timestamp. An origin that leaves less than half the peer's latency is moved up
     *            to that, so that there is time for repairs
     * @return false when there is no room; {@link SrtConnectionHandler#onSendable} tells when there is. Always false after the end
     * @throws IllegalArgumentException
     *             when the length is out of range
     */
    public boolean offer(PayloadSource source, long index, int lengthBytes, long originNs, long nowNs) {
        if (lengthBytes < 1 || lengthBytes > negotiation.maxPayloadBytes()) {
            throw new IllegalArgumentException("payload has " + lengthBytes + " bytes, may have 1 to " + negotiation.maxPayloadBytes());
        }
        if (isClosed() || !sender.offer(source, index, lengthBytes, originNs, nowNs)) {
            return false;
        }
        activate();
        return true;
    }

    /**
     * A datagram whose destination is {@link #socketId()}: position to limit, big-endian.
     *
     * @param from
     *            where it came from; anything that does not come from {@link #peer()} is dropped and counted (address migration is
     *            unsupported). Handing in the identical object each time makes the check cheap
     */
    public void onDatagram(ByteBuffer datagram, InetSocketAddress from, long nowNs) {
        if (isClosed()) {
            return;
        }
        if (!Objects.equals(from, peer)) { // identical ones cost nothing
            foreignPackets++;
            return;
        }
        int at = datagram.position();
        int end = datagram.limit();
        if (end - at < PacketHeader.BYTES) {
            malformedPackets++;
            return;
        }
        lastHeardNs = nowNs;
        if (PacketHeader.isControl(datagram, at)) {
            onControl(datagram, at, end, nowNs);
        } else if (!receiver.onData(datagram, at, end, nowNs)) {
            malformedPackets++;
        }
        if (!isClosed()) {
            receiver.onTimer(nowNs);
        }
        activate();
    }

    private void onControl(ByteBuffer datagram, int at, int end, long nowNs) {
        int from = at + PacketHeader.BYTES;
        boolean understood = switch (ControlHeader.type(datagram, at)) {
            case HANDSHAKE -> onHandshake(datagram, from, end);
            case KEEPALIVE -> {
                receiver.onKeepalive(PacketHeader.timestampUs(datagram, at), nowNs);
                yield true;
            }
            case ACK -> onAcknowledgement(datagram, at, end, nowNs);
            case NAK -> {
                receivedLossReports++;
                yield sender.onLossReport(datagram, from, end, nowNs) == 0;
            }
            case SHUTDOWN -> {
                receiver.deliverEverything(nowNs);
                close(CloseReason.PEER_SHUTDOWN, nowNs);
                yield true;
            }
            case ACKACK -> {
                receiver.onAcknowledgementConfirmed(ControlHeader.information(datagram, at), PacketHeader.timestampUs(datagram, at),
                        nowNs);
                yield true;
            }
            case DROPREQ -> receiver.onDropRequest(datagram, from, end, nowNs);
            case EXTENSION -> keyExchange != null && keyExchange.onMessage(ControlHeader.subtype(datagram, at), datagram, from, end,
                    receiver.highestSequence(), nowNs);
            case CONGESTION_WARNING, PEERERROR -> true; // nothing that live streaming heeds
            case UNKNOWN -> false;
        };
        if (!understood) {
            malformedPackets++;
        }
    }

    private boolean onHandshake(ByteBuffer datagram, int from, int end) {
        if (end - from < HandshakeBody.BYTES) {
            return false;
        }
        HandshakeBody body = HandshakeBody.read(datagram, from);
        if (body.handshakeType() == HandshakeBody.CONCLUSION && body.socketId() == peerSocketId()
                && body.initialSequence() == initialSequence()) {
            answerHandshake();
        }
        return true;
    }

    private boolean onAcknowledgement(ByteBuffer datagram, int at, int end, long nowNs) {
        int from = at + PacketHeader.BYTES;
        receivedAcknowledgements++;
        if (end - from < Acknowledgement.LIGHT_BYTES || !sender.onAcknowledgement(datagram, from, end, nowNs)) {
            return false;
        }
        if (end - from > Acknowledgement.LIGHT_BYTES) {
            writer.writeEmpty(ControlType.ACKACK, ControlHeader.information(datagram, at), nowNs);
        }
        announceRoom();
        return true;
    }

    /** The next flush answers the peer's conclusion (again). */
    void answerHandshake() {
        answerDue = true;
        activate();
    }

    /** The same bytes each time, except for the timestamp: the peer takes it for the moment of sending and plays all that follows by it. */
    private void flushHandshake(long nowNs) {
        answerDue = false;
        ByteBuffer datagram = writer.claim();
        datagram.put(0, handshakeResponse);
        PacketHeader.restamp(datagram, 0, writer.timestampUs(nowNs));
        writer.commit(handshakeResponse.length, nowNs);
    }

    int initialSequence() {
        return negotiation.conclusion().body().initialSequence();
    }

    private void announceRoom() {
        if (sender.becameSendable()) {
            handler.onSendable(this);
        }
    }

    /** Does everything whose time has come. Calling early or late is harmless. */
    public void onTimer(long nowNs) {
        if (isEnded()) {
            return;
        }
        if (!isClosed()) {
            receiver.onTimer(nowNs);
        }
        if (!isClosed()) {
            checkHealth(nowNs);
        }
        if (!isClosed()) {
            sender.onTimer(nowNs);
            announceRoom();
        }
        activate();
    }

    private void checkHealth(long nowNs) {
        if (nowNs >= idleDeadlineNs()) {
            receiver.deliverEverything(nowNs);
            close(CloseReason.PEER_IDLE, nowNs);
            return;
        }
        if (receiver.isUndecryptable(nowNs)) {
            close(CloseReason.DECRYPTION_FAILED, nowNs);
        }
    }

    private long idleDeadlineNs() {
        return lastHeardNs + negotiation.options().peerIdleTimeoutMs() * NS_PER_MS;
    }

    /** Sends what may leave now, once per batch; see {@link SrtDriver}. */
    public void flush(long nowNs) {
        active = false;
        if (isClosed()) {
            receiver.release();
            farewell.flush(writer, nowNs);
        } else {
            if (answerDue) {
                flushHandshake(nowNs);
            }
            receiver.flush(nowNs);
            sender.flush(nowNs);
            if (keyExchange != null) {
                keyExchange.flush(sender.oldestKeyFlag(), nowNs);
            }
            if (nowNs - writer.lastSentNs() >= KEEPALIVE_NS) {
                writer.writeEmpty(ControlType.KEEPALIVE, 0, nowNs);
            }
        }
        writer.flush();
        nextDeadlineNs = isClosed() ? farewell.dueNs() : openDeadlineNs();
    }

    private long openDeadlineNs() {
        long deadlineNs = Math.min(receiver.nextDeadlineNs(), sender.nextDeadlineNs());
        deadlineNs = Math.min(deadlineNs, Math.min(idleDeadlineNs(), writer.lastSentNs() + KEEPALIVE_NS));
        return keyExchange == null ? deadlineNs : Math.min(deadlineNs, keyExchange.dueNs());
    }

    /** When {@link #onTimer} wants to be called next, on the scale of {@code nowNs}; {@link #NEVER} for none. Valid after a flush. */
    public long nextDeadlineNs() {
        return nextDeadlineNs;
    }

    /** Ends the connection: {@link SrtConnectionHandler#onClosed} comes at once, SHUTDOWN leaves three times within 100 ms. */
    public void close(long nowNs) {
        close(CloseReason.CLOSED_BY_APPLICATION, nowNs);
    }

    void close(CloseReason reason, long nowNs) {
        if (closeReason != null) {
            return;
        }
        closeReason = reason;
        boolean tellPeer = switch (reason) {
            case PEER_SHUTDOWN, REPLACED -> false; // the id already belongs to the peer's next connection
            case PEER_IDLE, CLOSED_BY_APPLICATION, PROTOCOL_ERROR, DECRYPTION_FAILED -> true;
        };
        if (tellPeer) {
            farewell.begin(nowNs);
        }
        activate();
        closedListener.onClosed(this, nowNs);
        handler.onClosed(this, reason);
    }

    /** Whether {@link SrtConnectionHandler#onClosed} was called. */
    public boolean isClosed() {
        return closeReason != null;
    }

    /** Closed, and nothing is left to send: the driver forgets the connection. */
    public boolean isEnded() {
        return isClosed() && farewell.isOver();
    }

    private void activate() {
        if (!active) {
            active = true;
            driver.onActive(this);
        }
    }

    /** A snapshot. */
    public SrtStatistics statistics(long nowNs) {
        long keyPacketsSent = keyExchange == null ? 0 : keyExchange.sentPackets();
        long keyPacketsReceived = keyExchange == null ? 0 : keyExchange.receivedPackets();
        return new SrtStatistics((nowNs - startNs) / NS_PER_MS,
                sender.statistics(receiver.sentAcknowledgements(), receiver.sentLossReports(), keyPacketsSent, nowNs),
                receiver.statistics(malformedPackets, foreignPackets, receivedAcknowledgements, receivedLossReports, keyPacketsReceived,
                        nowNs),
                new SrtStatistics.Link(roundTrip.rttUs() / US_PER_MS, roundTrip.varianceUs() / US_PER_MS, receiver.capacityMbps(),
                        sender.maxBandwidthMbps(), sender.windowPackets(), negotiation.mssBytes(),
                        (long) (playClock.driftNs() / NS_PER_US)));
    }
}
