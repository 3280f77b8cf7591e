package io.holdover.gateway.srt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import io.holdover.gateway.AddressText;
import io.holdover.gateway.Session;
import io.holdover.gateway.TrackSummary;
import io.holdover.srt.AcceptOptions;
import io.holdover.srt.ConnectionRequest;
import io.holdover.srt.RejectionReason;
import io.holdover.srt.SrtConnection;
import io.holdover.srt.SrtConnectionHandler;
import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.crypto.SessionKeys;
import io.holdover.stream.AccessDecision;
import io.holdover.stream.AccessRequest;
import io.holdover.stream.EndReason;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.Publication;
import io.holdover.stream.PublishOutcome;
import io.holdover.stream.PublishRequest;
import io.holdover.stream.PublisherPort;
import io.holdover.stream.ReadOutcome;
import io.holdover.stream.ReadRequest;
import io.holdover.stream.Refusal;
import io.holdover.stream.SubscriberPort;
import io.holdover.stream.Subscription;
import io.holdover.stream.fanout.ChunkRing;

/**
 * One caller's way through the door: stream id, path, passphrase, permission, stream. It ends with a session or a refusal, or with nothing
 * if it took longer than the caller waits. Loop thread at every step.
 */
final class SrtAdmission {
    private static final Logger LOG = System.getLogger("io.holdover.gateway.srt");

    /** The least that SRT allows. */
    private static final int READER_RECEIVE_PACKETS = 32;

    private final SrtGateway gateway;
    private final ConnectionRequest request;
    private final String remoteAddress;

    SrtAdmission(SrtGateway gateway, ConnectionRequest request) {
        this.gateway = gateway;
        this.request = request;
        this.remoteAddress = AddressText.of(request.peer());
    }

    void begin() {
        switch (StreamId.parse(request.streamId())) {
            case SrtRefusal refusal -> refuse(refusal.reason(), refusal.text());
            case StreamId streamId -> checkPassphrase(streamId);
        }
    }

    private void checkPassphrase(StreamId streamId) {
        Optional<SrtPathOptions> options = gateway.pathOptions.optionsFor(streamId.path());
        if (options.isEmpty()) {
            refuse(Refusal.NOT_CONFIGURED, streamId);
            return;
        }
        byte[] passphrase = options.get().passphrase(streamId.action());
        KeyMaterialMessage message = request.keyMaterial();
        if (passphrase.length == 0 && message == null) {
            askPolicy(streamId, null);
        } else if (passphrase.length == 0) {
            refuse(RejectionReason.UNSECURE, "path '" + streamId.path() + "' takes no passphrase");
        } else if (message == null) {
            refuse(RejectionReason.UNSECURE, "path '" + streamId.path() + "' needs a passphrase");
        } else {
            openKeys(streamId, message, passphrase);
        }
    }

    private void openKeys(StreamId streamId, KeyMaterialMessage message, byte[] passphrase) {
        try {
            gateway.keyWork.execute(() -> {
                SessionKeys keys = message.unwrap(passphrase);
                onLoop(() -> {
                    if (keys == null) {
                        refuse(RejectionReason.BADSECRET, "wrong passphrase for path '" + streamId.path() + "'");
                    } else {
                        askPolicy(streamId, keys);
                    }
                });
            });
        } catch (RejectedExecutionException _) {
            refuse(RejectionReason.OVERLOAD, "too many callers at once");
        }
    }

    private void askPolicy(StreamId streamId, @Nullable SessionKeys keys) {
        AccessRequest question = new AccessRequest(streamId.action(), streamId.path(), describe(UUID.randomUUID().toString(), streamId),
                request.peer().getAddress(), SrtGateway.PROTOCOL, streamId.user(), streamId.password());
        gateway.accessPolicy.decide(question)
                .whenComplete((decision, failure) -> onLoop(() -> onDecision(streamId, keys, question.peer(), decision, failure)));
    }

    private void onDecision(StreamId streamId, @Nullable SessionKeys keys, PeerDescription who, @Nullable AccessDecision decision,
            @Nullable Throwable failure) {
        if (decision == null) {
            if (refuse(RejectionReason.ISE, "permission could not be checked")) {
                LOG.log(Level.ERROR, "[SRT] [conn " + remoteAddress + "] permission could not be checked", failure);
            }
            return;
        }
        switch (decision) {
            case UNAUTHORIZED -> refuse(RejectionReason.UNAUTHORIZED, "authentication failed");
            case FORBIDDEN -> refuse(RejectionReason.FORBIDDEN, "not permitted");
            case ALLOWED -> {
                // Who has given up waiting, or began anew, must not replace a publisher.
                if (request.stands(now())) {
                    AcceptOptions options = new AcceptOptions(gateway.options().srt(), keys);
                    switch (streamId.action()) {
                        case PUBLISH -> publish(streamId, who, options);
                        case READ -> read(streamId, who, options);
                    }
                }
            }
        }
    }

    private void publish(StreamId streamId, PeerDescription who, AcceptOptions options) {
        SrtLine line = new SrtLine(who, now());
        PublishRequest wish = new PublishRequest(streamId.path(), who, new PublishingLine(line));
        switch (gateway.registry.publish(wish, now())) {
            case PublishOutcome.Refused refused -> refuse(refused.refusal(), streamId);
            case PublishOutcome.Admitted admitted -> {
                Publication publication = admitted.publication();
                SrtPublishSession session = new SrtPublishSession(line, streamId, publication, gateway.loop,
                        gateway.options().readTimeoutNs(), _ -> gateway.ended(who));
                if (accept(line, options, session, session)) {
                    line.info("is publishing to path '" + streamId.path() + "'");
                } else {
                    session.abandon(now());
                }
            }
        }
    }

    private void read(StreamId streamId, PeerDescription who, AcceptOptions common) {
        // A reader sends nothing: what it sent all the same would only fill memory.
        AcceptOptions options = new AcceptOptions(common.options().withReceiveBufferPackets(READER_RECEIVE_PACKETS), common.keys());
        if (request.maxPayloadBytes(options.options()) < ChunkRing.CHUNK_BYTES) {
            refuse(RejectionReason.UNACCEPTABLE, "the reader's MSS leaves no room for " + ChunkRing.CHUNK_BYTES + " bytes of payload");
            return;
        }
        SrtLine line = new SrtLine(who, now());
        ReaderPort port = new ReaderPort();
        int latencyMs = Math.max(options.options().peerLatencyMs(), request.peerReceiveLatencyMs());
        int windowPackets = Math.min(options.options().sendBufferPackets(), request.peerWindowPackets());
        ReadingDoor door = new ReadingDoor(streamId, options, line, port);
        SrtWaitingReader waiter = new SrtWaitingReader(line, streamId, gateway.loop, door);
        switch (gateway.registry.read(new ReadRequest(streamId.path(), who, port, latencyMs, windowPackets), waiter, now())) {
            case ReadOutcome.Waiting waiting -> waiter.begin(waiting.pending(), now());
            case ReadOutcome.Admitted admitted -> door.decide(admitted);
            case ReadOutcome.Refused refused -> door.decide(refused);
        }
    }

    /** The last steps of a reader, at once or when there is a stream. */
    private final class ReadingDoor implements SrtWaitingReader.Door {
        private final StreamId streamId;
        private final AcceptOptions options;
        private final SrtLine line;
        private final ReaderPort port;

        ReadingDoor(StreamId streamId, AcceptOptions options, SrtLine line, ReaderPort port) {
            this.streamId = streamId;
            this.options = options;
            this.line = line;
            this.port = port;
        }

        @Override
        public void decide(ReadOutcome outcome) {
            switch (outcome) {
                case ReadOutcome.Waiting _ -> throw new IllegalStateException("nothing was decided");
                case ReadOutcome.Refused refused -> refuse(refused.refusal(), streamId);
                case ReadOutcome.Admitted admitted -> {
                    SrtReadSession session = newSession(admitted.subscription());
                    if (accept(line, options, session, session)) {
                        reads(admitted.subscription());
                    } else {
                        admitted.subscription().close(now());
                    }
                }
            }
        }

        @Override
        public boolean letIn(SrtWaitingReader session) {
            return accept(line, options, session, session);
        }

        @Override
        public SrtReadSession sessionOf(ReadOutcome.Admitted admitted) {
            reads(admitted.subscription());
            return newSession(admitted.subscription());
        }

        @Override
        public void ended() {
            gateway.ended(line.peer());
        }

        private SrtReadSession newSession(Subscription subscription) {
            SrtReadSession session = new SrtReadSession(line, streamId, subscription, gateway.loop, gateway.options().writeTimeoutNs(),
                    _ -> gateway.ended(line.peer()));
            port.session = session;
            return session;
        }

        private void reads(Subscription subscription) {
            line.info("is reading from path '" + streamId.path() + "', " + TrackSummary.of(subscription.tracks()));
        }
    }

    private boolean accept(SrtLine line, AcceptOptions options, SrtConnectionHandler handler, Session session) {
        SrtConnection connection = request.accept(options, handler, now());
        if (connection == null) {
            return false;
        }
        line.connect(connection);
        line.info("opened");
        gateway.opened(line.peer(), session);
        return true;
    }

    /** The stream's side of a publisher: silence is judged by what arrives, since what is played may be as old as the latency. */
    private record PublishingLine(SrtLine line) implements PublisherPort {
        @Override
        public void onPublicationEnded(EndReason reason, long nowNs) {
            line.close(reason.text(), nowNs);
        }

        @Override
        public long lastHeardNs(long lastBytesNs) {
            SrtConnection connection = line.connection();
            return connection == null ? lastBytesNs : connection.lastDataNs();
        }
    }

    /** The stream's side of a reader that is made right after it was admitted. */
    private static final class ReaderPort implements SubscriberPort {
        private @Nullable SrtReadSession session;

        @Override
        public void onChunks(long nowNs) {
            if (session != null) {
                session.onChunks(nowNs);
            }
        }

        @Override
        public void onStreamEnded(EndReason reason, long nowNs) {
            if (session != null) {
                session.onStreamEnded(reason, nowNs);
            }
        }
    }

    private void refuse(Refusal refusal, StreamId streamId) {
        String path = "'" + streamId.path() + "'";
        switch (refusal) {
            case NOT_CONFIGURED -> refuse(RejectionReason.NOTFOUND, "path " + path + " is not configured");
            case TAKES_NO_PUBLISHERS ->
                refuse(RejectionReason.FORBIDDEN, "can't publish to path " + path + " since 'source' is not 'publisher'");
            case NOT_FOUND -> refuse(RejectionReason.NOTFOUND, "no stream is available on path " + path);
            case CONFLICT -> refuse(RejectionReason.CONFLICT, "someone is already publishing to path " + path);
            case TOO_MANY_READERS -> refuse(RejectionReason.OVERLOAD, "maximum reader count reached on path " + path);
            case TOO_MANY_PATHS -> refuse(RejectionReason.OVERLOAD, "maximum number of paths reached");
        }
    }

    /** Returns whether the log has a line about it: a noisy peer gets one a second. */
    private boolean refuse(RejectionReason reason, String text) {
        long nowNs = now();
        request.reject(reason, nowNs);
        int unwritten = gateway.refusals.admit(request.peer().getAddress(), nowNs);
        if (unwritten >= 0) {
            SrtLine.log(Level.INFO, remoteAddress, "opened");
            SrtLine.log(Level.INFO, remoteAddress, "closed: " + text + " (" + reason.code() + ")"
                    + (unwritten == 0 ? "" : ", and " + unwritten + " more from this address since"));
        }
        return unwritten >= 0;
    }

    private PeerDescription describe(String id, StreamId streamId) {
        return new PeerDescription("srtConn", id, remoteAddress, streamId.query());
    }

    private long now() {
        return gateway.loop.nowNs();
    }

    /** Back to the loop from wherever an answer came. */
    private void onLoop(Runnable step) {
        try {
            gateway.loop.execute(step);
        } catch (RejectedExecutionException _) {
            // The loop has ended, or is so full that this caller will have to try again.
        }
    }
}
