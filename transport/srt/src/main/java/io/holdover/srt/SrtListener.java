package io.holdover.srt;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.handshake.HandshakeBody;
import io.holdover.srt.handshake.HandshakeReply;
import io.holdover.srt.handshake.SynCookie;
import io.holdover.srt.packet.ControlHeader;
import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.receive.ReceiveMemory;

/**
 * Answers HSv5 callers. Nothing is kept of a caller before its cookie is proved; after that the number of waiting requests and of
 * connections
 * is limited. Loop thread. SRT draft 4.3.1.
 */
public final class SrtListener {
    /** How long a request waits for its answer. */
    public static final long REQUEST_LIFETIME_NS = Duration.ofSeconds(3).toNanos();

    /** Requests that may wait at once. */
    public static final int MAX_PENDING_REQUESTS = 1024;

    /** Ended connections that are remembered, and how long: a caller's time-out and as much again. */
    static final int MAX_ENDED = 4096;
    static final long ENDED_LIFETIME_NS = REQUEST_LIFETIME_NS + Duration.ofSeconds(3).toNanos();

    private static final int NS_PER_US = 1_000;
    private static final int HANDSHAKE_BYTES = PacketHeader.BYTES + HandshakeBody.BYTES;

    // for its life
    private final SrtOptions options;
    private final SynCookie cookies;
    private final SrtDriver driver;
    private final SrtListenerHandler handler;
    private final ReceiveMemory receiveMemory;

    // callers with a proved address
    private final Map<KnownPeer.Key, KnownPeer> peers = new HashMap<>();
    private final ArrayDeque<PendingRequest> pending = new ArrayDeque<>();
    private final ArrayDeque<KnownPeer.Ended> ended = new ArrayDeque<>();
    private int openCount;
    private boolean closed;

    // since the start
    private long ignoredDatagrams;
    private long wrongCookies;
    private long rejectedRequests;
    private long acceptedRequests;

    /**
     * @param cookieSecret
     *            16 random bytes, new for each process
     */
    public SrtListener(SrtOptions options, byte[] cookieSecret, SrtDriver driver, SrtListenerHandler handler) {
        this.options = options;
        this.cookies = new SynCookie(cookieSecret);
        this.driver = driver;
        this.handler = handler;
        this.receiveMemory = new ReceiveMemory(options.receiveMemoryBytes());
    }

    /** A datagram whose destination socket id is 0: position to limit, big-endian. Anything that makes no sense is dropped and counted. */
    public void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs) {
        forgetExpired(nowNs);
        int at = datagram.position();
        boolean handshake = datagram.remaining() >= HANDSHAKE_BYTES && PacketHeader.isControl(datagram, at)
                && ControlHeader.type(datagram, at) == ControlType.HANDSHAKE;
        if (!handshake) {
            ignoredDatagrams++;
            return;
        }
        HandshakeBody body = HandshakeBody.read(datagram, at + PacketHeader.BYTES);
        if (body.socketId() == 0) {
            ignoredDatagrams++;
        } else if (body.handshakeType() == HandshakeBody.INDUCTION && body.version() == HandshakeBody.VERSION_4) {
            onInduction(body, peer, nowNs);
        } else if (body.handshakeType() == HandshakeBody.CONCLUSION) {
            onConclusion(datagram, body, peer, nowNs);
        } else {
            ignoredDatagrams++;
        }
    }

    private void onInduction(HandshakeBody body, InetSocketAddress peer, long nowNs) {
        if (closed) {
            return;
        }
        DatagramOutput output = driver.outputTo(peer);
        output.commit(HandshakeReply.writeInduction(output.claim(), body, cookies.bake(peer, nowNs), peer.getAddress(),
                timestampUs(nowNs)));
        output.flush();
    }

    private void onConclusion(ByteBuffer datagram, HandshakeBody body, InetSocketAddress peer, long nowNs) {
        if (!cookies.proves(body.cookie(), peer, nowNs)) {
            wrongCookies++;
            return;
        }
        if (body.version() == HandshakeBody.VERSION_4) {
            rejectedRequests++;
            DatagramOutput output = driver.outputTo(peer);
            output.commit(HandshakeReply.writeShutdown(output.claim(), body, timestampUs(nowNs)));
            output.flush();
            return;
        }
        KnownPeer.Key key = new KnownPeer.Key(peer, body.socketId());
        KnownPeer known = peers.get(key);
        if (known != null && known.initialSequence() == body.initialSequence()) {
            onRepeat(known, body, peer, nowNs);
            return;
        }
        RejectionReason refusal = refusal(known);
        if (refusal != null) {
            reject(body, peer, refusal, nowNs);
            return;
        }
        switch (ConclusionCheck.of(datagram, body, key, options.minimumPeerVersion(), nowNs)) {
            case ConclusionCheck.Refused(RejectionReason reason) -> reject(body, peer, reason, nowNs);
            case ConclusionCheck.Passed(PendingRequest.Conclusion conclusion) -> {
                replace(known, nowNs);
                request(conclusion);
            }
        }
    }

    private void replace(@Nullable KnownPeer known, long nowNs) {
        switch (known) {
            case PendingRequest request -> forget(request);
            case KnownPeer.Open open -> open.connection().close(CloseReason.REPLACED, nowNs);
            case KnownPeer.Ended gone -> {
                // nothing is left of it
            }
            case null -> {
                // never seen before
            }
        }
    }

    private void request(PendingRequest.Conclusion conclusion) {
        PendingRequest request = new PendingRequest(this, conclusion);
        peers.put(conclusion.key(), request);
        pending.addLast(request);
        handler.onRequest(request);
    }

    private void onRepeat(KnownPeer known, HandshakeBody body, InetSocketAddress peer, long nowNs) {
        switch (known) {
            case PendingRequest request -> {
                // its answer will come
            }
            case KnownPeer.Open open -> open.connection().answerHandshake();
            case KnownPeer.Ended gone -> reject(body, peer, RejectionReason.CLOSE, nowNs);
        }
    }

    /** Why no more callers are taken; one that replaces itself takes no more room than before. */
    private @Nullable RejectionReason refusal(@Nullable KnownPeer known) {
        if (closed) {
            return RejectionReason.CLOSE;
        }
        if (known instanceof KnownPeer.Open) {
            return null;
        }
        if (pending.size() >= MAX_PENDING_REQUESTS) {
            return RejectionReason.BACKLOG;
        }
        return openCount >= options.connectionLimit() ? RejectionReason.RESOURCE : null;
    }

    boolean stands(PendingRequest request, long nowNs) {
        return peers.get(request.conclusion().key()) == request && !request.isExpired(nowNs) && !closed;
    }

    @Nullable
    SrtConnection accept(PendingRequest request, AcceptOptions accepted, SrtConnectionHandler connectionHandler, long nowNs) {
        KnownPeer.Key key = request.conclusion().key();
        boolean stands = stands(request, nowNs);
        forget(request);
        if (!stands) {
            return null;
        }
        SrtConnection connection = new SrtConnection(new Negotiation(request.conclusion(), accepted, driver.newSocketId()), driver,
                connectionHandler, this::onClosed, receiveMemory, nowNs);
        peers.put(key, new KnownPeer.Open(request.initialSequence(), connection));
        openCount++;
        acceptedRequests++;
        driver.onOpened(connection);
        connection.answerHandshake();
        return connection;
    }

    void reject(PendingRequest request, RejectionReason reason, long nowNs) {
        boolean stands = peers.get(request.conclusion().key()) == request;
        forget(request);
        if (stands) {
            reject(request.conclusion().body(), request.peer(), reason, nowNs);
        }
    }

    private void reject(HandshakeBody body, InetSocketAddress peer, RejectionReason reason, long nowNs) {
        rejectedRequests++;
        DatagramOutput output = driver.outputTo(peer);
        output.commit(HandshakeReply.writeRejection(output.claim(), body, reason.wire(), peer.getAddress(), timestampUs(nowNs)));
        output.flush();
    }

    private void onClosed(SrtConnection connection, long nowNs) {
        openCount--;
        KnownPeer.Key key = new KnownPeer.Key(connection.peer(), connection.peerSocketId());
        KnownPeer.Ended gone = new KnownPeer.Ended(connection.initialSequence(), key, nowNs);
        peers.put(key, gone);
        ended.addLast(gone);
        if (ended.size() > MAX_ENDED) {
            KnownPeer.Ended oldest = ended.removeFirst();
            peers.remove(oldest.key(), oldest);
        }
    }

    private void forget(PendingRequest request) {
        pending.remove(request);
        peers.remove(request.conclusion().key(), request);
    }

    private void forgetExpired(long nowNs) {
        for (PendingRequest r = pending.peekFirst(); r != null && r.isExpired(nowNs); r = pending.peekFirst()) {
            forget(r);
        }
        for (KnownPeer.Ended e = ended.peekFirst(); e != null && nowNs - e.endedNs() >= ENDED_LIFETIME_NS; e = ended.peekFirst()) {
            ended.removeFirst();
            peers.remove(e.key(), e);
        }
    }

    /** Refuses all further callers; connections live on and are closed by their owners. */
    public void close() {
        closed = true;
    }

    /** A snapshot. */
    public SrtListenerStatistics statistics() {
        return new SrtListenerStatistics(ignoredDatagrams, wrongCookies, acceptedRequests, rejectedRequests, pending.size(), openCount,
                receiveMemory.usedBytes());
    }

    /** A listener has no start that anyone refers to: any steady scale will do. */
    private static int timestampUs(long nowNs) {
        return (int) (nowNs / NS_PER_US);
    }
}
