package io.holdover.gateway.srt;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.holdover.gateway.Session;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.srt.CloseReason;
import io.holdover.srt.PayloadSource;
import io.holdover.srt.SrtConnection;
import io.holdover.srt.SrtConnectionHandler;
import io.holdover.stream.EndReason;
import io.holdover.stream.StreamLoop;
import io.holdover.stream.Subscription;

/** An SRT peer that reads: it is offered the chunks of its {@link Subscription} as they become due. Loop thread. */
final class SrtReadSession implements Session, SrtConnectionHandler {
    /** After the end of a stream, on top of the peer's latency: libsrt throws away what it has not handed on when a goodbye comes. */
    private static final long LINGER_SLACK_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long LINGER_STEP_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Beyond that, for a peer that has not acknowledged everything. */
    private static final long LINGER_LIMIT_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long NEVER = -1;

    /** A peer with a full buffer still announces room for two packets, lest both ends wait for each other. */
    private static final int FULL_WINDOW_PACKETS = 2;

    // For life
    private final SrtLine line;
    private final StreamId streamId;
    private final Subscription subscription;
    private final PayloadSource chunks;
    private final StreamLoop loop;
    private final long writeTimeoutNs;
    private final StreamLoop.Alarm lingerAlarm;
    private final Consumer<SrtReadSession> onEnded;

    // State
    private boolean blocked;
    private long blockedSinceNs;
    private long lastStampNs;
    private String endText = "";
    private long lingerUntilNs = NEVER;

    SrtReadSession(SrtLine line, StreamId streamId, Subscription subscription, StreamLoop loop, long writeTimeoutNs,
            Consumer<SrtReadSession> onEnded) {
        this.line = line;
        this.streamId = streamId;
        this.subscription = subscription;
        this.chunks = subscription.chunks()::copyPayload;
        this.loop = loop;
        this.writeTimeoutNs = writeTimeoutNs;
        this.onEnded = onEnded;
        lingerAlarm = loop.alarm(this::linger);
    }

    /** There may be chunks to take. */
    void onChunks(long nowNs) {
        SrtConnection connection = line.connection();
        if (connection == null || connection.isClosed()) {
            return;
        }
        int due = subscription.dueChunks(nowNs);
        while (due > 0) {
            long chunk = subscription.nextChunk();
            long stampNs = subscription.stampNs(nowNs);
            if (!connection.offer(chunks, chunk, subscription.chunks().lengthBytes(chunk), stampNs, nowNs)) {
                break;
            }
            lastStampNs = stampNs;
            subscription.advance(nowNs);
            due--;
        }
        checkProgress(due > 0 || connection.peerWindowPackets() <= FULL_WINDOW_PACKETS, nowNs);
    }

    private void checkProgress(boolean isBlocked, long nowNs) {
        if (!isBlocked) {
            blocked = false;
        } else if (!blocked) {
            blocked = true;
            blockedSinceNs = nowNs;
        } else if (nowNs - blockedSinceNs >= writeTimeoutNs) {
            line.close("the reader took nothing for " + TimeUnit.NANOSECONDS.toMillis(writeTimeoutNs) + " ms", nowNs);
        }
    }

    /** The stream is over. What was sent last is still to be repeated if it was lost, and played: a goodbye now would cut it off. */
    void onStreamEnded(EndReason reason, long nowNs) {
        SrtConnection connection = line.connection();
        endText = "the stream ended: " + reason.text();
        if (connection == null || reason == EndReason.SERVER_STOPPED || reason == EndReason.PATH_CLOSED) {
            line.close(endText, nowNs);
            return;
        }
        lingerUntilNs = Math.max(nowNs, lastStampNs) + TimeUnit.MILLISECONDS.toNanos(connection.sendLatencyMs()) + LINGER_SLACK_NS;
        linger(nowNs);
    }

    private void linger(long nowNs) {
        SrtConnection connection = line.connection();
        if (connection == null || connection.isClosed()) {
            return;
        }
        onChunks(nowNs);
        if (nowNs >= lingerUntilNs && (isAllTaken(connection, nowNs) || nowNs >= lingerUntilNs + LINGER_LIMIT_NS)) {
            line.close(endText, nowNs);
        } else {
            lingerAlarm.arm(nowNs + LINGER_STEP_NS);
        }
    }

    private boolean isAllTaken(SrtConnection connection, long nowNs) {
        return subscription.dueChunks(nowNs) == 0 && connection.bufferedPackets() == 0;
    }

    @Override
    public void onPayload(SrtConnection connection, ByteBuffer payload, long playNs) {
        // A reader has nothing to say.
    }

    @Override
    public void onGap(SrtConnection connection, int packets) {
        // Nor does it matter what of it is lost.
    }

    @Override
    public void onSendable(SrtConnection connection) {
        onChunks(loop.nowNs());
    }

    @Override
    public void onClosed(SrtConnection connection, CloseReason reason) {
        lingerAlarm.cancel();
        subscription.close(loop.nowNs());
        line.info("closed: " + line.closedText(reason));
        onEnded.accept(this);
    }

    @Override
    public SessionSnapshot snapshot() {
        return line.snapshot(streamId, subscription.snapshot().skippedChunks(), loop.nowNs());
    }

    @Override
    public void close(EndReason reason, String why, long nowNs) {
        line.close(why, nowNs);
    }
}
