package io.holdover.stream;

import java.util.List;

import io.holdover.media.Track;
import io.holdover.stream.fanout.ChunkCursor;
import io.holdover.stream.fanout.ChunkRing;

/**
 * One reader's part in a {@link LiveStream}: it takes the chunks that are due and hands them to its peer. Stream thread only.
 *
 * <pre>
 *   int due = subscription.dueChunks(nowNs);
 *   while (due-- > 0 &amp;&amp; connection.offer(chunks, subscription.nextChunk(), ..., subscription.stampNs(nowNs))) {
 *       subscription.advance(nowNs);
 *   }
 * </pre>
 *
 * A reader that cannot take what is due leaves it and comes again; it is moved forward when it is too far behind.
 */
public final class Subscription {

    // For life
    private final LiveStream stream;
    private final PeerDescription who;
    private final SubscriberPort port;
    private final ChunkRing chunks;
    private final ChunkCursor cursor;
    private final long joinedNs;

    // State
    private boolean closed;

    Subscription(LiveStream stream, ReadRequest request, ChunkRing chunks, long nowNs) {
        this.stream = stream;
        this.who = request.who();
        this.port = request.port();
        this.chunks = chunks;
        this.cursor = new ChunkCursor(chunks, request.latencyMs(), request.windowChunks(), nowNs);
        this.joinedNs = nowNs;
    }

    /** The path it reads. */
    public StreamPath path() {
        return stream.path();
    }

    /** Who reads. */
    public PeerDescription who() {
        return who;
    }

    /** Where the chunks are: the same ring for as long as the subscription is open, readable also when the stream has ended. */
    public ChunkRing chunks() {
        return chunks;
    }

    /** How many chunks may be taken now, beginning with {@link #nextChunk()}. */
    public int dueChunks(long nowNs) {
        return cursor.due(nowNs);
    }

    /** The number of the next chunk; there only while {@link #dueChunks} says so. */
    public long nextChunk() {
        return cursor.next();
    }

    /** The time that the next chunk is to bear: never goes back, and is the present while the reader catches up. */
    public long stampNs(long nowNs) {
        return cursor.stampNs(nowNs);
    }

    /** The next chunk was taken. */
    public void advance(long nowNs) {
        cursor.advance(nowNs);
    }

    /** The tracks that the stream has at present. */
    public List<Track> tracks() {
        return stream.tracks();
    }

    /** The reader is gone. Harmless when the subscription is closed already. */
    public void close(long nowNs) {
        if (!closed) {
            closed = true;
            stream.remove(this, nowNs);
        }
    }

    /** True until it is closed or the stream ends. */
    public boolean isOpen() {
        return !closed;
    }

    ChunkCursor cursor() {
        return cursor;
    }

    SubscriberPort port() {
        return port;
    }

    /** Ends it from the stream's side and tells its owner. */
    void revoke(EndReason reason, long nowNs) {
        if (!closed) {
            closed = true;
            port.onStreamEnded(reason, nowNs);
        }
    }

    /** The reader at this instant. */
    public SubscriptionSnapshot snapshot() {
        return new SubscriptionSnapshot(who, joinedNs, cursor.takenBytes(), cursor.takenChunks(), cursor.skips(), cursor.skippedChunks(),
                cursor.backlogChunks());
    }
}
