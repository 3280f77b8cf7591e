package io.holdover.gateway.srt;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.holdover.gateway.Session;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.srt.CloseReason;
import io.holdover.srt.SrtConnection;
import io.holdover.srt.SrtConnectionHandler;
import io.holdover.stream.EndReason;
import io.holdover.stream.Publication;
import io.holdover.stream.StreamLoop;
import io.holdover.stream.ingest.TsIngest;

/** An SRT peer that publishes: what its connection delivers goes into a {@link Publication}. Loop thread. */
final class SrtPublishSession implements Session, SrtConnectionHandler {
    private static final long CHECK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** A publisher that sends this long without a single transport stream packet sends something else. */
    static final long CONTAINER_PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    /** Losses are summed up in one line at most this often. */
    static final long LOSS_REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);

    // For life
    private final SrtLine line;
    private final StreamId streamId;
    private final Publication publication;
    private final TsIngest ingest;
    private final StreamLoop loop;
    private final long readTimeoutNs;
    private final StreamLoop.Alarm checkAlarm;
    private final Consumer<SrtPublishSession> onEnded;

    // What has come
    private long lastPayloadNs;
    private long payloads;
    private long lostPackets;

    // At the last check
    private long payloadsWithoutContainer;
    private long containerPackets;
    private long containerSeenNs;
    private long reportedLostPackets;
    private long lossReportedNs;

    SrtPublishSession(SrtLine line, StreamId streamId, Publication publication, StreamLoop loop, long readTimeoutNs,
            Consumer<SrtPublishSession> onEnded) {
        this.line = line;
        this.streamId = streamId;
        this.publication = publication;
        this.ingest = new TsIngest(publication);
        this.loop = loop;
        this.readTimeoutNs = readTimeoutNs;
        this.onEnded = onEnded;
        long nowNs = loop.nowNs();
        lastPayloadNs = nowNs;
        containerSeenNs = nowNs;
        lossReportedNs = nowNs - LOSS_REPORT_INTERVAL_NS;
        checkAlarm = loop.alarm(this::check);
        checkAlarm.arm(nowNs + CHECK_INTERVAL_NS);
    }

    @Override
    public void onPayload(SrtConnection connection, ByteBuffer payload, long playNs) {
        payloads++;
        lastPayloadNs = loop.nowNs();
        ingest.consume(payload, playNs);
    }

    @Override
    public void onGap(SrtConnection connection, int packets) {
        lostPackets += packets;
        ingest.onGap();
    }

    @Override
    public void onSendable(SrtConnection connection) {
        // A publisher is sent nothing.
    }

    @Override
    public void onClosed(SrtConnection connection, CloseReason reason) {
        checkAlarm.cancel();
        long nowNs = loop.nowNs();
        ingest.endOfInput(nowNs);
        publication.end(endReason(reason), nowNs);
        line.info("closed: " + line.closedText(reason));
        onEnded.accept(this);
    }

    /** The caller had gone when it was to be answered: there is no connection and will be none. */
    void abandon(long nowNs) {
        checkAlarm.cancel();
        publication.end(EndReason.PUBLISHER_LOST, nowNs);
    }

    private static EndReason endReason(CloseReason reason) {
        return switch (reason) {
            case PEER_SHUTDOWN -> EndReason.PUBLISHER_LEFT;
            case PEER_IDLE, REPLACED -> EndReason.PUBLISHER_LOST;
            // Who closed for another reason has ended the publication before.
            case CLOSED_BY_APPLICATION, PROTOCOL_ERROR, DECRYPTION_FAILED -> EndReason.PUBLISHER_FAULTY;
        };
    }

    private void check(long nowNs) {
        checkAlarm.arm(nowNs + CHECK_INTERVAL_NS);
        checkLosses(nowNs);
        long packets = ingest.counters().packets();
        if (packets > containerPackets || payloads == payloadsWithoutContainer) {
            containerPackets = packets;
            containerSeenNs = nowNs;
        }
        payloadsWithoutContainer = payloads;
        if (nowNs - containerSeenNs >= CONTAINER_PATIENCE_NS) {
            close(EndReason.PUBLISHER_FAULTY, "what the publisher sends is not MPEG-TS", nowNs);
        } else if (nowNs - lastPayloadNs >= readTimeoutNs + (payloads == 0 ? latencyNs() : 0)) {
            close(EndReason.PUBLISHER_LOST, "no data came for " + TimeUnit.NANOSECONDS.toMillis(readTimeoutNs) + " ms", nowNs);
        }
    }

    /** The first packet is played so long after it came. */
    private long latencyNs() {
        SrtConnection connection = line.connection();
        return connection == null ? 0 : TimeUnit.MILLISECONDS.toNanos(connection.receiveLatencyMs());
    }

    private void checkLosses(long nowNs) {
        if (lostPackets > reportedLostPackets && nowNs - lossReportedNs >= LOSS_REPORT_INTERVAL_NS) {
            line.log(Level.WARNING, (lostPackets - reportedLostPackets) + " packets were lost and could not be repaired in time");
            reportedLostPackets = lostPackets;
            lossReportedNs = nowNs;
        }
    }

    @Override
    public SessionSnapshot snapshot() {
        return line.snapshot(streamId, 0, loop.nowNs());
    }

    @Override
    public void close(EndReason reason, String why, long nowNs) {
        publication.end(reason, nowNs);
        line.close(why, nowNs);
    }
}
