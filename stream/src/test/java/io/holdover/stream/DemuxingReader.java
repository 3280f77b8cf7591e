package io.holdover.stream;

import java.nio.ByteBuffer;

import io.holdover.media.mpegts.TsDemuxer;

/** A reader that takes each chunk when it is due and looks at its units; its stream must not end. */
abstract class DemuxingReader implements SubscriberPort, TsDemuxer.Output {

    private final TsDemuxer demuxer = new TsDemuxer(this);
    private final ByteBuffer datagram = ByteBuffer.allocate(1500);
    private Subscription subscription;

    void read(StreamRegistry registry, StreamPath path, ManualLoop loop) {
        PeerDescription who = new PeerDescription("srtConn", "steady", "127.0.0.1:9", "");
        loop.batch(() -> subscription =
                ((ReadOutcome.Admitted) registry.read(new ReadRequest(path, who, this, 120, 8192), loop.nowNs())).subscription());
    }

    @Override
    public final void onChunks(long nowNs) {
        for (int due = subscription == null ? 0 : subscription.dueChunks(nowNs); due > 0; due--) {
            datagram.clear();
            int length = subscription.chunks().copyPayload(subscription.nextChunk(), datagram);
            subscription.advance(nowNs);
            demuxer.consume(ByteBuffer.wrap(datagram.array(), 0, length));
        }
    }

    @Override
    public final void onStreamEnded(EndReason reason, long nowNs) {
        throw new AssertionError(reason);
    }
}
